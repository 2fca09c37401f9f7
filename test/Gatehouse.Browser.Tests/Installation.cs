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

    /// <summary>Asks the API with the key of the tests.</summary>
    public Task<JsonDocument?> AskAsync(HttpMethod method, string path, object? body = null, string? match = null) =>
        match is null ? SendAsync(method, path, body, ("Authorization", "Bearer " + Key))
            : SendAsync(method, path, body, ("Authorization", "Bearer " + Key), ("If-Match", match));

    /// <summary>Another member, who can sign in.</summary>
    public async Task<string> MemberAsync(string role)
    {
        var email = $"{role}@northwind.example";
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
