namespace Gatehouse.Control.Accounts;

/// <summary>A consent that somebody went to give. It ends with the first return, or after ten minutes.</summary>
internal sealed class PendingAccount
{
    /// <summary>SHA-256 of the <c>state</c> that comes back.</summary>
    public required string StateHash { get; init; }

    /// <summary>SHA-256 of the cookie of the browser that went.</summary>
    public required string CookieHash { get; init; }

    public required string OrganisationId { get; init; }

    public required string ServerId { get; init; }

    /// <summary>Whose account it will be; <see cref="UpstreamAccount.Shared"/> for all grants'.</summary>
    public required string PersonId { get; init; }

    /// <summary>Who went, by which session: both are looked at again.</summary>
    public required string StartedBy { get; init; }

    public required string SessionId { get; init; }

    public required string BoundTo { get; init; }

    /// <summary><see cref="TokenClient"/> as JSON, without the secret.</summary>
    public required string Client { get; init; }

    public string? Scope { get; init; }

    public required int KeyVersion { get; init; }

    /// <summary>The PKCE verifier and the client's secret, encrypted.</summary>
    public required byte[] Sealed { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public DateTimeOffset? Used { get; set; }
}
