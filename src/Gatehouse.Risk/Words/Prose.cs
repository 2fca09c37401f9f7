using Gatehouse.Risk.Lexicon;

namespace Gatehouse.Risk.Words;

/// <summary>A description as words: sentence by sentence, with what it denies marked.</summary>
internal static class Prose
{
    /// <summary>How much of a description is read. What comes later is examples and schemas.</summary>
    public const int Longest = 4_000;

    /// <summary>Reads a text.</summary>
    /// <param name="folded">The text, folded.</param>
    /// <param name="into">Takes the words in order.</param>
    public static void Read(ReadOnlySpan<char> folded, List<Token> into)
    {
        var text = folded[..Math.Min(folded.Length, Longest)];
        var sentence = 0;
        var isFirst = true;
        for (var at = 0; at < text.Length;)
        {
            var letter = text[at];
            if (!char.IsLetterOrDigit(letter))
            {
                if (!isFirst && EndsSentence(text, at))
                {
                    sentence++;
                    isFirst = true;
                }

                at++;
                continue;
            }

            var end = at + 1;
            var isCompact = Folding.IsCompact(letter);
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || IsApostrophe(text, end)) && Folding.IsCompact(text[end]) == isCompact)
            {
                end++;
            }

            if (isCompact)
            {
                CompactWords.Read(text, at, end, sentence, into);
            }
            else
            {
                into.Add(new Token(at, end - at, Find(text[at..end]), sentence) { IsFirst = isFirst });
            }

            isFirst = false;
            at = end;
        }

        Denials.Mark(text, into);
    }

    private static bool IsApostrophe(ReadOnlySpan<char> text, int at) =>
        text[at] is '\'' or '\u2019' && at + 1 < text.Length && char.IsLetter(text[at + 1]);

    private static Term? Find(ReadOnlySpan<char> word)
    {
        var table = WordTable.Instance;
        if (table.Find(word) is { } term)
        {
            return term;
        }

        // Words that change their endings (Russian): the longest known beginning.
        if (word.Length > 4 && word[0] is >= '\u0400' and <= '\u04ff')
        {
            for (var length = word.Length - 1; length >= 4; length--)
            {
                if (table.Find(word[..length]) is { } stem)
                {
                    return stem;
                }
            }
        }

        // The owner of a thing: "user's".
        var apostrophe = word.IndexOfAny('\'', '\u2019');
        return apostrophe > 0 ? table.Find(word[..apostrophe]) : null;
    }

    private static bool EndsSentence(ReadOnlySpan<char> text, int at) => text[at] switch
    {
        '\n' or '!' or '?' or '。' or '！' or '？' or '；' or ';' => true,
        '.' => at + 1 == text.Length || char.IsWhiteSpace(text[at + 1]),
        '|' => true,
        _ => false,
    };
}
