using Gatehouse.Risk.Lexicon;

namespace Gatehouse.Risk.Words;

/// <summary>The words of a name: snake, kebab, camel, Pascal and dotted, and lower case that was glued together.</summary>
internal static class NameWords
{
    // Glued names begin with one of these, if they can be taken apart at all.
    private static readonly HashSet<string> Openers = new(StringComparer.Ordinal)
    {
        "get", "list", "create", "delete", "update", "search", "fetch", "find", "retrieve", "query", "calculate", "convert", "remove",
        "generate", "analyze", "execute", "cancel", "transfer", "publish", "upload", "download", "validate", "insert", "restart",
    };

    private const int ShortestGlued = 7;
    private const int ShortestRest = 4;

    /// <summary>Reads a name.</summary>
    /// <param name="name">The name as written.</param>
    /// <param name="folded">The same, folded.</param>
    /// <param name="into">Takes the words in order.</param>
    public static void Read(ReadOnlySpan<char> name, ReadOnlySpan<char> folded, List<Token> into)
    {
        for (var at = 0; at < name.Length;)
        {
            if (!char.IsLetterOrDigit(name[at]))
            {
                at++;
                continue;
            }

            var end = End(name, at);
            Add(folded, at, end, into);
            at = end;
        }
    }

    // A hump is a capital after a small letter or a digit, or the last capital of a run before a small letter.
    private static int End(ReadOnlySpan<char> name, int start)
    {
        var at = start + 1;
        while (at < name.Length && char.IsLetterOrDigit(name[at]))
        {
            var isUpper = char.IsUpper(name[at]);
            if (isUpper && !char.IsUpper(name[at - 1]))
            {
                break;
            }

            if (isUpper && at + 1 < name.Length && char.IsLower(name[at + 1]) && !IsPlural(name, at + 1))
            {
                break;
            }

            at++;
        }

        return at;
    }

    // The "s" of "IDs" and "URLs" is no word of its own.
    private static bool IsPlural(ReadOnlySpan<char> name, int at) =>
        name[at] == 's' && (at + 1 == name.Length || !char.IsLower(name[at + 1]));

    private static void Add(ReadOnlySpan<char> folded, int start, int end, List<Token> into)
    {
        var table = WordTable.Instance;
        var word = folded[start..end];
        if (Folding.IsCompact(word[0]))
        {
            CompactWords.Read(folded, start, end, 0, into);
            return;
        }

        var term = table.Find(word);
        if (term is null && word.Length >= ShortestGlued && Unglue(folded, start, end, into))
        {
            return;
        }

        // "v3domain", "issue2": what follows the digits is another word.
        into.Add(new Token(start, end - start, term ?? table.Find(word.TrimEnd("0123456789")), 0));
    }

    private static bool Unglue(ReadOnlySpan<char> folded, int start, int end, List<Token> into)
    {
        var table = WordTable.Instance;
        for (var length = Math.Min(10, end - start - ShortestRest); length >= 3; length--)
        {
            if (table.Find(folded.Slice(start, length)) is { } opener && Openers.Contains(opener.Text)
                && folded.Slice(start, length).SequenceEqual(opener.Text))
            {
                into.Add(new Token(start, length, opener, 0));
                AddRest(folded, start + length, end, into);
                return true;
            }
        }

        return false;
    }

    // The longest known word at each place; what is unknown between two is skipped letter by letter.
    private static void AddRest(ReadOnlySpan<char> folded, int start, int end, List<Token> into)
    {
        var table = WordTable.Instance;
        for (var at = start; at < end;)
        {
            var found = 0;
            for (var length = Math.Min(14, end - at); length >= 4 && found == 0; length--)
            {
                if (table.Find(folded.Slice(at, length)) is { } term)
                {
                    into.Add(new Token(at, length, term, 0));
                    found = length;
                }
            }

            at += Math.Max(found, 1);
        }
    }
}
