using System.Collections.Immutable;
using Gatehouse.Control.Mcp.Denials;
using Gatehouse.Control.Records;

namespace Gatehouse.Control.Mcp.Tools;

/// <summary>What was decided about calls, and why. Records have no values of arguments.</summary>
internal static class RecordTools
{
    private static readonly OwnParameter _id = new("record_id", OwnKind.Text, "a call's id, as denials and records name it", IsNeeded: true);

    private static readonly ImmutableArray<(string Argument, string Name)> _filters =
    [
        ("since", "since"), ("until", "until"), ("server_id", "server"), ("grant_id", "grant"), ("tool", "tool"),
        ("outcome", "outcome"), ("rule", "rule"), ("text", "text"), ("order", "order"),
    ];

    public static readonly ImmutableArray<OwnTool> All =
    [
        new(
            "search_records", "Finds recorded calls, newest first. A part may hold fewer than asked for while there is a `next`.",
            [
                new("since", OwnKind.Text, "from this time, RFC 3339"), new("until", OwnKind.Text, "before this time, RFC 3339"),
                new("server_id", OwnKind.Text, "only this server"), new("grant_id", OwnKind.Text, "only this grant"),
                new("tool", OwnKind.Text, "only this tool or method"),
                new("outcome", OwnKind.Text, "only this outcome")
                {
                    Words = ["allowed", "denied", "pending", "done", "error", "fault", "cancelled", "unknown"],
                },
                new("rule", OwnKind.Text, "only where this rule decided"), new("text", OwnKind.Text, "only where this text stands"),
                new("order", OwnKind.Text, "which come first") { Words = ["newest", "oldest"] },
                OwnParameter.Limit, OwnParameter.Cursor,
            ],
            SearchAsync),
        new(
            "get_record", "Reads one recorded call: decision, rule, outcome, names and sizes of its arguments, what people did with it.",
            [_id],
            static async call => OwnAnswer.Of(await call.Use<RecordAdministration>().ReadAsync(
                call.Who, call.Arguments.Needed("record_id"), call.Cancel))),
        new(
            "explain_denial",
            "Explains a call that was denied or waits for a person: the rule as it is written, what would have let it through, and what becomes of it now.",
            [_id],
            static async call => OwnAnswer.Of(await call.Use<DenialExplainer>().ExplainAsync(
                call.Who, call.Arguments.Needed("record_id"), call.Cancel))),
    ];

    private static async ValueTask<OwnAnswer> SearchAsync(OwnCall call)
    {
        var (filter, fault) = RecordFilter.Read(call.Arguments.Query(_filters));
        return fault is null
            ? OwnAnswer.Of(await call.Use<RecordAdministration>().ListAsync(call.Who, filter, call.Page, call.Cancel))
            : OwnAnswer.Of(fault);
    }
}
