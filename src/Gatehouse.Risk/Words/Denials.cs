using System.Runtime.InteropServices;

namespace Gatehouse.Risk.Words;

/// <summary>Marks what a text says it does not do, and what it says other tools do.</summary>
internal static class Denials
{
    // How far a denial reaches when no sentence ends before.
    private const int Reach = 8;

    /// <summary>Marks the words of denials.</summary>
    public static void Mark(ReadOnlySpan<char> text, List<Token> tokens)
    {
        var words = CollectionsMarshal.AsSpan(tokens);
        for (var at = 0; at < words.Length; at++)
        {
            var word = text.Slice(words[at].Start, words[at].Length);
            if (Opens(word))
            {
                MarkAfter(text, words, at);
            }
            else if (word is "instead" && !IsOf(text, words, at))
            {
                MarkBefore(words, at);
            }
        }
    }

    private static bool Opens(ReadOnlySpan<char> word) => word is
        "not" or "never" or "without" or "cannot" or "can't" or "doesn't" or "don't" or "won't" or "isn't" or "unlike" or "dont"
        or "doesnt" or "no" or "nor" or "neither" or "before" or "after" or "until" or "unless" or "avoid" or "rather" or "不";

    private static void MarkAfter(ReadOnlySpan<char> text, Span<Token> words, int at)
    {
        for (var next = at + 1; next < words.Length && next <= at + Reach && words[next].Sentence == words[at].Sentence; next++)
        {
            // "but" and a comma end what is denied.
            var word = text.Slice(words[next].Start, words[next].Length);
            if (word is "but" or "only" or "use" || IsAfterComma(text, words, next))
            {
                return;
            }

            words[next] = words[next] with { IsDenied = true };
        }
    }

    private static bool IsAfterComma(ReadOnlySpan<char> text, Span<Token> words, int at)
    {
        var gap = text[(words[at - 1].Start + words[at - 1].Length)..words[at].Start];
        return gap.IndexOfAny(',', '，', '(') >= 0;
    }

    // "instead of X" names what this is not; "use X instead" what another tool does.
    private static bool IsOf(ReadOnlySpan<char> text, Span<Token> words, int at)
    {
        if (at + 1 < words.Length && text.Slice(words[at + 1].Start, words[at + 1].Length) is "of")
        {
            MarkAfter(text, words, at);
            return true;
        }

        return false;
    }

    private static void MarkBefore(Span<Token> words, int at)
    {
        for (var before = at; before >= 0 && words[before].Sentence == words[at].Sentence; before--)
        {
            words[before] = words[before] with { IsDenied = true };
        }
    }
}
