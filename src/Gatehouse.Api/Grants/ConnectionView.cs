namespace Gatehouse.Api.Grants;

/// <summary>A client that somebody let use a grant by signing in, instead of giving it a token.</summary>
public sealed record ConnectionView
{
    /// <summary><c>con_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The grant that its calls count as.</summary>
    public required string GrantId { get; init; }

    /// <summary>The client's id: an address that describes it, or one that it was given when it registered.</summary>
    public required string ClientId { get; init; }

    /// <summary>What the client calls itself. Anybody can write anything here.</summary>
    public required string ClientName { get; init; }

    /// <summary>Where the browser went with the consent.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>Who consented: the person's id.</summary>
    public required string PersonId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it last got a token; null where it never did.</summary>
    public DateTimeOffset? Renewed { get; init; }

    /// <summary>Whether its tokens are worth nothing any more.</summary>
    public bool Revoked { get; init; }
}
