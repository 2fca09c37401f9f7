using System.Collections.Frozen;

namespace Gatehouse.Policy;

/// <summary>Everything a decision may look at: section 3's roots.</summary>
public readonly ref struct CallFacts
{
    /// <summary>The tool.</summary>
    public required ToolFacts Tool { get; init; }

    /// <summary><c>params.arguments</c> as it came, already found strict; empty or <c>null</c> reads as <c>{}</c>.</summary>
    public ReadOnlySpan<byte> Arguments { get; init; }

    /// <summary>The server.</summary>
    public required ServerFacts Server { get; init; }

    /// <summary>The grant.</summary>
    public required GrantFacts Grant { get; init; }

    /// <summary>The client's claims; null where they are not known.</summary>
    public ClientFacts? Client { get; init; }

    /// <summary>What the session did; null is unknown.</summary>
    public SessionFacts? Session { get; init; }

    /// <summary>The gateway's clock, read once for this decision.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>The server's facts.</summary>
/// <param name="Id">The operator's id.</param>
/// <param name="Name">The operator's name for it.</param>
public sealed record ServerFacts(string Id, string Name);

/// <summary>The grant's facts.</summary>
/// <param name="Id">Opaque id.</param>
/// <param name="Label">The label people gave it.</param>
/// <param name="Tags">Tags by key.</param>
public sealed record GrantFacts(string Id, string Label, FrozenDictionary<string, string> Tags);

/// <summary>What the client says of itself: claims, never a proof.</summary>
/// <param name="Name">Its name; null where it gave none.</param>
/// <param name="Version">Its version; null where it gave none.</param>
public sealed record ClientFacts(string? Name, string? Version);

/// <summary>What a session did in the last 24 hours, and its grant's other sessions in the last hour.</summary>
public sealed class SessionFacts
{
    /// <summary>A session that has done nothing and whose past is known.</summary>
    public static readonly SessionFacts New = new();

    /// <summary>Tools that this session called: true.</summary>
    public FrozenSet<string> Called { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Categories that this session called: true. A called tool whose category is not known makes the rest unknown.</summary>
    public FrozenSet<string> Categories { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether a called tool, in this session or another that counts, had no known category.</summary>
    public bool CategoryUnknown { get; init; }

    /// <summary>Tools that other sessions of the grant called in the last hour: unknown.</summary>
    public FrozenSet<string> CalledElsewhere { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Categories that other sessions of the grant called in the last hour: unknown.</summary>
    public FrozenSet<string> CategoriesElsewhere { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether the session is older than the gateway process, so that what is not known to be called is unknown.</summary>
    public bool IsOlderThanProcess { get; init; }
}
