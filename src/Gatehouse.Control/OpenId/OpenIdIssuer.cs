using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Snapshots;
using Gatehouse.Gateway.Egress;
using Gatehouse.Policy;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Control.OpenId;

/// <summary>Talks to the issuer: its document, the code's exchange, the check of what it says.</summary>
/// <remarks>SPEC: OpenID Connect Core 1.0 §3.1 (authorization code), RFC 7636 (S256), RFC 9207 (issuer in the answer).</remarks>
internal sealed class OpenIdIssuer : IDisposable
{
    private const int MostBytes = 256 * 1024;
    private const int LongestSubject = 255;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _skew = TimeSpan.FromMinutes(2);

    // Signed with a key of the issuer's document: neither `none` nor a secret that both know.
    private static readonly string[] _algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private readonly OpenIdSettings _settings;
    private readonly PeopleAddress _address;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _document;
    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };

    public OpenIdIssuer(OpenIdSettings settings, PlaneSettings plane, PeopleAddress address, TimeProvider time)
    {
        (_settings, _address, _time) = (settings, address, time);
        var issuer = new Uri(settings.Issuer);
        _http = new HttpClient(new OpenIdTransport(issuer, plane)) { Timeout = _patience, MaxResponseContentBufferSize = MostBytes };
        _document = new ConfigurationManager<OpenIdConnectConfiguration>(
            settings.Issuer.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = issuer.Scheme == Uri.UriSchemeHttps });
    }

    private string Callback => _address.Public + ApiRoutes.Root + "/openid/callback";

    /// <summary>Where the browser goes.</summary>
    public async ValueTask<(string? Address, Fault? Fault)> AddressOfAsync(OpenIdFlow flow, CancellationToken cancel)
    {
        var (document, fault) = await DocumentAsync(cancel);
        return document is null ? (null, fault) : (new OpenIdConnectMessage
        {
            IssuerAddress = document.AuthorizationEndpoint,
            ClientId = _settings.ClientId,
            ResponseType = "code",
            Scope = "openid email",
            RedirectUri = Callback,
            State = flow.State,
            Nonce = flow.Nonce,
            EnableTelemetryParameters = false,
            Parameters = { ["code_challenge"] = flow.Challenge, ["code_challenge_method"] = "S256" },
        }.CreateAuthenticationRequestUrl(), null);
    }

    /// <summary>Who came back with a code.</summary>
    /// <param name="flow">The flow that the code belongs to; its state was compared.</param>
    /// <param name="code">As it came.</param>
    /// <param name="issuer">What the answer says of who wrote it; null where it says nothing.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<(OpenIdClaims? Claims, Fault? Fault)> ReadAsync(OpenIdFlow flow, string code, string? issuer, CancellationToken cancel)
    {
        var (document, fault) = await DocumentAsync(cancel);
        if (document is null)
        {
            return (null, fault);
        }

        if (issuer is not null && issuer != _settings.Issuer)
        {
            return (null, OpenIdFaults.NotSound);
        }

        var (token, problem) = await ExchangeAsync(document, flow, code, cancel);
        if (token is null)
        {
            return (null, problem);
        }

        var result = await ValidateAsync(document, token);
        if (result is { IsValid: false, Exception: SecurityTokenSignatureKeyNotFoundException })
        {
            // The issuer may have changed its keys: its document is read again, once.
            _document.RequestRefresh();
            (document, fault) = await DocumentAsync(cancel);
            result = document is null ? result : await ValidateAsync(document, token);
        }

        return result.IsValid && result.SecurityToken is JsonWebToken valid && Claims(valid, flow) is { } claims
            ? (claims, null)
            : (null, OpenIdFaults.NotSound);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async ValueTask<(OpenIdConnectConfiguration? Document, Fault? Fault)> DocumentAsync(CancellationToken cancel)
    {
        try
        {
            var document = await _document.GetConfigurationAsync(cancel);
            return document.Issuer == _settings.Issuer && IsUsable(document.AuthorizationEndpoint) && IsUsable(document.TokenEndpoint)
                ? (document, null)
                : (null, OpenIdFaults.NotSound);
        }
        catch (Exception failed) when (failed is InvalidOperationException or IOException or HttpRequestException or EgressRefusedException
            || (failed is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return (null, OpenIdFaults.Away);
        }
    }

    // An issuer with TLS sends nobody to an address without.
    private bool IsUsable(string? endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && _settings.Issuer.StartsWith("http:", StringComparison.Ordinal)));

    private async ValueTask<(string? Token, Fault? Fault)> ExchangeAsync(
        OpenIdConnectConfiguration document, OpenIdFlow flow, string code, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, document.TokenEndpoint);
        var form = new List<KeyValuePair<string, string>>
        {
            new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", Callback), new("code_verifier", flow.Verifier),
        };
        var methods = document.TokenEndpointAuthMethodsSupported;
        if (_settings.Secret is { } secret && (methods.Count == 0 || methods.Contains("client_secret_basic")))
        {
            // SPEC: RFC 6749 §2.3.1: both are form-encoded before they are joined.
            var pair = $"{Uri.EscapeDataString(_settings.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        }
        else
        {
            form.Add(new("client_id", _settings.ClientId));
            if (_settings.Secret is { } posted)
            {
                form.Add(new("client_secret", posted));
            }
        }

        request.Content = new FormUrlEncodedContent(form);
        try
        {
            using var answer = await _http.SendAsync(request, cancel);
            var body = await answer.Content.ReadAsByteArrayAsync(cancel);
            return answer.IsSuccessStatusCode && TokenOf(body) is { } token ? (token, null) : (null, OpenIdFaults.NotSound);
        }
        catch (Exception failed) when (failed is HttpRequestException or EgressRefusedException
            || (failed is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return (null, OpenIdFaults.Away);
        }
    }

    private static string? TokenOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("id_token", out var token)
                && token.ValueKind == JsonValueKind.String
                    ? token.GetString()
                    : null;
        }
        catch (Exception unsound) when (unsound is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private Task<TokenValidationResult> ValidateAsync(OpenIdConnectConfiguration document, string token) =>
        _tokens.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = _settings.Issuer,
            ValidAudience = _settings.ClientId,
            IssuerSigningKeys = document.SigningKeys,
            ValidAlgorithms = _algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires),
        });

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + _skew && (notBefore is not { } begin || now > begin - _skew);
    }

    private OpenIdClaims? Claims(JsonWebToken token, OpenIdFlow flow)
    {
        // A token for several readers says for whom it was made.
        if (!token.TryGetPayloadValue<string>("nonce", out var nonce) || nonce != flow.Nonce
            || (token.TryGetPayloadValue<string>("azp", out var party) ? party != _settings.ClientId : token.Audiences.Count() > 1)
            || token.Subject is not { Length: > 0 and <= LongestSubject } subject)
        {
            return null;
        }

        token.TryGetPayloadValue<string>("email", out var email);
        return new OpenIdClaims(
            subject, email, token.TryGetClaim("email_verified", out var verified) && bool.TryParse(verified.Value, out var isVerified) && isVerified);
    }
}
