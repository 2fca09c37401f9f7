using Gatehouse.Risk.Lexicon;

namespace Gatehouse.Risk.Words;

/// <summary>One word of a name or a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Term">What the lexicon knows of it, or null.</param>
/// <param name="Sentence">Number of its sentence, from 0; 0 in names.</param>
internal readonly record struct Token(int Start, int Length, Term? Term, int Sentence)
{
    /// <summary>Whether the text denies it: "does not delete", "use delete_x instead".</summary>
    public bool IsDenied { get; init; }

    /// <summary>Whether it begins a sentence.</summary>
    public bool IsFirst { get; init; }
}
