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

    /// <summary>Only calls of these servers; null for all.</summary>
    public IReadOnlyCollection<string>? Servers { get; init; }

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

    /// <summary>Looks at no more rows than that for one page, found or not; null for as many as it takes.</summary>
    public long? MostLooked { get; init; }

    /// <summary>At most so many.</summary>
    /// <value>1 to 1,000; default 100.</value>
    public int Most { get; init; } = 100;
}
