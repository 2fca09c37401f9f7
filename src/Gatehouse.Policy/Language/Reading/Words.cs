using System.Collections.Immutable;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>The words that a place of the language knows, each with its meaning.</summary>
/// <param name="Name">The definition's name in the JSON Schema.</param>
/// <param name="Meanings">The words in the order of the reference.</param>
internal sealed record Words<T>(string Name, ImmutableArray<(string Word, T Meaning)> Meanings)
{
    /// <summary>The words alone.</summary>
    public ImmutableArray<string> All { get; } = [.. Meanings.Select(entry => entry.Word)];

    /// <summary>The meaning of a word, or null where it is none.</summary>
    public bool TryFind(string word, out T meaning)
    {
        foreach (var entry in Meanings)
        {
            if (entry.Word == word)
            {
                meaning = entry.Meaning;
                return true;
            }
        }

        meaning = default!;
        return false;
    }
}
