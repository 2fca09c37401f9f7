using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Tools;

/// <summary>Asks one server what it lists, without a client, a policy or a record. No tool is called.</summary>
/// <remarks>The transports, caps and checks of addresses are the gateway's own.</remarks>
internal sealed class ToolSurveyor
{
    private const string GrantId = "survey";
    private const int MaxText = 8 * 1024;
    private const string Modern = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + ProtocolVersions.V20260728
        + "\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"gatehouse\",\"version\":\"1\"},\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private readonly Upstream _upstream;
    private string? _session;
    private string? _version;
    private Era _era;
    private int _last;

    private ToolSurveyor(Upstream upstream) => _upstream = upstream;

    /// <summary>Starts or reaches the server, asks, and ends what was started.</summary>
    /// <param name="entry">The server, with an answer time-out and a size that suit a look.</param>
    /// <param name="logs">Where its standard error is told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<(ToolSurvey? Survey, Fault? Fault)> TakeAsync(
        UpstreamEntry entry, ILoggerFactory logs, TimeProvider time, CancellationToken cancel)
    {
        await using var pool = new UpstreamPool([], new LoopMarker(), logs.CreateLogger<UpstreamPool>(), time);
        pool.Apply([entry]);
        return await new ToolSurveyor(pool.For(entry.ServerId)!).TakeAsync(cancel);
    }

    private async Task<(ToolSurvey? Survey, Fault? Fault)> TakeAsync(CancellationToken cancel)
    {
        // 1. The handshake; a server of 2026-07-28 alone has none, and answers the list at once.
        var (name, instructions) = ("", "");
        var (hello, fault) = await AskAsync(
            "initialize", "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"gatehouse\",\"version\":\"1\"}", cancel);
        if (hello is not null)
        {
            (name, instructions) = Of(hello);
            _version = hello.ProtocolVersion;
            await NoteAsync("notifications/initialized", cancel);
        }
        else if (fault!.Code.Word != "server-error")
        {
            return (null, fault);
        }
        else
        {
            (_era, _session) = (Era.Modern, null);
        }

        // 2. All pages, up to the caps.
        var tools = ImmutableArray.CreateBuilder<SurveyedTool>();
        var cursor = "";
        for (var page = 0; page < ToolSurvey.MaxPages; page++)
        {
            var (list, problem) = await AskAsync("tools/list", cursor.Length == 0 ? "" : "\"cursor\":" + cursor, cancel);
            if (list is null)
            {
                // A server without tools may not know the method; one that refused the handshake said so first.
                return problem!.Code.Word == "method-unknown" && hello is not null
                    ? (new ToolSurvey(name, instructions, [], IsCut: false), null)
                    : (null, hello is null ? fault : problem);
            }

            if (list.List.IsEmpty)
            {
                return (null, new Fault(new("tools-unsound"), "the server's tool list is not sound"));
            }

            foreach (var item in list.Items)
            {
                if (tools.Count == ToolSurvey.MaxTools)
                {
                    return (new ToolSurvey(name, instructions, tools.ToImmutable(), IsCut: true), null);
                }

                if (Read(item.Json) is { } tool)
                {
                    tools.Add(tool);
                }
            }

            if (list.NextCursor.IsEmpty)
            {
                return (new ToolSurvey(name, instructions, tools.ToImmutable(), IsCut: false), null);
            }

            cursor = Encoding.UTF8.GetString(list.NextCursor.Span);
        }

        return (new ToolSurvey(name, instructions, tools.ToImmutable(), IsCut: true), null);
    }

    private async Task<(AnswerMessage? Answer, Fault? Fault)> AskAsync(string method, string members, CancellationToken cancel)
    {
        var meta = _era == Era.Modern ? Modern + (members.Length > 0 ? "," : "") : "";
        var (message, answer, fault) = await SendAsync(
            $"{{\"jsonrpc\":\"2.0\",\"id\":\"survey-{++_last}\",\"method\":\"{method}\",\"params\":{{{meta}{members}}}}}", cancel);
        if (answer is null)
        {
            return (null, fault);
        }

        await using (answer)
        {
            _session = answer.SessionId ?? _session;
            if (answer.Form == AnswerForm.Json)
            {
                return Take(answer.Json.ToArray(), message);
            }

            while (answer.Form == AnswerForm.Events)
            {
                var (sse, problem) = await answer.NextAsync(cancel);
                if (sse is null)
                {
                    return (null, problem is null ? Silent() : Of(problem));
                }

                // What is not the answer (progress, log lines, requests of the server) is nothing to a look.
                if (!sse.Data.IsEmpty && Read(sse.Data, message) is { Kind: AnswerKind.Result or AnswerKind.Error })
                {
                    return Take(sse.Data.ToArray(), message);
                }
            }

            return (null, answer.Status is 401 or 403
                ? new Fault(new("server-refused"), $"the server answered {answer.Status}: it wants a sign-in or a token")
                : answer.Status >= 400 ? new Fault(new("server-error"), $"the server answered {answer.Status}") : Silent());
        }
    }

    private async Task NoteAsync(string method, CancellationToken cancel)
    {
        var (_, answer, _) = await SendAsync($"{{\"jsonrpc\":\"2.0\",\"method\":\"{method}\"}}", cancel);
        if (answer is not null)
        {
            await answer.DisposeAsync();
        }
    }

    private async Task<(ClientMessage Message, UpstreamAnswer? Answer, Fault? Fault)> SendAsync(string json, CancellationToken cancel)
    {
        var message = WireReader.Read(Encoding.UTF8.GetBytes(json), WireHeaders.Stdio).Message
            ?? throw new InvalidOperationException("our own message is not sound");
        var (answer, fault) = await _upstream.ExchangeAsync(
            new UpstreamRequest
            {
                Verb = UpstreamVerb.Send, Era = message.Era, GrantId = GrantId, Message = message, Body = message.Body,
                ProtocolVersion = _era == Era.Modern ? message.ProtocolVersion : _version, SessionId = _session,
            },
            cancel);
        return (message, answer, fault is null ? null : Of(fault));
    }

    private static (AnswerMessage? Answer, Fault? Fault) Take(byte[] json, ClientMessage message)
    {
        var (answer, unsound) = AnswerReader.Read(json, new AnswerExpectation(message.Era, message.Id, message.Method));
        if (answer is { Kind: AnswerKind.Result })
        {
            return (answer, null);
        }

        if (answer is not { Kind: AnswerKind.Error })
        {
            return (null, unsound is null ? Silent() : Of(unsound));
        }

        using var error = JsonDocument.Parse(answer.Content);
        var code = error.RootElement.TryGetProperty("code", out var number) && number.TryGetInt64(out var value) ? value : 0;
        var text = error.RootElement.TryGetProperty("message", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString()! : "";
        return (null, new Fault(
            new(code == RpcCode.MethodNotFound && message.Method != "initialize" ? "method-unknown" : "server-error"),
            $"the server answered `{message.Method}` with an error: {(text.Length > 200 ? text[..200] + "…" : text)}"));
    }

    private static AnswerMessage? Read(ReadOnlyMemory<byte> json, ClientMessage message) =>
        AnswerReader.Read(json, new AnswerExpectation(message.Era, message.Id, message.Method)).Message;

    private static (string Name, string Instructions) Of(AnswerMessage hello)
    {
        using var document = JsonDocument.Parse(hello.Content);
        var root = document.RootElement;
        var name = root.TryGetProperty("serverInfo", out var server) && server.ValueKind == JsonValueKind.Object
            && server.TryGetProperty("name", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
        var told = root.TryGetProperty("instructions", out var words) && words.ValueKind == JsonValueKind.String ? words.GetString()! : "";
        return (name.Length > 200 ? name[..200] : name, told.Length > MaxText ? told[..MaxText] : told);
    }

    // The hash is of all of it; what is looked at further is cut at the gateway's own caps.
    private static SurveyedTool? Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 160 });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var canonical = new ArrayBufferWriter<byte>(json.Length);
        var hash = SHA256.HashData(CanonicalJson.Write(canonical, json.Span, JsonCaps.Answer) ? canonical.WrittenSpan : json.Span);
        var isTooLong = Caps.Any(cap => Length(root, cap.Member) > cap.Most) || Length(root, "name") > ToolReading.MaxName * 6;
        return new SurveyedTool(isTooLong ? Cut(root) : root.Clone(), Convert.ToHexStringLower(hash), isTooLong);
    }

    private static readonly (string Member, int Most)[] Caps =
    [
        ("description", ToolReading.MaxDescription), ("title", ToolReading.MaxDescription),
        ("inputSchema", ToolReading.MaxSchema), ("outputSchema", ToolReading.MaxSchema), ("icons", ToolReading.MaxSchema),
    ];

    private static int Length(JsonElement root, string member) => root.TryGetProperty(member, out var value)
        ? System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value).Length : 0;

    private static JsonElement Cut(JsonElement root)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is { Length: > MaxText } words)
                {
                    writer.WriteString(member.Name, words[..(char.IsHighSurrogate(words[MaxText - 1]) ? MaxText - 1 : MaxText)]);
                }
                else if (Length(root, member.Name) <= ToolReading.MaxSchema)
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(text.WrittenSpan);
    }

    private static Fault Of(UpstreamFault fault) => new(new(fault.Code), fault.Message);

    private static Fault Silent() => new(new("server-silent"), "the server did not answer");
}
