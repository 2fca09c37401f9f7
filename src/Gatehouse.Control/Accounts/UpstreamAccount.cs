using Gatehouse.Api.Servers;

namespace Gatehouse.Control.Accounts;

/// <summary>Tokens of one account at one server, encrypted, and what renewing them takes.</summary>
internal sealed class UpstreamAccount
{
    /// <summary>The person of the one that all grants share.</summary>
    public const string Shared = "";

    public required string Id { get; init; }

    public required string ServerId { get; init; }

    /// <summary>Whose; <see cref="Shared"/> for all grants'.</summary>
    public required string PersonId { get; init; }

    /// <summary>The address that it was connected for; with any other it is not used.</summary>
    public required string BoundTo { get; set; }

    /// <summary>Issuer, endpoint, client and what else a token request needs: <see cref="TokenClient"/> as JSON, without the secret.</summary>
    public required string Client { get; set; }

    public required string Issuer { get; set; }

    public string? Scope { get; set; }

    public required int KeyVersion { get; set; }

    /// <summary><see cref="AccountSecrets"/>, encrypted.</summary>
    public required byte[] Sealed { get; set; }

    /// <summary>Null for a token whose end nobody told.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>When to renew; null where it cannot be.</summary>
    public DateTimeOffset? RenewAt { get; set; }

    /// <summary>Until when somebody renews it, so that nobody else does.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    public bool IsFailed { get; set; }

    public string? Problem { get; set; }

    public required string ConnectedBy { get; set; }

    public required DateTimeOffset Connected { get; set; }

    /// <summary>Raised with each new token.</summary>
    public int Version { get; set; } = 1;

    public AccountState StateAt(string? binding, bool isReadable) =>
        BoundTo != binding ? AccountState.Detached
        : !isReadable ? AccountState.Unreadable
        : IsFailed ? AccountState.Failed
        : AccountState.Connected;
}
