namespace Gatehouse.Policy.Language.Reading;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Suggest
{
    private const int LengthCap = 40;

    // What people write who know other gateways; an edit distance does not find these.
    private static readonly Dictionary<string, string> _synonyms = new(StringComparer.Ordinal)
    {
        ["operator"] = "op", ["argument"] = "path", ["arg"] = "path", ["field"] = "path", ["values"] = "value",
        ["message"] = "on_deny", ["on_deny"] = "message", ["deny"] = "deny_if", ["block_if"] = "deny_if",
        ["allow_if"] = "require", ["approve_if"] = "require_approval", ["approval"] = "require_approval",
        ["hidden"] = "hide", ["timeout"] = "expires", ["equals"] = "eq", ["=="] = "eq", ["="] = "eq", ["!="] = "neq",
        ["ne"] = "neq", ["<"] = "lt", ["<="] = "lte", [">"] = "gt", [">="] = "gte", ["ge"] = "gte", ["le"] = "lte",
        ["matches"] = "regex", ["nin"] = "not_in", ["1m"] = "minute", ["block"] = "deny", ["arguments"] = "args",
        ["params"] = "args", ["reason"] = "on_deny", ["limit"] = "max",
    };

    /// <summary>A hint that names the word that was probably meant, else all the words if they are few.</summary>
    public static string Hint(string written, IReadOnlyList<string> words) =>
        Nearest(written, words) is { } word ? $"did you mean {Quote.Text(word)}?"
        : words.Count <= 12 ? "write " + Quote.Choice(words)
        : "the reference lists what can stand here";

    /// <summary>The nearest word, or null when none is near.</summary>
    public static string? Nearest(string written, IReadOnlyList<string> words)
    {
        if (_synonyms.TryGetValue(written, out var synonym) && words.Contains(synonym, StringComparer.Ordinal))
        {
            return synonym;
        }

        if (written.Length is 0 or > LengthCap)
        {
            return null;
        }

        var folded = written.ToLowerInvariant();
        var (best, least) = ((string?)null, Math.Max(1, written.Length / 3) + 1);
        foreach (var word in words)
        {
            if (Math.Abs(word.Length - written.Length) < least && Distance(folded, word.ToLowerInvariant()) is var far
                && far < least)
            {
                (best, least) = (word, far);
            }
        }

        return best;
    }

    // Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    private static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
