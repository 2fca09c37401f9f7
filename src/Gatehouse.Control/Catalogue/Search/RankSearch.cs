using System.Collections.Immutable;
using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Control.Catalogue.Storage;

namespace Gatehouse.Control.Catalogue.Search;

/// <summary>Finds the ranks of a page of hits: first what has all words in its names, then the rest; in each, in the order of the list.</summary>
internal static class RankSearch
{
    /// <summary>Ranks of the hits, and where the next page goes on; null at the end.</summary>
    public static (ImmutableArray<long> Ranks, SearchCursor? Next) Of(CatalogueSession session, TextKind kind, ToolFilter filter)
    {
        var words = filter.Words;
        if (filter.Text.Length > 0 && words.IsEmpty)
        {
            // Signs alone: nothing is named by them.
            return ([], null);
        }

        var tags = Tags(filter);
        var (after, last) = filter.Level is { } level ? Assessing.RanksOf(level) : (-1, long.MaxValue);
        var hits = new List<SearchCursor>(filter.Count + 1);
        foreach (var tier in words.IsEmpty ? new[] { TextTier.Names } : [TextTier.Names, TextTier.Rest])
        {
            if (hits.Count > filter.Count || filter.After?.Tier > tier)
            {
                continue;
            }

            var from = filter.After is { } cursor && cursor.Tier == tier ? Math.Max(after, cursor.Rank) : after;
            var count = filter.Count + 1 - hits.Count;
            var ranks = words.IsEmpty && filter.Signal is null
                ? Plain(session, kind, filter, from, last, count)
                : session.Dialect.Find(session, new TextQuery
                {
                    Kind = kind, Words = words, Tags = tags, Tier = tier, After = from, Last = last, Count = count,
                });
            hits.AddRange(ranks.Select(rank => new SearchCursor(tier, rank)));
        }

        return ([.. hits.Take(filter.Count).Select(static hit => hit.Rank)], hits.Count > filter.Count ? hits[filter.Count - 1] : null);
    }

    private static ImmutableArray<string> Tags(ToolFilter filter) =>
    [
        .. filter.Signal is { } signal ? [Assessing.SignalTag(signal)] : Array.Empty<string>(),
        .. filter.Category is { } category ? [Assessing.CategoryTag(category)] : Array.Empty<string>(),
    ];

    private static List<long> Plain(CatalogueSession session, TextKind kind, ToolFilter filter, long after, long last, int count) =>
        kind == TextKind.Server
            ? session.Rows(static row => row.GetInt64(0), "SELECT rank FROM server WHERE rank > $1 ORDER BY rank LIMIT $2", after, count)
            : filter.Category is { } category
                ? session.Rows(
                    static row => row.GetInt64(0),
                    "SELECT rank FROM tool WHERE category = $1 AND rank > $2 AND rank <= $3 ORDER BY rank LIMIT $4", (long)category, after, last, count)
                : session.Rows(
                    static row => row.GetInt64(0), "SELECT rank FROM tool WHERE rank > $1 AND rank <= $2 ORDER BY rank LIMIT $3", after, last, count);
}
