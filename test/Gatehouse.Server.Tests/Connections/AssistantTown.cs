using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gatehouse.Postgres;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Server.Tests.Connections;

/// <summary>A started server with an admin, a demo server, a policy and a grant; and an OAuth client that does every step by hand.</summary>
internal sealed partial class AssistantTown : IAsyncDisposable
{
    public const string Redirect = "https://assistant.example.com/callback?kind=oauth";
    private const string Password = "correct horse battery";

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private StartedServer _server = null!;
    private string? _database;

    public string Agents { get; private set; } = "";

    public Uri People => _server.People;

    public string Issuer => new Uri(_server.People.GetLeftPart(UriPartial.Authority)).AbsoluteUri;

    public string Cookie { get; private set; } = "";

    public string Grant { get; private set; } = "";

    /// <summary>Everything that the server printed and logged.</summary>
    public IReadOnlyCollection<string> Output => _server.Output;

    public string Resource => Agents + "/mcp/pay";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<AssistantTown> StartAsync()
    {
        var town = new AssistantTown();
        var port = FreePort();
        town.Agents = $"http://127.0.0.1:{port}";
        town._database = TestContext.Current.TestClass!.TestClassSimpleName.StartsWith("Postgres", StringComparison.Ordinal)
            ? PostgresServer.OfThisRun.CreateDatabase()
            : null;
        town._server = await StartedServer.StartAsync(
            town._folder.Path,
            ["--listen", $"127.0.0.1:{port}", "--networks", "127.0.0.0/8", .. town._database is null ? [] : new[] { "--database", town._database }]);
        var token = town._server.SetUpLink.Split("token=")[1];
        await town.ApiAsync("POST", "setup", new { token, organisation = "Example", email = "ada@example.com", password = Password });
        town.Cookie = await town.SignInAsync("ada@example.com");
        await town.ApiAsync("POST", "servers", new { id = "pay", url = town._server.Demo });
        await town.ApiAsync("POST", "servers/pay/test");
        var policy = await town.ApiAsync("POST", "policies", new
        {
            name = "all", document = """{"version":"1","default":"allow"}""", confirmed = true,
        });
        town.Grant = await town.GrantAsync("assistant", policy["id"]);
        return town;
    }

    /// <summary>Another grant on the demo server.</summary>
    public async Task<string> GrantAsync(string label, string? policy, string? owner = null)
    {
        var made = await ApiAsync("POST", "grants", new
        {
            label, server_id = "pay", policy_id = policy, owner_id = owner, expires = TimeProvider.System.GetUtcNow().AddDays(9),
        });
        return made.Json.GetProperty("grant").GetProperty("id").GetString()!;
    }

    /// <summary>Invites somebody, lets them accept and signs them in.</summary>
    public async Task<(string Id, string Cookie)> JoinAsync(string email, string role)
    {
        var invited = await ApiAsync("POST", "invitations", new { email, role });
        await ApiAsync("POST", "invitations/accept", new { token = invited["link"].Split("token=")[1], password = Password });
        var cookie = await SignInAsync(email);
        return ((await ApiAsync("GET", "session", null, cookie))["id"], cookie);
    }

    public async Task<Said> ApiAsync(string method, string path, object? body = null, string? cookie = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(People, "/api/v1/" + path));
        request.Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if ((cookie ?? Cookie) is { Length: > 0 } sent)
        {
            request.Headers.Add("Cookie", sent);
        }

        return await SendAsync(request);
    }

    /// <summary>Registers a client; gives its id.</summary>
    public async Task<string> RegisterAsync(string redirect = Redirect, string name = "Helpful Assistant") =>
        (await PostJsonAsync("/oauth/register", new { client_name = name, redirect_uris = new[] { redirect } }))["client_id"];

    public async Task<Said> PostJsonAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(People, path))
        {
            Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        return await SendAsync(request);
    }

    /// <summary>What a client asks the browser to open.</summary>
    public Dictionary<string, string> Ask(string client, out string verifier)
    {
        verifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return new(StringComparer.Ordinal)
        {
            ["response_type"] = "code", ["client_id"] = client, ["redirect_uri"] = Redirect, ["state"] = "some state", ["resource"] = Resource,
            ["code_challenge"] = challenge, ["code_challenge_method"] = "S256",
        };
    }

    /// <summary>Opens the page in a browser that is signed in.</summary>
    public async Task<Said> OpenAsync(Dictionary<string, string> asked, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(People, "/oauth/authorize?" + Query(asked)));
        request.Headers.Accept.ParseAdd("text/html");
        if ((cookie ?? Cookie) is { Length: > 0 } sent)
        {
            request.Headers.Add("Cookie", sent);
        }

        return await SendAsync(request);
    }

    /// <summary>Opens the page and sends its form, as the person decides.</summary>
    public async Task<Said> DecideAsync(Dictionary<string, string> asked, string answer, string grant, string? cookie = null, string? origin = null)
    {
        var page = await OpenAsync(asked, cookie);
        Assert.Equal(200, page.Status);
        var fields = Hidden().Matches(page.Text)
            .Select(found => KeyValuePair.Create(found.Groups[1].Value, WebUtility.HtmlDecode(found.Groups[2].Value)))
            .Where(static field => field.Key is not ("back" or "theme"))
            .Append(new("grant", grant)).Append(new("answer", answer));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(People, "/oauth/authorize")) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Cookie", cookie ?? Cookie);
        request.Headers.Add("Origin", origin ?? People.GetLeftPart(UriPartial.Authority));
        request.Headers.Accept.ParseAdd("text/html");
        return await SendAsync(request);
    }

    /// <summary>The code of a consent to the grant.</summary>
    public async Task<string> CodeAsync(Dictionary<string, string> asked) => (await DecideAsync(asked, "allow", Grant)).Returned("code")!;

    public async Task<Said> TokenAsync(params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(People, "/oauth/token"))
        {
            Content = new FormUrlEncodedContent(form.Select(static field => KeyValuePair.Create(field.Name, field.Value))),
        };
        return await SendAsync(request);
    }

    /// <summary>Code → tokens, as the client that asked.</summary>
    public Task<Said> ExchangeAsync(string client, string code, string verifier, string? resource = null, string redirect = Redirect) => TokenAsync(
        ("grant_type", "authorization_code"), ("client_id", client), ("code", code), ("code_verifier", verifier), ("redirect_uri", redirect),
        ("resource", resource ?? Resource));

    public Task<Said> RefreshAsync(string client, string token) =>
        TokenAsync(("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", token), ("resource", Resource));

    /// <summary>Everything up to the tokens.</summary>
    public async Task<(string Client, Said Tokens)> ConnectAsync()
    {
        var client = await RegisterAsync();
        var asked = Ask(client, out var verifier);
        return (client, await ExchangeAsync(client, await CodeAsync(asked), verifier));
    }

    /// <summary>Runs a statement on the database beside the server, as time would.</summary>
    public async Task RunAsync(string statement)
    {
        if (_database is not null)
        {
            PostgresServer.Run(_database, statement);
            return;
        }

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "data", "state.db")};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>A list of tools by an agent.</summary>
    public async Task<Said> CallAsync(string? token, string server = "pay")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Agents}/mcp/{server}"))
        {
            Content = new StringContent(
                """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_payments","arguments":{}}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await SendAsync(request);
    }

    public async Task<Said> GetAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address));
        return await SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> SignInAsync(string email)
    {
        var reply = await ApiAsync("POST", "session", new { email, password = Password }, "");
        return reply.Headers["Set-Cookie"].Split(';')[0];
    }

    private async Task<Said> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _http.SendAsync(request, Cancel);
        return new Said(
            (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel),
            answer.Headers.Concat(answer.Content.Headers).ToDictionary(one => one.Key, one => string.Join('\n', one.Value), StringComparer.OrdinalIgnoreCase));
    }

    private static string Query(Dictionary<string, string> asked) =>
        string.Join('&', asked.Select(static one => $"{one.Key}={Uri.EscapeDataString(one.Value)}"));

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}

/// <summary>An answer.</summary>
internal sealed record Said(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>A text of the JSON.</summary>
    public string this[string name] => Json.TryGetProperty(name, out var value) ? Plain(value) : throw new InvalidOperationException($"{Status} {Text}");

    private static string Plain(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonSerializer.Serialize(value);

    /// <summary>A parameter that the browser goes back with; null without it.</summary>
    public string? Returned(string name) => Headers.GetValueOrDefault("Location") is { } location
        && location.Split('?', 2) is [_, var query]
            ? query.Split('&').Select(static pair => pair.Split('=', 2)).Where(pair => pair[0] == name).Select(static pair => Uri.UnescapeDataString(pair[1])).SingleOrDefault()
            : null;
}
