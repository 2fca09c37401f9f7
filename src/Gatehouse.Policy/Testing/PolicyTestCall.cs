namespace Gatehouse.Policy.Testing;

/// <summary>The call of a case and the facts around it.</summary>
public sealed record PolicyTestCall
{
    /// <summary>The tool's name.</summary>
    public required string Tool { get; init; }

    /// <summary><c>params.arguments</c> as strict JSON; empty where none are sent.</summary>
    public ReadOnlyMemory<byte> Arguments { get; init; }

    /// <summary>The server.</summary>
    public ServerFacts Server { get; init; } = new("server", "server");

    /// <summary>The grant.</summary>
    public GrantFacts Grant { get; init; } =
        new("grant", "grant", System.Collections.Frozen.FrozenDictionary<string, string>.Empty);

    /// <summary>The client's claims; null where they are not known.</summary>
    public ClientFacts? Client { get; init; }

    /// <summary>Id of the agent session.</summary>
    public string SessionId { get; init; } = "session";

    /// <summary>What the session did before the case began.</summary>
    public SessionFacts Session { get; init; } = SessionFacts.New;

    /// <summary>The tool's category as recorded; null is unknown.</summary>
    public string? Category { get; init; }

    /// <summary>The tool's risk as recorded; null is unknown.</summary>
    public string? Risk { get; init; }
}
