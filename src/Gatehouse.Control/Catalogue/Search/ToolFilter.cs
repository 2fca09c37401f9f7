using System.Collections.Immutable;
using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.Routes;
using Gatehouse.Policy;
using Gatehouse.Risk;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Catalogue.Search;

/// <summary>Which tools, or servers, of the index.</summary>
internal sealed record ToolFilter
{
    /// <summary>What a search for servers reads.</summary>
    public static readonly QueryNote[] OfServers = [new("q", "words to look for")];

    /// <summary>What a search for tools reads.</summary>
    public static readonly QueryNote[] OfTools =
    [
        .. OfServers,
        new("category", "only this category", [.. Enum.GetValues<RiskCategory>().Select(RiskWords.Word), ""]),
        new("level", "only this level", [.. Enum.GetValues<RiskLevel>().Select(RiskWords.Word), ""]),
        new("signal", "only with this signal", [.. RiskWords.Signals, ""]),
    ];

    /// <summary>As it was typed; empty for everything.</summary>
    public string Text { get; init; } = "";

    public RiskCategory? Category { get; init; }

    public RiskLevel? Level { get; init; }

    /// <summary>One of the classifier's signals.</summary>
    public string? Signal { get; init; }

    /// <summary>Behind which hit to go on.</summary>
    public SearchCursor? After { get; init; }

    /// <summary>1 to 200.</summary>
    public int Count { get; init; } = 50;

    /// <summary>Its words.</summary>
    public ImmutableArray<string> Words => SearchWords.Of(Text);

    /// <summary>Reads the filter from a query.</summary>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>.</remarks>
    public static (ToolFilter? Filter, Fault? Fault) Read(IQueryCollection query, bool hasRisks)
    {
        var reader = new QueryReader(query);
        reader.Pass("limit", "cursor");
        var text = query["q"] is [""] ? Nothing(reader) : reader.Text("q");
        var category = hasRisks ? Choice(reader, query, "category", [.. Enum.GetValues<RiskCategory>().Select(RiskWords.Word)]) : null;
        var level = hasRisks ? Choice(reader, query, "level", [.. Enum.GetValues<RiskLevel>().Select(RiskWords.Word)]) : null;
        var signal = hasRisks ? Choice(reader, query, "signal", [.. RiskWords.Signals]) : null;
        var (count, fault) = new PageQuery(query["limit"], query["cursor"]).Count();
        fault ??= reader.End();
        SearchCursor? after = null;
        if (fault is null && query["cursor"] is { Count: > 0 } cursor && (after = SearchCursor.Read(cursor)) is null)
        {
            fault = new Fault(ControlFaults.CursorInvalid, "`cursor` is not one of this list", "begin again without it");
        }

        return fault is not null ? (null, fault) : (new ToolFilter
        {
            Text = text ?? "", Category = RiskWords.Category(category), Level = RiskWords.Level(level), Signal = signal, After = after, Count = count,
        }, null);
    }

    // A form sends the fields that nobody filled in as well.
    private static string? Choice(QueryReader reader, IQueryCollection query, string name, string[] words)
    {
        if (query[name] is [""])
        {
            reader.Pass(name);
            return null;
        }

        return reader.Word(name, words);
    }

    private static string? Nothing(QueryReader reader)
    {
        reader.Pass("q");
        return null;
    }
}
