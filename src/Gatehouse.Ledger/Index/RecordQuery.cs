namespace Gatehouse.Ledger.Index;

/// <summary>Which calls to show. What is null does not filter.</summary>
public sealed record RecordQuery
{
    /// <summary>The tool, exactly.</summary>
    public string? Target { get; init; }

    /// <summary>The decision, or the outcome's class.</summary>
    public string? Outcome { get; init; }

    /// <summary>The grant.</summary>
    public string? GrantId { get; init; }

    /// <summary>The server.</summary>
    public string? ServerId { get; init; }

    /// <summary>The rule, exactly.</summary>
    public string? Rule { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Somewhere in tool, rule, client or fault, as it is written.</summary>
    public string? Text { get; init; }

    /// <summary>Oldest first instead of newest first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>Where the last page ended; null for the first.</summary>
    public RecordCursor? After { get; init; }

    /// <summary>For following: only calls taken in after this one. Then the order is that of taking in.</summary>
    public long? TakenInAfter { get; init; }

    /// <summary>At most so many.</summary>
    /// <value>1 to 1,000; default 100.</value>
    public int Most { get; init; } = 100;
}

/// <summary>The end of a page.</summary>
/// <param name="Time">Time of its last call.</param>
/// <param name="Id">Id of its last call.</param>
public readonly record struct RecordCursor(DateTimeOffset Time, long Id);

/// <summary>Calls of one minute, one server, one tool and one outcome.</summary>
/// <param name="Minute">Its beginning.</param>
/// <param name="ServerId">The server.</param>
/// <param name="Tool">The tool; empty for names that no accepted definition has.</param>
/// <param name="Outcome"><c>denied</c>, <c>pending</c> or <c>allowed</c>.</param>
/// <param name="Count">How many.</param>
public sealed record MinuteTotal(DateTimeOffset Minute, string ServerId, string Tool, string Outcome, long Count);
