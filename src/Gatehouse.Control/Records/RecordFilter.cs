using Gatehouse.Control.Paging;
using Gatehouse.Control.Routes;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Records;

/// <summary>Which records were asked for, as sent.</summary>
internal static class RecordFilter
{
    private static readonly string[] _outcomes = ["allowed", "denied", "pending", "done", "error", "fault", "cancelled", "unknown"];

    /// <summary>What <see cref="Read"/> reads.</summary>
    public static readonly QueryNote[] Parameters =
    [
        new("since", "from this time"), new("until", "before this time"), new("server", "only this server"),
        new("grant", "only this grant"), new("tool", "only this tool or method"), new("outcome", "only this outcome", [.. _outcomes]),
        new("rule", "only where this rule decided"), new("text", "only where this text stands"),
        new("order", "which come first", "newest", "oldest"),
    ];

    /// <summary>The filters of the list, the export and the stream.</summary>
    /// <remarks>Fault: <c>query-invalid</c>.</remarks>
    public static (RecordQuery Query, Fault? Fault) Read(IQueryCollection query, params ReadOnlySpan<string> others)
    {
        var reader = new QueryReader(query);
        reader.Pass("limit", "cursor");
        reader.Pass(others);
        var filter = new RecordQuery
        {
            Since = reader.Time("since"),
            Until = reader.Time("until"),
            ServerId = reader.Text("server"),
            GrantId = reader.Text("grant"),
            Target = reader.Text("tool"),
            Outcome = reader.Word("outcome", _outcomes),
            Rule = reader.Text("rule"),
            Text = reader.Text("text"),
            OldestFirst = reader.Word("order", "newest", "oldest") == "oldest",
        };
        return (filter, reader.End());
    }
}
