using System.Text.Json;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Tools;
using Gatehouse.Ledger.Approvals;

namespace Gatehouse.Cli.Output;

/// <summary>A request for people and for programs.</summary>
internal static class ApprovalText
{
    /// <summary>Bytes of arguments from which on the digest is shown only with all of them.</summary>
    public const int ShownAtOnce = 4_000;

    /// <summary>The stable word of a state.</summary>
    public static string Word(ApprovalState state) => state switch
    {
        ApprovalState.Open => "open",
        ApprovalState.Approved => "approved",
        ApprovalState.Claimed => "claimed",
        ApprovalState.Done => "done",
        ApprovalState.Unknown => "unknown",
        ApprovalState.Refused => "refused",
        ApprovalState.Expired => "expired",
        _ => "void",
    };

    /// <summary>A time in UTC.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>The whole request; arguments that are gone are said to be.</summary>
    public static void Print(
        Terminal terminal, ApprovalCard card, ReadOnlyMemory<byte> parameters, bool full, RecordedRisk? risk = null)
    {
        terminal.Line($"request    {card.Id} ({Word(card.State)})");
        terminal.Line($"tool       {card.Subject.Tool} on {card.Subject.ServerId}");
        if (risk is not null)
        {
            terminal.Line($"can        {risk.Category}, {risk.Level}");
        }

        terminal.Line($"grant      {card.GrantLabel} ({card.Subject.GrantId})");
        if (card.Client is not null)
        {
            terminal.Line($"client     {card.Client}, as it reports itself");
        }

        terminal.Line($"made       {Time(card.Created)}, expires {Time(card.Expires)}");
        terminal.Line($"approvers  {card.Votes.Length} of {card.Approvers}{(card.Votes.IsEmpty ? "" : ": " + string.Join(", ", card.Votes.Select(vote => vote.By.Label)))}");
        if (card.SettledBy is not null)
        {
            terminal.Line($"settled    by {card.SettledByLabel}{(card.Comment is null ? "" : ": " + card.Comment)}");
        }

        if (card.RepeatOf is not null)
        {
            terminal.Line($"{new Painted("careful", Tone.Careful)}    the very same call has just run, by request {card.RepeatOf}");
        }

        for (var at = 0; at < card.Rules.Length; at++)
        {
            terminal.Line($"rule       {card.Rules[at]}{(at < card.Messages.Length ? ": " + card.Messages[at] : "")}");
        }

        if (full || parameters.Length <= ShownAtOnce)
        {
            terminal.Line($"digest     {card.Subject.Digest}");
        }
        else
        {
            terminal.Line($"digest     with the whole arguments: --full");
        }

        if (parameters.IsEmpty)
        {
            terminal.Line($"arguments  are no longer kept");
            return;
        }

        using var document = JsonDocument.Parse(parameters);
        ArgumentTree.Print(terminal, document.RootElement, full);
    }

    /// <summary>The request as one object, with <c>params</c> where they are known.</summary>
    public static void Write(
        Utf8JsonWriter json, ApprovalCard card, ReadOnlyMemory<byte> parameters, RecordedRisk? risk = null)
    {
        json.WriteStartObject();
        json.WriteString("id", card.Id);
        json.WriteString("state", Word(card.State));
        json.WriteString("grant", card.Subject.GrantId);
        json.WriteString("grant_label", card.GrantLabel);
        json.WriteString("server", card.Subject.ServerId);
        json.WriteString("tool", card.Subject.Tool);
        json.WriteString("definition", card.Subject.DefinitionHash);
        if (risk is not null)
        {
            json.WriteString("category", risk.Category);
            json.WriteString("risk", risk.Level);
        }

        json.WriteString("digest", card.Subject.Digest);
        WriteList(json, "rules", card.Rules);
        WriteList(json, "messages", card.Messages);
        json.WriteNumber("approvers", card.Approvers);
        WriteList(json, "votes", card.Votes.Select(vote => vote.By.Label));
        json.WriteString("client", card.Client);
        json.WriteString("repeat_of", card.RepeatOf);
        json.WriteString("created", Time(card.Created));
        json.WriteString("expires", Time(card.Expires));
        json.WriteString("settled_by", card.SettledBy);
        json.WriteString("comment", card.Comment);
        json.WriteString("call", card.CallId);
        if (!parameters.IsEmpty)
        {
            using var document = JsonDocument.Parse(parameters);
            json.WritePropertyName("params");
            document.RootElement.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
