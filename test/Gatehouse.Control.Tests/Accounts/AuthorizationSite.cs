using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Tests.Accounts;

/// <summary>An MCP server that wants a token, and the authorization server that gives it, strict about what it is asked.</summary>
internal sealed class AuthorizationSite : IAsyncDisposable
{
    private readonly WebApplication _site;
    private readonly ConcurrentDictionary<string, (string Challenge, string Redirect, string Scope, string Client)> _codes = new();
    private readonly ConcurrentDictionary<string, string> _refresh = new();
    private readonly ConcurrentDictionary<string, string> _access = new();
    private readonly ConcurrentDictionary<string, string?> _clients = new();
    private int _number;

    private AuthorizationSite(WebApplication site) => _site = site;

    public string Url => _site.Urls.First();

    public string Server => Url + "/mcp";

    /// <summary>Changes what it says of itself before it is sent.</summary>
    public Action<string, JsonObject> Describe { get; set; } = static (_, _) => { };

    /// <summary>What goes back with the code.</summary>
    public Func<string, string> Back { get; set; } = static query => query;

    /// <summary>Seconds that a token lives.</summary>
    public int Lives { get; set; } = 3600;

    /// <summary>Scope that a call needs; null for none.</summary>
    public string? Needs { get; set; }

    /// <summary>Refuses every refresh token, with this error.</summary>
    public string? RefusesWith { get; set; }

    /// <summary>Every Authorization that the server was called with.</summary>
    public ConcurrentQueue<string?> Seen { get; } = new();

    /// <summary>Every form that the token endpoint was sent, with <c>basic</c> where it was.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Forms { get; } = new();

    /// <summary>Every registration.</summary>
    public ConcurrentQueue<JsonObject> Registrations { get; } = new();

    /// <summary>Every query of the authorization endpoint.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Consents { get; } = new();

    /// <summary>The access tokens that it would take.</summary>
    public ICollection<string> AccessTokens => _access.Keys;

    public static async Task<AuthorizationSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var site = new AuthorizationSite(builder.Build());
        site.Map();
        await site._site.StartAsync();
        return site;
    }

    /// <summary>A client that was registered beforehand.</summary>
    public void Know(string client, string? secret) => _clients[client] = secret;

    /// <summary>Takes no token any more that it gave.</summary>
    public void Revoke() => _access.Clear();

    public async ValueTask DisposeAsync()
    {
        await _site.StopAsync();
        await _site.DisposeAsync();
    }

    private void Map()
    {
        _site.MapGet("/.well-known/oauth-protected-resource/mcp", () => Document("resource", new JsonObject
        {
            ["resource"] = Server, ["authorization_servers"] = new JsonArray(Url + "/as"), ["scopes_supported"] = new JsonArray("read", "write"),
        }));
        _site.MapGet("/.well-known/oauth-authorization-server/as", () => Document("server", new JsonObject
        {
            ["issuer"] = Url + "/as",
            ["authorization_endpoint"] = Url + "/as/authorize",
            ["token_endpoint"] = Url + "/as/token",
            ["registration_endpoint"] = Url + "/as/register",
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post", "none"),
            ["authorization_response_iss_parameter_supported"] = true,
        }));
        _site.MapPost("/as/register", RegisterAsync);
        _site.MapGet("/as/authorize", Consent);
        _site.MapPost("/as/token", TokenAsync);
        _site.Map("/mcp", ServeAsync);
    }

    private IResult Document(string which, JsonObject document)
    {
        Describe(which, document);
        return Results.Text(document.ToJsonString(), "application/json");
    }

    private async Task<IResult> RegisterAsync(HttpRequest request)
    {
        var asked = (JsonObject)(await JsonNode.ParseAsync(request.Body))!;
        Registrations.Enqueue(asked);
        var way = (string)asked["token_endpoint_auth_method"]!;
        var id = $"client-{Interlocked.Increment(ref _number)}";
        _clients[id] = way == "none" ? null : "secret-of-" + id;
        var answer = new JsonObject { ["client_id"] = id, ["token_endpoint_auth_method"] = way };
        if (_clients[id] is { } secret)
        {
            answer["client_secret"] = secret;
        }

        return Results.Text(answer.ToJsonString(), "application/json", statusCode: 201);
    }

    private IResult Consent(HttpRequest request)
    {
        var query = request.Query.ToDictionary(pair => pair.Key, pair => (string)pair.Value!);
        Consents.Enqueue(query);
        if (query["code_challenge_method"] != "S256" || query["resource"] != Server || !_clients.ContainsKey(query["client_id"]))
        {
            return Results.BadRequest();
        }

        var code = Guid.NewGuid().ToString("N");
        _codes[code] = (query["code_challenge"], query["redirect_uri"], query.GetValueOrDefault("scope", ""), query["client_id"]);
        return Results.Redirect(
            query["redirect_uri"] + "?" + Back($"code={code}&state={query["state"]}&iss={Uri.EscapeDataString(Url + "/as")}"));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = (await request.ReadFormAsync()).ToDictionary(pair => pair.Key, pair => (string)pair.Value!);
        if (request.Headers.Authorization.ToString() is { Length: > 6 } basic)
        {
            var parts = Encoding.ASCII.GetString(Convert.FromBase64String(basic[6..])).Split(':');
            (form["basic"], form["client_id"], form["client_secret"]) = ("yes", parts[0], parts[1]);
        }

        Forms.Enqueue(form);
        if (!_clients.TryGetValue(form["client_id"], out var secret) || secret != form.GetValueOrDefault("client_secret") || form["resource"] != Server)
        {
            return Error("invalid_client");
        }

        var scope = form["grant_type"] switch
        {
            "authorization_code" when _codes.TryRemove(form["code"], out var kept) && kept.Redirect == form["redirect_uri"]
                && kept.Client == form["client_id"]
                && kept.Challenge == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]))) => kept.Scope,
            "refresh_token" when RefusesWith is null && _refresh.TryRemove(form["refresh_token"], out var old) => old,
            "client_credentials" => form.GetValueOrDefault("scope", ""),
            _ => null,
        };
        if (scope is null)
        {
            return Error(RefusesWith ?? "invalid_grant");
        }

        var (access, refresh) = ("access-" + Guid.NewGuid().ToString("N"), "refresh-" + Guid.NewGuid().ToString("N"));
        _access[access] = scope;
        var answer = new JsonObject { ["access_token"] = access, ["token_type"] = "Bearer", ["expires_in"] = Lives, ["scope"] = scope };
        if (form["grant_type"] != "client_credentials")
        {
            _refresh[refresh] = scope;
            answer["refresh_token"] = refresh;
        }

        return Results.Text(answer.ToJsonString(), "application/json");
    }

    private static IResult Error(string word) => Results.Text($$"""{"error":"{{word}}"}""", "application/json", statusCode: 400);

    private async Task ServeAsync(HttpContext http)
    {
        string? authorization = http.Request.Headers.Authorization;
        Seen.Enqueue(authorization);
        if (authorization is null || !_access.TryGetValue(authorization["Bearer ".Length..], out var scope))
        {
            http.Response.StatusCode = 401;
            http.Response.Headers.WWWAuthenticate = $"Bearer resource_metadata=\"{Url}/.well-known/oauth-protected-resource/mcp\"";
            return;
        }

        using var request = await JsonDocument.ParseAsync(http.Request.Body);
        if (!request.RootElement.TryGetProperty("id", out var id))
        {
            http.Response.StatusCode = 202;
            return;
        }

        var method = request.RootElement.GetProperty("method").GetString();
        if (method == "tools/call" && Needs is { } needed && !scope.Split(' ').Contains(needed, StringComparer.Ordinal))
        {
            http.Response.StatusCode = 403;
            http.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{needed}\"";
            return;
        }

        var result = method switch
        {
            "initialize" => """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"guarded","version":"1"}}""",
            "tools/list" => """{"tools":[{"name":"test_simple_text","inputSchema":{"type":"object"}}]}""",
            _ => $$"""{"content":[{"type":"text","text":"called with {{authorization}}"}]}""",
        };
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync($$"""{"jsonrpc":"2.0","id":{{id.GetRawText()}},"result":{{result}}}""");
    }
}
