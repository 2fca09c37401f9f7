using Gatehouse.Risk.Lexicon;

namespace Gatehouse.Risk.Words;

/// <summary>Words of scripts that are written without spaces, and of Korean, whose endings change: the longest known one at each place.</summary>
internal static class CompactWords
{
    /// <summary>Reads a run of such letters.</summary>
    public static void Read(ReadOnlySpan<char> folded, int start, int end, int sentence, List<Token> into)
    {
        var table = WordTable.Instance;
        for (var at = start; at < end;)
        {
            var found = 0;
            for (var length = Math.Min(WordTable.LongestCompact, end - at); length >= 1 && found == 0; length--)
            {
                if (table.Find(folded.Slice(at, length)) is { } term)
                {
                    into.Add(new Token(at, length, term, sentence));
                    found = length;
                }
            }

            at += Math.Max(found, 1);
        }
    }
}
