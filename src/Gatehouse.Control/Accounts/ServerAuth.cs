using Gatehouse.Api.Servers;

namespace Gatehouse.Control.Accounts;

/// <summary>How the gateway signs in to one server.</summary>
internal sealed class ServerAuth
{
    public required string ServerId { get; init; }

    public required AuthKind Kind { get; set; }

    public bool IsPerPerson { get; set; }

    /// <summary>Registered beforehand; null to register as the authorization server offers.</summary>
    public string? ClientId { get; set; }

    /// <summary>Encrypted, bound to <see cref="Issuer"/>.</summary>
    public byte[]? ClientSecret { get; set; }

    public int KeyVersion { get; set; }

    /// <summary>The only issuer that the secret may go to.</summary>
    public string? Issuer { get; set; }

    public string? Scope { get; set; }
}
