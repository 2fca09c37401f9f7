using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gatehouse.Server.Tests;

namespace Gatehouse.Browser.Tests;

/// <summary>A server of its own in a folder of its own, set up by its link, with an admin.</summary>
public class Installation : IAsyncLifetime
{
    public const string Email = "ada@northwind.example";
    public const string Password = "correct horse battery";

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private StartedServer _server = null!;
    private string? _cookie;

    /// <summary>Where people are.</summary>
    public Uri People => _server.People;

    /// <summary>Where agents are.</summary>
    public Uri Agents => new(_server.Output.Single(line => line.StartsWith("agents on ", StringComparison.Ordinal))["agents on ".Length..]);

    /// <summary>The demo server's own address.</summary>
    public string DemoUrl =>
        _server.Output.Single(line => line.StartsWith("demo server on ", StringComparison.Ordinal))["demo server on ".Length..];

    /// <summary>Its policy.</summary>
    public static string DemoPolicy => Gatehouse.Server.DemoServer.Policy();

    /// <summary>An API key of the admin's rights, for what a test needs beforehand.</summary>
    public string Key { get; private set; } = "";

    /// <summary>More settings of the server.</summary>
    protected virtual string[] Settings => [];

    public virtual async ValueTask InitializeAsync()
    {
        Prepare(Path.Combine(_folder.Path, "data"));
        _server = await StartedServer.StartAsync(_folder.Path, ["--networks", "127.0.0.0/8", .. Settings]);
        var token = _server.SetUpLink.Split("token=")[1];
        using var made = await SendAsync(
            HttpMethod.Post, "setup", new { token, organisation = "Northwind Labs", email = Email, password = Password });
        var cookie = await CookieAsync(Email, Password);
        using var key = await SendAsync(
            HttpMethod.Post, "api-keys", new { label = "tests", role = "admin", expires = TimeProvider.System.GetUtcNow().AddDays(1) },
            ("Cookie", cookie), ("Origin", People.ToString().TrimEnd('/')));
        Key = key!.RootElement.GetProperty("token").GetString()!;
    }

    /// <summary>Stops the server.</summary>
    public Task StopAsync() => _server.StopAsync();

    /// <summary>Starts it again, at the same addresses.</summary>
    public async Task StartAgainAsync()
    {
        var (people, agents) = (People.Authority, Agents.Authority);
        await _server.DisposeAsync();
        _server = await StartedServer.StartAsync(_folder.Path, ["--networks", "127.0.0.0/8", .. Settings, "--people", people, "--listen", agents]);
    }

    /// <summary>Asks the API with the key of the tests.</summary>
    public Task<JsonDocument?> AskAsync(HttpMethod method, string path, object? body = null, string? match = null) =>
        match is null ? SendAsync(method, path, body, ("Authorization", "Bearer " + Key))
            : SendAsync(method, path, body, ("Authorization", "Bearer " + Key), ("If-Match", match));

    /// <summary>Another member, who can sign in.</summary>
    public async Task<string> MemberAsync(string role, string? name = null)
    {
        var email = $"{name ?? role}@northwind.example";
        using var invited = await AskAsync(HttpMethod.Post, "invitations", new { email, role });
        var token = invited!.RootElement.GetProperty("link").GetString()!.Split("token=")[1];
        using var joined = await SendAsync(HttpMethod.Post, "invitations/accept", new { token, password = Password });
        return email;
    }

    /// <summary>The cookie of a session.</summary>
    public async Task<string> CookieAsync(string email, string password)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { email, password }), Encoding.UTF8, "application/json");
        using var reply = await _http.PostAsync(new Uri(People, "api/v1/session"), content, TestContext.Current.CancellationToken);
        return reply.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _server.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    /// <summary>Signs in on the page that a stranger gets.</summary>
    public async Task SignInAsync(Window window, string email = Email, string password = Password, string path = "home")
    {
        await window.GoAsync(People, path);
        await window.Page.GetByLabel("E-mail address").FillAsync(email);
        await window.Page.GetByLabel("Password").FillAsync(password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.Page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
    }

    /// <summary>Fills the catalogue with entries of a list.</summary>
    public async Task ImportAsync(params string[] lines)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        var cookie = await CookieAsync(Email, Password);
        (string, string)[] headers = [("Cookie", cookie), ("Origin", People.ToString().TrimEnd('/'))];
        using var run = await SendAsync(HttpMethod.Post, "catalogue/imports", new { kind = "file", name = "list", digest }, headers);
        using var done = await SendAsync(
            HttpMethod.Post, $"catalogue/imports/{run!.RootElement.GetProperty("id")}/entries", new { from = 0, lines, last = true }, headers);
        Assert.Equal("done", done!.RootElement.GetProperty("state").GetString());
    }

    /// <summary>Makes a folder as the server wants its own: for nobody else.</summary>
    internal static void Private(string folder)
    {
        var made = Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            made.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }
    }

    /// <summary>Puts what a test needs there beforehand into the data folder.</summary>
    protected virtual void Prepare(string data)
    {
    }

    /// <summary>Comes in by a session that is there already, without the page that asks for it.</summary>
    public async Task EnterAsync(Window window)
    {
        var cookie = (_cookie ??= await CookieAsync(Email, Password)).Split('=', 2);
        await window.Context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = People.ToString() }]);
    }

    /// <summary>Asks the API; what it answers is JSON, or nothing.</summary>
    public async Task<JsonDocument?> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(People, "api/v1/" + path));
        request.Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var reply = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(reply.IsSuccessStatusCode, $"{method} {path}: {text}");
        return text.Length == 0 ? null : JsonDocument.Parse(text);
    }
}
