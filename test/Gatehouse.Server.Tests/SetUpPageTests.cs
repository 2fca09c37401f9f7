using System.Net;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Server.Tests;

/// <summary>From nothing to somebody signed in, as a person does it with a browser and a program with an API key.</summary>
public sealed class SetUpPageTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private StartedServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await StartedServer.StartAsync(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task SetUp_ByThePrintedLink_MakesAnAdminWhoMakesAKeyThatReadsTheOrganisation()
    {
        // 1. The page of the link: a form, nothing inline, nothing from elsewhere.
        using var page = await _http.GetAsync(_server.SetUpLink, Cancel);
        var html = await page.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotMatch("<script(?![^>]* src=\"/assets/)|<style|style=|href=\"http|src=\"http", html);
        Assert.Equal(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            page.Headers.GetValues("Content-Security-Policy").Single());

        // 2. The form, as a browser sends it.
        var token = _server.SetUpLink.Split("token=")[1];
        var weak = await PostAsync(token, "short");
        Assert.Equal(422, weak.Status);
        Assert.Contains("12 to 256 characters", weak.Html, StringComparison.Ordinal);
        var made = await PostAsync(token, Password);
        Assert.Equal(303, made.Status);
        var again = await PostAsync(token, Password);
        Assert.Equal(410, again.Status);

        // 3. Signed in, a key, and what a program sees with it.
        var cookie = await SignInAsync();
        var key = await SendAsync(HttpMethod.Post, "api/v1/api-keys", JsonSerializer.Serialize(new
        {
            label = "ci", role = "viewer", expires = TimeProvider.System.GetUtcNow().AddDays(1),
        }), ("Cookie", cookie), ("Origin", _server.People.ToString().TrimEnd('/')));
        using var organisation = await SendAsync(
            HttpMethod.Get, "api/v1/organisation", null, ("Authorization", "Bearer " + key.RootElement.GetProperty("token").GetString()));
        Assert.Equal("<b>Example</b>", organisation.RootElement.GetProperty("name").GetString());
        key.Dispose();

        // 4. Stopped as it should be, started again: no link any more, and the same organisation.
        Assert.Equal(0, await _server.StopAsync());
        await using var second = await StartedServer.StartAsync(_folder.Path);
        Assert.False(second.PrintedSetUp);
        Assert.DoesNotContain(_server.Output.Concat(second.Output), line => line.Contains(Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SecondProcess_OnTheSameFolder_IsRefused()
    {
        var (code, output) = await StartedServer.FailAsync(_folder.Path);

        Assert.Equal(1, code);
        Assert.Contains("error folder-in-use", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WithWhatSomebodyTyped_ShowsItAsText()
    {
        var reply = await PostAsync("ghu_no", Password);

        Assert.Equal(410, reply.Status);
        Assert.Contains("value=\"&lt;b&gt;Example&lt;/b&gt;\"", reply.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Example", reply.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, reply.Html, StringComparison.Ordinal);
    }

    private async Task<(int Status, string Html)> PostAsync(string token, string password)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("token", token), new("organisation", "<b>Example</b>"), new("email", "ada@example.com"), new("password", password),
        ]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.People, "setup")) { Content = form };
        request.Headers.Add("Origin", _server.People.ToString().TrimEnd('/'));
        using var reply = await _http.SendAsync(request, Cancel);
        return ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync(Cancel));
    }

    private async Task<string> SignInAsync()
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { email = "ada@example.com", password = Password }), Encoding.UTF8, "application/json");
        using var reply = await _http.PostAsync(new Uri(_server.People, "api/v1/session"), content, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        return reply.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private async Task<JsonDocument> SendAsync(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server.People, path));
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var reply = await _http.SendAsync(request, Cancel);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync(Cancel));
        return JsonDocument.Parse(await reply.Content.ReadAsStringAsync(Cancel));
    }
}
