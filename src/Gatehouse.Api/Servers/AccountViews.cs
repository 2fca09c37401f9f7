using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Gatehouse.Api.Servers;

/// <summary>How the gateway signs in to a server that wants OAuth.</summary>
/// <param name="Kind">With a person's consent, or with credentials of its own.</param>
/// <param name="PerPerson">Whether each grant uses the account that its owner connected.</param>
/// <param name="HasClientSecret">Whether a secret of that client is saved; it is never shown.</param>
/// <param name="ClientId">The client that was registered beforehand; null to register as the authorization server offers.</param>
/// <param name="Issuer">The only authorization server that the secret is sent to; null without a secret.</param>
/// <param name="Scope">Scopes to ask for, separated by blanks; null for those that the server names.</param>
public sealed record ServerAuthView(
    AuthKind Kind, bool PerPerson, bool HasClientSecret, string? ClientId = null, string? Issuer = null, string? Scope = null);

/// <summary>Says how the gateway signs in to a server. What was connected in another way before is forgotten.</summary>
public sealed record NewServerAuth
{
    /// <inheritdoc cref="ServerAuthView.Kind"/>
    public required AuthKind Kind { get; init; }

    /// <inheritdoc cref="ServerAuthView.PerPerson"/>
    public bool PerPerson { get; init; }

    /// <inheritdoc cref="ServerAuthView.ClientId"/>
    public string? ClientId { get; init; }

    /// <summary>The secret of that client; sent to the token endpoint of <see cref="Issuer"/> and nowhere else.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The issuer that the client is registered with, exactly as it writes itself; needed with a secret.</summary>
    public string? Issuer { get; init; }

    /// <inheritdoc cref="ServerAuthView.Scope"/>
    public string? Scope { get; init; }
}

/// <summary>The ways to get a token.</summary>
[JsonConverter(typeof(WordConverter<AuthKind>))]
public enum AuthKind : byte
{
    /// <summary>Authorization code with PKCE: a person consents in their browser.</summary>
    Oauth = 0,

    /// <summary>The client's own credentials.</summary>
    ClientCredentials,
}

/// <summary>An account at a server, as far as people may see it: no token is.</summary>
public sealed record AccountView
{
    /// <summary>Whose; null for the one that all grants of the server use.</summary>
    public string? PersonId { get; init; }

    /// <summary>Whether it is used.</summary>
    public required AccountState State { get; init; }

    /// <summary>The authorization server.</summary>
    public required string Issuer { get; init; }

    /// <summary>The scopes that it was given; null where they were not told.</summary>
    public string? Scope { get; init; }

    /// <summary>Until when the token at hand holds; it is renewed before.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Why it cannot be used, or what the server still asks for; null where nothing is wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>Who connected it.</summary>
    public required string ConnectedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Whether an account is used.</summary>
[JsonConverter(typeof(WordConverter<AccountState>))]
public enum AccountState : byte
{
    /// <summary>Its token cannot be decrypted.</summary>
    Unreadable = 0,

    /// <summary>It was connected for another address than the server has now.</summary>
    Detached,

    /// <summary>Its token ended and could not be renewed: it has to be connected again.</summary>
    Failed,

    /// <summary>It is used.</summary>
    Connected,
}

/// <summary>The accounts of a server.</summary>
/// <param name="Accounts">The shared one, or one per person.</param>
public sealed record AccountList(ImmutableArray<AccountView> Accounts);

/// <summary>Where to go on.</summary>
/// <param name="Expires">Until when.</param>
/// <param name="AuthorizationUrl">To be opened in the same browser; null where the account is connected already, without a person.</param>
public sealed record AccountStart(DateTimeOffset Expires, string? AuthorizationUrl = null);
