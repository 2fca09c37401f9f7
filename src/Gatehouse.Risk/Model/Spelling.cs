using Gatehouse.Risk.Lexicon;

namespace Gatehouse.Risk.Model;

/// <summary>A word of a feature with its number, so that a word in several features is counted through once.</summary>
internal readonly ref struct Spelling
{
    private Spelling(ReadOnlySpan<char> text, ulong hash)
    {
        Text = text;
        Hash = hash;
    }

    public ReadOnlySpan<char> Text { get; }

    public ulong Hash { get; }

    /// <summary>A word as it is written.</summary>
    public static Spelling Of(ReadOnlySpan<char> text) => new(text, FeatureHash.Word(text));

    /// <summary>A base word; nothing is the empty word.</summary>
    public static Spelling Of(Term? term) => term is null ? new("", FeatureHash.Empty) : new(term.Text, term.Hash);

    /// <summary>A word that code names.</summary>
    public static implicit operator Spelling(Kind word) => new(word.Text, word.Hash);
}
