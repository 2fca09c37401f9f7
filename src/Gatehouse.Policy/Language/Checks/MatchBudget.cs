namespace Gatehouse.Policy.Language.Checks;

/// <summary>How much comparing of patterns with patterns one document is worth.</summary>
/// <remarks>
/// Two thousand keys make four million pairs, and a pattern of many stars is slow on a long name. Once the budget is
/// spent no pair matches, so that a warning may be left out and no wrong one is made.
/// </remarks>
internal sealed class MatchBudget
{
    private long _steps = 100_000_000;

    /// <summary>Whether the pattern matches the text and the budget was not spent.</summary>
    public bool Matches(NamePattern pattern, string text)
    {
        _steps -= 1 + (pattern.IsExact ? 0 : (long)pattern.Text.AsSpan().Count('*') * text.Length);
        return _steps > 0 && pattern.Matches(text);
    }
}
