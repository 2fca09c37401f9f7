using Gatehouse.Policy.Decisions;

namespace Gatehouse.Policy.Testing;

/// <summary>One case of a test file: a call, perhaps repeated, and what is expected of it.</summary>
public sealed record PolicyTestCase
{
    /// <summary>What the case shows.</summary>
    public required string Name { get; init; }

    /// <summary>The call.</summary>
    public required PolicyTestCall Call { get; init; }

    /// <summary>How often the call is made, 1 to 100,000.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>When the first call is made.</summary>
    public DateTimeOffset At { get; init; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The time between two calls.</summary>
    public TimeSpan Every { get; init; }

    /// <summary>What every call gives, but the last one where <see cref="ExpectLast"/> is set; null expects nothing.</summary>
    public PolicyTestExpectation? Expect { get; init; }

    /// <summary>What the last call gives; null where <see cref="Expect"/> holds for it too.</summary>
    public PolicyTestExpectation? ExpectLast { get; init; }
}

/// <summary>What a case expects.</summary>
/// <param name="Outcome">The outcome; <c>pending</c> is <see cref="Outcome.NeedsApproval"/>.</param>
/// <param name="Rule">The logged rule, or null where any will do.</param>
public sealed record PolicyTestExpectation(Outcome Outcome, string? Rule);
