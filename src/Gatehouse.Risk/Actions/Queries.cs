using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Actions;

/// <summary>Free query text: it runs unless the language or the text says that it can only read.</summary>
internal static class Queries
{
    private static readonly GroupSet Sql = WordTable.Instance.Group("sql");
    private static readonly GroupSet Text = WordTable.Instance.Group("querytext");
    private static readonly GroupSet Fixed = WordTable.Instance.Group("fixedquery");
    private static readonly GroupSet Search = WordTable.Instance.Group("searchtext");

    /// <summary>What a query tool does, or nothing where the tool takes no query.</summary>
    public static ToolAct Find(Reading reading, ToolAct name, ToolAct lead)
    {
        var act = IsQuery(name) ? name : lead;
        if (!IsQuery(act) || ((reading.NameGroups & Text) == 0 && !(name.Term is null && (reading.OpeningGroups & Text) != 0)))
        {
            return default;
        }

        // A sure verb of the name says it: "get_query", "validate_query", "delete_saved_query".
        if (name.IsSure && !IsQuery(name))
        {
            return default;
        }

        var isFree = (((reading.NameGroups | reading.OpeningGroups | reading.ServerNameGroups) & Sql) != 0 || TakesSql(reading)) && !IsBound(reading) && !IsFixed(reading);
        return act with { Verb = isFree ? Verb.Run : Verb.Read, IsSure = true, IsPaired = true };
    }

    private static bool IsQuery(ToolAct act) => act.Term?.Text is "run" or "execute" or "exec" or "query";

    private static bool TakesSql(Reading reading) => reading.Arguments.Exists(word => word.Term?.Text is "sql" or "cypher" or "statement");

    // "query_database" with filters and a page size: what is asked is fixed, only its bounds are the caller's.
    private static bool IsFixed(Reading reading) =>
        (reading.NameHas("database") || reading.NameHas("item") || reading.NameHas("document"))
        && (reading.Words.Exists(word => word is { Sentence: 0, Term.Text: "filter" or "item" })
            || (reading.Arguments.Count > 0 && !reading.Arguments.Exists(word => ((word.Term?.Groups ?? 0) & (Text | Sql)) != 0)));

    private static bool IsBound(Reading reading) =>
        Phrase.Find("readonly", reading.Words, reading.Text) is not null
        || reading.Words.Exists(word => word is { Sentence: 0, Term.Text: "select" })
        || reading.Name.Exists(word => reading.OfName(word) is "for" or "by" or "about")
        || reading.NameHas("read") || reading.NameHas("readonly") || reading.NameHas("select") || reading.NameHas("dry")
        || (reading.NameGroups & Fixed & ~Text) != 0
        || ((reading.NameGroups | reading.OpeningGroups) & Search) != 0;
}
