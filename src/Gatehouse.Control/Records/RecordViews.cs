using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Api.Records;
using Gatehouse.Ledger.Index;

namespace Gatehouse.Control.Records;

/// <summary>Records as the API shows them.</summary>
internal static class RecordViews
{
    public const string Kind = "record";

    public static RecordView Of(RecordedCall call) => new()
    {
        Call = call.CallId,
        Time = call.Time,
        ServerId = call.ServerId,
        GrantId = call.GrantId,
        Method = call.Method,
        Target = call.Target,
        Decision = call.Decision,
        Rule = call.Rule,
        Outcome = call.Class,
        Fault = call.Fault,
        Milliseconds = call.Class is null ? null : call.Duration.TotalMilliseconds,
        Bytes = call.Class is null ? null : call.Bytes,
        ApprovalId = call.ApprovalId,
        Arguments = Json(call.Arguments),
        Digest = call.Digest,
        ArgumentsStored = call.IsKept ? true : null,
        Limits = Limits(call.Reserved),
        Observed = Json(call.Observed),
        Definition = call.DefinitionHash,
        Policy = call.PolicyHash,
        Session = call.Session,
        Client = call.Client,
        Trace = call.TraceId,
        Writer = call.Writer,
        Sequence = call.Sequence,
    };

    public static RecordView Of(CallStory story) => Of(story.Call) with
    {
        Settlements = [.. story.Settlements.Select(static one => new SettlementView(one.Time, one.State, one.Who))],
    };

    public static CallCounts Of(OutcomeCounts counts) => new()
    {
        Allowed = counts.Allowed,
        Denied = counts.Denied,
        Pending = counts.Pending,
        Done = counts.Done,
        Error = counts.Error,
        Fault = counts.Fault,
        Cancelled = counts.Cancelled,
        Unknown = counts.Unknown,
    };

    private static ImmutableArray<ReservedView>? Limits(string? reserved) => Json(reserved) is { } all
        ?
        [
            .. all.EnumerateArray().Select(static one => new ReservedView(
                one[0].GetString()!, one[1].GetString()!, one[2].GetDateTimeOffset(), one[3].GetDecimal())),
        ]
        : null;

    private static JsonElement? Json(string? text)
    {
        if (text is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
