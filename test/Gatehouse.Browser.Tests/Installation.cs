using System.Text;
using System.Text.Json;
using Gatehouse.Server.Tests;

namespace Gatehouse.Browser.Tests;

/// <summary>A server of its own in a folder of its own, set up by its link, with an admin.</summary>
public sealed class Installation : IAsyncLifetime
{
    public const string Email = "ada@northwind.example";
    public const string Password = "correct horse battery";

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private StartedServer _server = null!;

    /// <summary>Where people are.</summary>
    public Uri People => _server.People;

    public async ValueTask InitializeAsync()
    {
        _server = await StartedServer.StartAsync(_folder.Path, "--networks", "127.0.0.0/8");
        var token = _server.SetUpLink.Split("token=")[1];
        using var made = await SendAsync(
            HttpMethod.Post, "setup", new { token, organisation = "Northwind Labs", email = Email, password = Password });
    }

    public async ValueTask DisposeAsync()
    {
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
