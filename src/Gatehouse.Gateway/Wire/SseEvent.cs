namespace Gatehouse.Gateway.Wire;

/// <summary>One server-sent event, or a run of comment lines between events, as it came.</summary>
/// <remarks>
/// Nothing is renumbered or merged: an event without change is passed on as <see cref="Raw"/>. An event whose data is
/// rewritten is written from its parts.
/// </remarks>
internal sealed record SseEvent
{
    /// <summary>All lines of the event with the empty line that ends it.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>The data lines joined by LF; empty for a comment, a bare <c>retry</c> or a priming event.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Whether there was any data line, even an empty one.</summary>
    public bool HasData { get; init; }

    /// <summary>The <c>event</c> field, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The <c>id</c> field, or null.</summary>
    public string? Id { get; init; }

    /// <summary>The <c>retry</c> field as written, or null.</summary>
    public string? Retry { get; init; }
}
