using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Lexicon;

/// <summary>One line of <c>phrases.txt</c>: words that mean something together, whatever their forms.</summary>
/// <param name="Signal">What it is a sign of.</param>
/// <param name="Terms">The words in order.</param>
internal sealed record Phrase(string Signal, Term[] Terms)
{
    // By the number of the word that they begin with; null for most.
    private static readonly Lazy<Phrase[]?[]> Shared = new(Sort);

    private static Phrase[]?[] Sort()
    {
        var phrases = LexiconFile.Lines("phrases.txt")
            .Select(line => new Phrase(line.Key, [.. LexiconFile.Words(line.Value).Select(WordTable.Instance.Add)]))
            .ToLookup(phrase => phrase.Terms[0]);
        return [.. WordTable.Instance.Terms.Select(term => phrases.Contains(term) ? phrases[term].ToArray() : null)];
    }

    /// <summary>The first place where the text says it and does not deny it, as the words of the text; null where it does not.</summary>
    public static string? Find(string signal, List<Token> words, string text)
    {
        var byFirst = Shared.Value;
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at] is not { IsDenied: false, Term: { } term } || byFirst[term.Id] is not { } phrases)
            {
                continue;
            }

            foreach (var phrase in phrases)
            {
                if (phrase.Signal == signal && phrase.IsAt(words, at))
                {
                    var last = words[at + phrase.Terms.Length - 1];
                    return text[words[at].Start..(last.Start + last.Length)];
                }
            }
        }

        return null;
    }

    private bool IsAt(List<Token> words, int at)
    {
        for (var next = 0; next < Terms.Length; next++)
        {
            if (at + next >= words.Count || !ReferenceEquals(words[at + next].Term, Terms[next])
                || words[at + next].Sentence != words[at].Sentence)
            {
                return false;
            }
        }

        return true;
    }
}
