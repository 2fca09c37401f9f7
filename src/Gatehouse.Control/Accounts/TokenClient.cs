using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Control.Accounts;

/// <summary>We, as a client of one authorization server. Nothing secret is in it.</summary>
internal sealed record TokenClient
{
    public required string Issuer { get; init; }

    public required Uri TokenEndpoint { get; init; }

    public required string ClientId { get; init; }

    public required ClientAuthentication Authentication { get; init; }

    /// <summary>RFC 8707: the server that tokens are for.</summary>
    public required string Resource { get; init; }

    /// <summary>Where the browser comes back to; empty where none goes.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>RFC 9207: whether the issuer must come back with the code.</summary>
    public bool TellsIssuer { get; init; }

    /// <summary>Whether the client was registered by us, so that it can be used again.</summary>
    public bool IsRegistered { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, AccountJson.Default.TokenClient);

    public static TokenClient Read(string json) => JsonSerializer.Deserialize(json, AccountJson.Default.TokenClient)!;

    /// <summary>Host and port that are asked for tokens; empty where the text is not to be read.</summary>
    public static string HostOf(string json)
    {
        try
        {
            return Read(json).TokenEndpoint.Authority;
        }
        catch (JsonException)
        {
            return "";
        }
    }
}

/// <summary>How a client shows who it is at the token endpoint.</summary>
internal enum ClientAuthentication : byte
{
    /// <summary>A public client: its id alone.</summary>
    None = 0,

    /// <summary><c>client_secret_basic</c>.</summary>
    Basic,

    /// <summary><c>client_secret_post</c>.</summary>
    Post,
}

/// <summary>What is encrypted of an account.</summary>
/// <param name="AccessToken">Sent to the server.</param>
/// <param name="RefreshToken">Sent to the token endpoint; null where none was given.</param>
/// <param name="ClientSecret">Sent to the token endpoint; null for a public client.</param>
internal sealed record AccountSecrets(string AccessToken, string? RefreshToken, string? ClientSecret);

/// <summary>What is encrypted while somebody is away to consent.</summary>
internal sealed record PendingSecrets(string Verifier, string? ClientSecret);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TokenClient))]
[JsonSerializable(typeof(AccountSecrets))]
[JsonSerializable(typeof(PendingSecrets))]
internal sealed partial class AccountJson : JsonSerializerContext;
