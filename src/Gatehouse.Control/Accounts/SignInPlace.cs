using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy;

namespace Gatehouse.Control.Accounts;

/// <summary>An authorization server as it describes itself, checked, and what to ask it for.</summary>
internal sealed record SignInPlace
{
    public required string Issuer { get; init; }

    /// <summary>Null where it offers none.</summary>
    public Uri? AuthorizationEndpoint { get; init; }

    public required Uri TokenEndpoint { get; init; }

    /// <summary>RFC 7591; null where it takes no registrations.</summary>
    public Uri? RegistrationEndpoint { get; init; }

    /// <summary>How clients may show who they are.</summary>
    public required ImmutableArray<string> Authentications { get; init; }

    /// <summary>Whether a client may be named by the address of a document about it.</summary>
    public bool TakesDocuments { get; init; }

    public bool TellsIssuer { get; init; }

    public bool HasPkce { get; init; }

    /// <summary>RFC 8707.</summary>
    public required string Resource { get; init; }

    /// <summary>The scopes to ask for; null for none.</summary>
    public string? Scope { get; init; }

    public static (SignInPlace? Place, Fault? Fault) Read(
        OAuthHttp http, Uri server, string issuer, JsonElement? resource, Challenge challenge, JsonElement found)
    {
        // SECURITY: character by character, or one authorization server could speak for another. SPEC: RFC 8414 §3.3.
        if (found.Text("issuer") != issuer)
        {
            return (null, AccountFaults.NotFound("the authorization server describes itself under another name"));
        }

        if (!http.Allows(server, found.Text("token_endpoint"), out var token))
        {
            return (null, AccountFaults.NotFound("the authorization server has no token endpoint that the gateway connects to"));
        }

        var offline = found.List("scopes_supported")?.Contains("offline_access", StringComparer.Ordinal) ?? false;
        return (
            new SignInPlace
            {
                Issuer = issuer,
                AuthorizationEndpoint = http.Allows(server, found.Text("authorization_endpoint"), out var authorize) ? authorize : null,
                TokenEndpoint = token,
                RegistrationEndpoint = http.Allows(server, found.Text("registration_endpoint"), out var register) ? register : null,
                Authentications = [.. found.List("token_endpoint_auth_methods_supported") ?? ["client_secret_basic"]],
                TakesDocuments = found.Says("client_id_metadata_document_supported"),
                TellsIssuer = found.Says("authorization_response_iss_parameter_supported"),
                HasPkce = found.List("code_challenge_methods_supported")?.Contains("S256", StringComparer.Ordinal) ?? false,
                Resource = resource?.Text("resource") ?? server.AbsoluteUri,
                Scope = With(challenge.Scope ?? (resource?.List("scopes_supported") is { Length: > 0 } scopes ? string.Join(' ', scopes) : null), offline),
            },
            null);
    }

    // SPEC: 2026-07-28, refresh tokens: `offline_access` where the authorization server knows it.
    private static string? With(string? scope, bool offline) =>
        !offline ? scope
        : scope is null ? "offline_access"
        : scope.Split(' ').Contains("offline_access", StringComparer.Ordinal) ? scope
        : scope + " offline_access";
}
