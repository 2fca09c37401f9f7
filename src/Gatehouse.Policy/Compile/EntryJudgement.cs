using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Compile;

/// <summary>What all conditions of an entry say together.</summary>
/// <param name="Truth">Kleene's AND.</param>
/// <param name="Unknown">The first condition that could not be judged, where the whole is unknown.</param>
/// <param name="Why">Why it could not.</param>
internal readonly record struct EntryJudgement(Truth Truth, Condition? Unknown, UnknownWhy Why)
{
    /// <summary>What a message adds about it; null where there is nothing to say.</summary>
    public string? Addition => Unknown is not null && Why != UnknownWhy.None
        ? DenialText.CouldNotBeChecked(Unknown.Path.Text, Why)
        : null;
}
