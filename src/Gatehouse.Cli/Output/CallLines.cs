using System.Text.Json;
using Gatehouse.Ledger.Index;

namespace Gatehouse.Cli.Output;

/// <summary>A recorded call: one line for people, one JSON object a line for programs.</summary>
internal static class CallLines
{
    private const int NameCap = 100;

    public static void Print(Terminal terminal, RecordedCall call, bool asJson)
    {
        if (asJson)
        {
            terminal.JsonLine(json => Write(json, call));
            return;
        }

        Print(
            terminal, call.Time, call.Decision, call.ServerId, call.Target ?? call.Method, call.GrantId, call.Rule,
            call.Class is null ? null : $"{call.Class} {(long)call.Duration.TotalMilliseconds} ms{(call.Fault is null ? "" : " " + call.Fault)}");
    }

    /// <summary>One line for people.</summary>
    public static void Print(
        Terminal terminal, DateTimeOffset time, string word, string server, string target, string grant, string? rule, string? outcome)
    {
        var decision = new Painted(word, word switch { "allowed" => Tone.Good, "pending" => Tone.Careful, _ => Tone.Bad });
        terminal.Line(
            $"{Time(time)}  {decision}  {server}  {Visible.Short(target, NameCap)}  grant {grant}{(rule is null ? "" : "  by " + rule)}{(outcome is null ? "" : "  " + outcome)}");
    }

    private static void Write(Utf8JsonWriter json, RecordedCall call)
    {
        json.WriteStartObject();
        json.WriteString("time", Time(call.Time));
        json.WriteString("call", call.CallId);
        json.WriteString("grant", call.GrantId);
        json.WriteString("server", call.ServerId);
        json.WriteString("method", call.Method);
        json.WriteString("target", call.Target);
        json.WriteString("decision", call.Decision);
        json.WriteString("rule", call.Rule);
        json.WriteString("approval", call.ApprovalId);
        json.WriteString("outcome", call.Class);
        json.WriteString("fault", call.Fault);
        json.WriteNumber("milliseconds", call.Duration.TotalMilliseconds);
        json.WriteNumber("bytes", call.Bytes);
        WriteText(json, "arguments", call.Arguments);
        WriteText(json, "observed", call.Observed);
        json.WriteString("digest", call.Digest);
        json.WriteString("definition", call.DefinitionHash);
        json.WriteString("policy", call.PolicyHash);
        json.WriteString("session", call.Session);
        json.WriteString("client", call.Client);
        json.WriteString("trace", call.TraceId);
        json.WriteString("writer", call.Writer);
        json.WriteNumber("sequence", call.Sequence);
        json.WriteEndObject();
    }

    // The record has these as JSON; read and written anew, so that nothing unseen passes.
    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is null)
        {
            json.WriteNull(name);
            return;
        }

        using var document = JsonDocument.Parse(text);
        json.WritePropertyName(name);
        document.RootElement.WriteTo(json);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
