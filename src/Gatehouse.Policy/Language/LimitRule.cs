namespace Gatehouse.Policy.Language;

/// <summary>One limit: section 5.</summary>
public sealed record LimitRule
{
    /// <summary>The rule id that is logged.</summary>
    public required string Rule { get; init; }

    /// <summary>The pattern of the key that it stands under, or <c>all_tools</c>: part of the counter's identity.</summary>
    public required string Key { get; init; }

    /// <summary>The counter's name, 1–128 characters.</summary>
    public required string Counter { get; init; }

    /// <summary>Over which time the sum runs.</summary>
    public required LimitWindow Window { get; init; }

    /// <summary>The sum may reach it and never exceeds it: 0 to 2^63−1.</summary>
    public required long Max { get; init; }

    /// <summary>Whose calls share the counter.</summary>
    public LimitScope Scope { get; init; } = LimitScope.Grant;

    /// <summary>For session scope: all sessions of a grant together get this many times <see cref="Max"/>.</summary>
    public int Sessions { get; init; } = 10;

    /// <summary>Argument path whose number is added instead of 1; null counts calls.</summary>
    public ConditionPath? IncrementFrom { get; init; }

    /// <summary>The author's text, or null for the built-in one.</summary>
    public string? OnDeny { get; init; }
}

/// <summary>Whose calls share a counter.</summary>
public enum LimitScope : byte
{
    /// <summary>The grant's.</summary>
    Grant = 0,

    /// <summary>The agent session's.</summary>
    Session,

    /// <summary>The server's.</summary>
    Server,

    /// <summary>The organisation's.</summary>
    Org,
}

/// <summary>A calendar window (fixed, UTC) or a sliding one.</summary>
/// <param name="Text">As written, for messages: <c>day</c>, <c>90s</c>; for a rate limit the seconds and <c>s</c>.</param>
/// <param name="Calendar">The calendar unit, or null for a sliding window.</param>
/// <param name="Length">The length of a sliding window; zero for a calendar one.</param>
public sealed record LimitWindow(string Text, CalendarUnit? Calendar, TimeSpan Length);

/// <summary>Units of fixed windows, aligned to the UTC calendar.</summary>
public enum CalendarUnit : byte
{
    /// <summary>From second 0.</summary>
    Minute = 0,

    /// <summary>From minute 0.</summary>
    Hour,

    /// <summary>From midnight.</summary>
    Day,

    /// <summary>From Monday.</summary>
    Week,

    /// <summary>From the first.</summary>
    Month,
}
