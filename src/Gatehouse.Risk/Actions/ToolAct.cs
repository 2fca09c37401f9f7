using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Actions;

/// <summary>One act that a definition speaks of.</summary>
/// <param name="Verb">What it does, after the pairs had their say.</param>
/// <param name="Term">The verb.</param>
/// <param name="At">Where it stands.</param>
/// <param name="IsSure">Whether the word is a verb for certain here.</param>
/// <param name="IsPaired">Whether an object decided what it does.</param>
/// <param name="From">Where it was found: name, description, arguments.</param>
/// <param name="IsLeading">Whether it opens a sentence, but for words that say nothing.</param>
internal readonly record struct ToolAct(Verb Verb, Term? Term, Token At, bool IsSure, bool IsPaired = false, bool IsLeading = false, string From = "name")
{
    /// <summary>The act as evidence.</summary>
    public override string ToString() => $"{From}: {Term?.Text} ({Verb.Category()})";

    /// <summary>Whether anything was found.</summary>
    public bool IsFound => Term is not null;
}
