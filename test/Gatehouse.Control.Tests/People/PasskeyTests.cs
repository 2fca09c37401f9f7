using Gatehouse.Api.People;

namespace Gatehouse.Control.Tests.People;

public class PasskeyTests : IAsyncLifetime
{
    private readonly SoftAuthenticator _device = new();
    private Town _town = null!;

    public async ValueTask InitializeAsync()
    {
        _town = await Town.BuildAsync();
        _device.Origin = $"http://localhost:{_town.Rig.Address.Port}";
    }

    public async ValueTask DisposeAsync()
    {
        _device.Dispose();
        await _town.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Passkey_Added_SignsInWithoutAPasswordAndWithoutACode()
    {
        Assert.Equal(201, (await AddAsync(_town.Admin)).Status);

        var reply = await SignInAsync();

        Assert.Equal((204, ""), (reply.Status, reply.Text));
        var who = await _town.AsAsync(reply.Cookie!, "GET", "/session");
        Assert.Equal((200, Town.AdminEmail), (who.Status, who["label"]));
        var sessions = (await _town.AdminAsync("GET", "/sessions")).Json.GetProperty("items").GetArrayLength();
        Assert.Equal(2, sessions);
    }

    [Fact]
    public async Task Answer_OfASignIn_WorksOnce()
    {
        await AddAsync(_town.Admin);
        var body = await AnswerAsync();

        Assert.Equal(204, (await SendAsync("/session/passkey", body)).Status);
        Assert.Equal((401, "passkey-unknown"), Both(await SendAsync("/session/passkey", body)));
    }

    [Fact]
    public async Task Answer_TooLate_IsRefused()
    {
        await AddAsync(_town.Admin);
        var body = await AnswerAsync();

        _town.Rig.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((401, "passkey-unknown"), Both(await SendAsync("/session/passkey", body)));
    }

    [Theory]
    [InlineData("https://evil.example", true)] // The page of another site.
    [InlineData("http://localhost:1", true)] // Another port is another origin.
    [InlineData(null, false)] // The device did not look who it is.
    public async Task Answer_OfAnotherPageOrWithoutThePerson_IsRefused(string? origin, bool verifies)
    {
        await AddAsync(_town.Admin);
        _device.Origin = origin ?? _device.Origin;
        _device.Verifies = verifies;

        Assert.Equal((401, "passkey-unknown"), Both(await SignInAsync()));
    }

    [Fact]
    public async Task Answer_SignedByAnotherKeyOrForAnotherPerson_IsRefused()
    {
        await AddAsync(_town.Admin);
        var (vera, _) = await _town.JoinAsync("vera@example.com", Role.Viewer);
        using var stranger = new SoftAuthenticator { Origin = _device.Origin, User = _device.User };

        Assert.Equal(401, (await SignInAsync(stranger)).Status);
        _device.User = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(vera));
        Assert.Equal(401, (await SignInAsync()).Status);
    }

    [Fact]
    public async Task Answer_OfACopyThatCountsBackwards_IsRefused()
    {
        await AddAsync(_town.Admin);
        Assert.Equal(204, (await SignInAsync()).Status);

        _device.Rewind();

        Assert.Equal((401, "passkey-unknown"), Both(await SignInAsync()));
    }

    [Fact]
    public async Task Passkey_Removed_SignsInNoMore()
    {
        await AddAsync(_town.Admin);
        var (_, vera) = await _town.JoinAsync("vera@example.com", Role.Viewer);
        Assert.Equal(404, (await _town.AsAsync(vera, "DELETE", "/passkeys/" + _device.Id)).Status);
        Assert.Equal(404, (await _town.AsAsync(vera, "PATCH", "/passkeys/" + _device.Id, new { name = "mine" })).Status);

        Assert.Equal("phone", (await _town.AdminAsync("PATCH", "/passkeys/" + _device.Id, new { name = "phone" }))["name"]);
        var listed = Assert.Single((await _town.AdminAsync("GET", "/passkeys")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("phone", _device.Id), (listed.GetProperty("name").GetString(), listed.GetProperty("id").GetString()));
        Assert.Equal(204, (await _town.AdminAsync("DELETE", "/passkeys/" + _device.Id)).Status);

        Assert.Equal((401, "passkey-unknown"), Both(await SignInAsync()));
        Assert.Empty((await _town.AdminAsync("GET", "/passkeys")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Question_WithoutThePassword_IsNotAsked()
    {
        Assert.Equal((403, "password-wrong"), Both(await AskAsync(_town.Admin, "not the password")));
        var key = (await _town.AdminAsync("POST", "/api-keys", new { label = "ci", role = "admin", expires = "2026-12-24T00:00:00Z" }))["token"];
        var asked = await _town.Rig.SendAsync("POST", "/api/v1/passkeys/options", "{}", key);
        Assert.Equal((403, "person-needed"), Both(asked));
    }

    [Fact]
    public async Task Question_OfSomebodyElse_CannotBeAnswered()
    {
        var (_, vera) = await _town.JoinAsync("vera@example.com", Role.Viewer);
        var question = (await AskAsync(_town.Admin)).Json;

        Assert.Equal((422, "passkey-refused"), Both(await AddAsync(vera, question)));
        Assert.Equal(201, (await AddAsync(_town.Admin, question)).Status);
        Assert.Equal((422, "passkey-refused"), Both(await AddAsync(_town.Admin, question)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id":"x","rawId":"x","type":"public-key","response":{}}""")]
    [InlineData("\"text\"")]
    public async Task Credential_ThatIsNone_IsRefused(string credential)
    {
        var question = await AskAsync(_town.Admin);
        var body = $$"""{"challenge":"{{question["challenge"]}}","name":"x","credential":{{credential}}}""";
        Assert.Equal((422, "passkey-refused"), Both(await _town.AsAsync(_town.Admin, "POST", "/passkeys", body)));

        var asked = await SendAsync("/session/passkey/options", null);
        var answer = $$"""{"challenge":"{{asked["challenge"]}}","credential":{{credential}}}""";
        Assert.Equal((401, "passkey-unknown"), Both(await SendAsync("/session/passkey", answer)));
    }

    private static (int, string?) Both(Reply reply) => (reply.Status, reply.Code);

    private Task<Reply> AskAsync(string cookie, string password = Town.Password) => PageAsync(cookie, "/passkeys/options", Town.Json(new { password }));

    private async Task<Reply> AddAsync(string cookie, System.Text.Json.JsonElement? asked = null)
    {
        var question = asked ?? (await AskAsync(cookie)).Json;
        return await PageAsync(
            cookie, "/passkeys",
            $$"""
            {"challenge":"{{question.GetProperty("challenge").GetString()}}","name":"laptop","credential":{{_device.Create(question.GetProperty("options"))}}}
            """);
    }

    private async Task<string> AnswerAsync(SoftAuthenticator? device = null)
    {
        var question = (await SendAsync("/session/passkey/options", null)).Json;
        Assert.False(question.GetProperty("options").TryGetProperty("allowCredentials", out var allowed) && allowed.GetArrayLength() > 0);
        return $$"""
            {"challenge":"{{question.GetProperty("challenge").GetString()}}","credential":{{(device ?? _device).Get(question.GetProperty("options"))}}}
            """;
    }

    private async Task<Reply> SignInAsync(SoftAuthenticator? device = null) => await SendAsync("/session/passkey", await AnswerAsync(device));

    private Task<Reply> SendAsync(string path, string? body) => _town.Rig.SendAsync("POST", "/api/v1" + path, body, headers: Page);

    private Task<Reply> PageAsync(string cookie, string path, string body) =>
        _town.Rig.SendAsync("POST", "/api/v1" + path, body, headers: [("Cookie", cookie), .. Page]);

    // As a page of http://localhost:PORT sends: an address of numbers is no name that a passkey can be bound to.
    private (string, string)[] Page =>
        [("Host", $"localhost:{_town.Rig.Address.Port}"), ("Origin", $"http://localhost:{_town.Rig.Address.Port}")];
}
