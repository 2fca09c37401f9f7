using System.Text.Json;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Routes;
using Gatehouse.Policy;

namespace Gatehouse.Control.Accounts;

/// <summary>Who we are at an authorization server: as registered beforehand, by a document about us, or by registering now.</summary>
internal sealed class ClientRegistration(OAuthHttp http, PeopleAddress address, AccountSettings settings)
{
    /// <summary>Path of the document about us.</summary>
    public const string DocumentPath = "/oauth/client.json";

    /// <summary>Where browsers come back to.</summary>
    public const string ReturnPath = "/oauth/callback";

    /// <summary>Where browsers come back to, as registered.</summary>
    public string RedirectUri => address.Public + ReturnPath;

    /// <summary>The document about us. SPEC: OAuth Client ID Metadata Document.</summary>
    public byte[] Document()
    {
        using var data = new MemoryStream();
        using (var json = new Utf8JsonWriter(data))
        {
            json.WriteStartObject();
            json.WriteString("client_id", DocumentAddress);
            json.WriteString("client_uri", address.Public);
            Describe(json, "none");
            json.WriteEndObject();
        }

        return data.ToArray();
    }

    /// <summary>The client for this place, and its secret.</summary>
    /// <param name="place">Where.</param>
    /// <param name="auth">What an admin said of the server.</param>
    /// <param name="secret">The secret that an admin saved; null without one.</param>
    /// <param name="known">The client of the account that was connected before, with its secret; null without one.</param>
    /// <param name="cancel">Gives up.</param>
    /// <remarks>Fault: <c>account-registration-failed</c>.</remarks>
    public async Task<(TokenClient? Client, string? Secret, Fault? Fault)> RunAsync(
        SignInPlace place, ServerAuth auth, string? secret, (TokenClient Client, string? Secret)? known, CancellationToken cancel)
    {
        var isPersonal = auth.Kind == AuthKind.Oauth;

        // 1. Registered beforehand. SECURITY: the secret goes to the issuer that it was saved for, whomever the server names now.
        if (auth.ClientId is { } id)
        {
            return auth.Issuer is { } bound && bound != place.Issuer
                ? Failed("the server names another authorization server than the client was saved for")
                : (Client(place, id, Choose(place, secret is not null), isPersonal, registered: false), secret, null);
        }

        if (!isPersonal)
        {
            return Failed("client credentials need a client id");
        }

        // 2. By a document about us.
        if (place.TakesDocuments && DocumentAddress.StartsWith("https://", StringComparison.Ordinal))
        {
            return (Client(place, DocumentAddress, ClientAuthentication.None, isPersonal, registered: false), null, null);
        }

        // 3. Registered by us before, with the same authorization server.
        if (known is { Client: { IsRegistered: true } old } before && old.Issuer == place.Issuer && old.RedirectUri == RedirectUri)
        {
            return (Client(place, old.ClientId, old.Authentication, isPersonal, registered: true), before.Secret, null);
        }

        return place.RegistrationEndpoint is { } endpoint
            ? await RegisterAsync(place, endpoint, cancel)
            : Failed("the authorization server takes no registrations; register a client there and save its id");
    }

    private string DocumentAddress => settings.ClientDocument ?? address.Public + DocumentPath;

    private async Task<(TokenClient? Client, string? Secret, Fault? Fault)> RegisterAsync(SignInPlace place, Uri endpoint, CancellationToken cancel)
    {
        using var data = new MemoryStream();
        await using (var json = new Utf8JsonWriter(data))
        {
            json.WriteStartObject();
            Describe(json, Choose(place, hasSecret: null) switch
            {
                ClientAuthentication.Basic => "client_secret_basic",
                ClientAuthentication.Post => "client_secret_post",
                _ => "none",
            });
            if (place.Scope is { } scope)
            {
                json.WriteString("scope", scope);
            }

            json.WriteEndObject();
        }

        var answer = await http.PostAsync(endpoint, data.ToArray(), cancel);
        if (answer is not { Status: 200 or 201, Body: { } body } || body.Text("client_id") is not { } id)
        {
            return Failed("the authorization server refused the registration");
        }

        var secret = body.Text("client_secret");
        var way = body.Text("token_endpoint_auth_method") switch
        {
            "client_secret_basic" when secret is not null => ClientAuthentication.Basic,
            "client_secret_post" when secret is not null => ClientAuthentication.Post,
            "none" => ClientAuthentication.None,
            _ => Choose(place, secret is not null),
        };
        return (Client(place, id, way, isPersonal: true, registered: true), way == ClientAuthentication.None ? null : secret, null);
    }

    private void Describe(Utf8JsonWriter json, string authentication)
    {
        json.WriteString("client_name", "Gatehouse");
        json.WriteString("application_type", "web");
        json.WriteStartArray("redirect_uris");
        json.WriteStringValue(RedirectUri);
        json.WriteEndArray();
        json.WriteStartArray("grant_types");
        json.WriteStringValue("authorization_code");
        json.WriteStringValue("refresh_token");
        json.WriteEndArray();
        json.WriteStartArray("response_types");
        json.WriteStringValue("code");
        json.WriteEndArray();
        json.WriteString("token_endpoint_auth_method", authentication);
    }

    private TokenClient Client(SignInPlace place, string id, ClientAuthentication way, bool isPersonal, bool registered) => new()
    {
        Issuer = place.Issuer,
        TokenEndpoint = place.TokenEndpoint,
        ClientId = id,
        Authentication = way,
        Resource = place.Resource,
        RedirectUri = isPersonal ? RedirectUri : "",
        TellsIssuer = place.TellsIssuer,
        IsRegistered = registered,
    };

    private static ClientAuthentication Choose(SignInPlace place, bool? hasSecret) =>
        hasSecret == false ? ClientAuthentication.None
        : place.Authentications.Contains("client_secret_basic") ? ClientAuthentication.Basic
        : place.Authentications.Contains("client_secret_post") ? ClientAuthentication.Post
        : hasSecret == true ? ClientAuthentication.Basic
        : ClientAuthentication.None;

    private static (TokenClient?, string?, Fault?) Failed(string why) =>
        (null, null, new Fault(AccountFaults.Registration, why, "look at how the server is signed in to"));
}

/// <summary>What the operator says of signing in to servers.</summary>
internal sealed record AccountSettings
{
    /// <summary>Address of the document about us, where it is published elsewhere than on the people's listener; null for there.</summary>
    public string? ClientDocument { get; init; }
}
