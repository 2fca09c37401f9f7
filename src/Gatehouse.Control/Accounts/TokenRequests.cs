using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gatehouse.Policy;

namespace Gatehouse.Control.Accounts;

/// <summary>Asks a token endpoint. SPEC: OAuth 2.1 §4, RFC 7636, RFC 8707.</summary>
internal sealed class TokenRequests(OAuthHttp http)
{
    /// <summary>Nobody answered, or not in time.</summary>
    public static readonly Fault NoAnswer = new(AccountFaults.Token, "the token endpoint does not answer");

    private const int LongestToken = 8 * 1024;

    /// <summary>A verifier of 256 random bits.</summary>
    public static string NewVerifier() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The address that the person's browser goes to.</summary>
    public static string AuthorizationUrl(Uri endpoint, TokenClient client, string verifier, string state, string? scope)
    {
        var query = new List<KeyValuePair<string, string>>
        {
            new("response_type", "code"), new("client_id", client.ClientId), new("redirect_uri", client.RedirectUri), new("state", state),
            new("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
            new("code_challenge_method", "S256"), new("resource", client.Resource),
        };
        if (scope is not null)
        {
            query.Add(new("scope", scope));
        }

        var text = string.Join('&', query.Select(static pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        return endpoint.AbsoluteUri + (endpoint.Query.Length == 0 ? "?" : "&") + text;
    }

    /// <summary>Code → tokens.</summary>
    public Task<(TokenAnswer? Tokens, Fault? Fault)> ExchangeAsync(
        TokenClient client, string? secret, string code, string verifier, CancellationToken cancel) =>
        AskAsync(client, secret, cancel, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", client.RedirectUri), ("code_verifier", verifier));

    /// <summary>Refresh token → tokens.</summary>
    public Task<(TokenAnswer? Tokens, Fault? Fault)> RenewAsync(TokenClient client, string? secret, string refresh, CancellationToken cancel) =>
        AskAsync(client, secret, cancel, ("grant_type", "refresh_token"), ("refresh_token", refresh));

    /// <summary>The client's own credentials → tokens.</summary>
    public Task<(TokenAnswer? Tokens, Fault? Fault)> OwnAsync(TokenClient client, string? secret, string? scope, CancellationToken cancel) =>
        scope is null
            ? AskAsync(client, secret, cancel, ("grant_type", "client_credentials"))
            : AskAsync(client, secret, cancel, ("grant_type", "client_credentials"), ("scope", scope));

    private async Task<(TokenAnswer? Tokens, Fault? Fault)> AskAsync(
        TokenClient client, string? secret, CancellationToken cancel, params (string Name, string Value)[] members)
    {
        var form = members.Select(static member => KeyValuePair.Create(member.Name, member.Value)).ToList();
        form.Add(new("resource", client.Resource));
        string? basic = null;
        if (client.Authentication == ClientAuthentication.Basic && secret is not null)
        {
            // SPEC: RFC 6749 §2.3.1: both parts form-encoded first.
            basic = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(client.ClientId)}:{Uri.EscapeDataString(secret)}"));
        }
        else
        {
            form.Add(new("client_id", client.ClientId));
            if (client.Authentication == ClientAuthentication.Post && secret is not null)
            {
                form.Add(new("client_secret", secret));
            }
        }

        var answer = await http.PostAsync(client.TokenEndpoint, form, basic, cancel);
        return answer switch
        {
            null => (null, NoAnswer),
            { Status: 200, Body: { } body } => Read(body),

            // The one word that says that trying again is of no use.
            { Body: { } body } when body.Text("error") is "invalid_grant" or "invalid_client" or "unauthorized_client" =>
                (null, new Fault(AccountFaults.Refused, "the authorization server does not take the account or the client any more")),
            _ => (null, new Fault(AccountFaults.Token, string.Create(CultureInfo.InvariantCulture, $"the token endpoint refused (HTTP {answer.Status})"))),
        };
    }

    private static (TokenAnswer? Tokens, Fault? Fault) Read(JsonElement body)
    {
        // SECURITY: the value becomes a header; it is visible ASCII or it is refused.
        if (body.Text("access_token") is not { Length: <= LongestToken } access || !IsPlain(access)
            || !string.Equals(body.Text("token_type"), "bearer", StringComparison.OrdinalIgnoreCase))
        {
            return (null, new Fault(AccountFaults.Token, "the token endpoint's answer has no bearer token that can be sent"));
        }

        var lives = body.TryGetProperty("expires_in", out var seconds) && seconds.ValueKind == JsonValueKind.Number
            && seconds.TryGetDouble(out var number) && number is > 0 and < 315_360_000 ? TimeSpan.FromSeconds(number) : (TimeSpan?)null;
        return (new TokenAnswer(access, body.Text("refresh_token") is { Length: <= LongestToken } refresh ? refresh : null, lives, body.Text("scope")), null);
    }

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}

/// <summary>Tokens, as the endpoint gave them.</summary>
/// <param name="AccessToken">Visible ASCII.</param>
/// <param name="RefreshToken">Null where none came: the one before stays.</param>
/// <param name="Lives">Null where the endpoint does not say.</param>
/// <param name="Scope">Null where it is the one that was asked for.</param>
internal sealed record TokenAnswer(string AccessToken, string? RefreshToken, TimeSpan? Lives, string? Scope);
