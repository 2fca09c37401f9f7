namespace Gatehouse.Gateway.Upstreams;

/// <summary>One request under way on a channel that several share.</summary>
/// <param name="key">Its id on the channel.</param>
/// <param name="tokenKey">Its progress token on the channel, or null.</param>
/// <param name="maxBytes">Most bytes that wait for its reader.</param>
internal sealed class Exchange(string key, string? tokenKey, int maxBytes)
{
    public string Key => key;

    public string? TokenKey => tokenKey;

    /// <summary>The id as it is sent.</summary>
    public required ReadOnlyMemory<byte> SentId { get; init; }

    /// <summary>The id as the client wrote it, to be put back; empty where it was not changed.</summary>
    public ReadOnlyMemory<byte> WrittenId { get; init; }

    /// <summary>The progress token as the client wrote it, to be put back; empty where it was not changed.</summary>
    public ReadOnlyMemory<byte> WrittenToken { get; init; }

    /// <summary>Whether the client can take messages before the answer.</summary>
    public bool AcceptsEvents { get; init; } = true;

    /// <summary>Whether it is a subscription, which only gets what names it.</summary>
    public bool IsSubscription { get; init; }

    public MessageQueue Queue { get; } = new(maxBytes);

    /// <summary>Whether its answer arrived or it was cancelled, so that there is nothing left to cancel.</summary>
    public bool IsSettled { get; set; }
}
