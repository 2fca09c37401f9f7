namespace Gatehouse.Api.People;

/// <summary>Makes an API key.</summary>
/// <param name="Label">What it is for, 1 to 100 characters.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Expires">Until when; at most a year ahead.</param>
public sealed record NewApiKey(string Label, Role Role, DateTimeOffset Expires);

/// <summary>The credential of a program that uses this API.</summary>
public sealed record ApiKeyView
{
    /// <summary>Opaque id, <c>key_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for.</summary>
    public required string Label { get; init; }

    /// <summary>What it may do.</summary>
    public required Role Role { get; init; }

    /// <summary>How the key begins, to tell keys apart.</summary>
    public required string Shown { get; init; }

    /// <summary>Who made it, as people know them.</summary>
    public required string By { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Until when it works.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>When it was used last, to the minute; null for never.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>Since when it is revoked; null while it works.</summary>
    public DateTimeOffset? Revoked { get; init; }
}

/// <summary>A new API key with its secret.</summary>
/// <param name="ApiKey">The key.</param>
/// <param name="Token">What <c>Authorization: Bearer</c> takes; shown this once.</param>
public sealed record CreatedApiKey(ApiKeyView ApiKey, string Token);
