using System.Text.Json;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Connections;

/// <summary>The bounds of what strangers may register.</summary>
public class ClientRegistrationTests
{
    [Theory]
    [InlineData("https://assistant.example.com/callback")]
    [InlineData("https://assistant.example.com/callback?kind=oauth")]
    [InlineData("http://127.0.0.1:1455/callback")]
    [InlineData("http://localhost/callback")]
    [InlineData("http://[::1]:80/callback")]
    [InlineData("com.example.assistant:/callback")]
    [InlineData("cursor://anysphere.cursor-mcp/callback")]
    public async Task Redirect_ThatLeadsToAProgram_IsTaken(string redirect)
    {
        await using var rig = await ControlRig.StartAsync();

        var made = await RegisterAsync(rig, redirect);

        Assert.Equal((201, redirect), (made.Status, JsonElement.Parse(made.Text).GetProperty("redirect_uris")[0].GetString()));
        Assert.False(JsonElement.Parse(made.Text).TryGetProperty("client_secret", out _));
    }

    [Theory]
    [InlineData("http://assistant.example.com/callback")]
    [InlineData("http://127.0.0.1.example.com/callback")]
    [InlineData("http://10.0.0.1/callback")]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("blob:https://a.example/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("view-source:https://a.example/")]
    [InlineData("intent://x#Intent;end")]
    [InlineData("https://user:pass@assistant.example.com/")]
    [InlineData("https://assistant.example.com/#fragment")]
    [InlineData("https://assistant.example.com/\\evil")]
    [InlineData("https://assistant.example.com/ x")]
    [InlineData("https://assistant.example.com/\u202e")]
    [InlineData("//assistant.example.com/")]
    [InlineData("/callback")]
    [InlineData("")]
    public async Task Redirect_OfAnyOtherKind_IsRefused(string redirect)
    {
        await using var rig = await ControlRig.StartAsync();

        Assert.Equal((400, "invalid_redirect_uri"), Both(await RegisterAsync(rig, redirect)));
        Assert.Equal((400, "invalid_redirect_uri"), Both(await RegisterAsync(rig, "https://assistant.example.com/", redirect)));
        Assert.Equal(0, await CountAsync(rig));
    }

    [Fact]
    public async Task Redirects_TooManyOrTooLong_AreRefused()
    {
        await using var rig = await ControlRig.StartAsync();
        var many = Enumerable.Range(0, 21).Select(static i => $"https://assistant.example.com/{i}").ToArray();
        var longest = "https://assistant.example.com/".PadRight(1024, 'x');

        Assert.Equal((400, "invalid_redirect_uri"), Both(await RegisterAsync(rig, many)));
        Assert.Equal((400, "invalid_redirect_uri"), Both(await RegisterAsync(rig)));
        Assert.Equal((400, "invalid_redirect_uri"), Both(await RegisterAsync(rig, longest + "x")));
        Assert.Equal(201, (await RegisterAsync(rig, many[..20])).Status);
        Assert.Equal(201, (await RegisterAsync(rig, longest)).Status);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"redirect_uris":["https://b.example/"]}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"response_types":["token"]}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"grant_types":["client_credentials"]}""")]
    [InlineData("""{"redirect_uris":["https://a.example/"],"client_name":"\ud800"}""")]
    public async Task Body_ThatIsNotOneSoundObject_IsRefused(string body)
    {
        await using var rig = await ControlRig.StartAsync();

        Assert.Equal((400, "invalid_client_metadata"), Both(await rig.SendAsync("POST", "/oauth/register", body)));
        Assert.Equal(0, await CountAsync(rig));
    }

    [Fact]
    public async Task Body_LongerThanMayBe_IsRefused()
    {
        await using var rig = await ControlRig.StartAsync();
        static string Body(int length)
        {
            const string Head = "{\"redirect_uris\":[\"https://a.example/\"],\"x\":\"";
            return Head + new string('x', length - Head.Length - 2) + "\"}";
        }

        Assert.Equal((400, "invalid_client_metadata"), Both(await rig.SendAsync("POST", "/oauth/register", Body((64 * 1024) + 1))));
        Assert.Equal(201, (await rig.SendAsync("POST", "/oauth/register", Body(64 * 1024))).Status);
    }

    [Fact]
    public async Task Name_LongerThanIsShown_IsCut()
    {
        await using var rig = await ControlRig.StartAsync();

        var made = await rig.SendAsync(
            "POST", "/oauth/register", JsonSerializer.Serialize(new { client_name = new string('n', 500), redirect_uris = new[] { "https://a.example/" } }));

        Assert.Equal(100, JsonElement.Parse(made.Text).GetProperty("client_name").GetString()!.Length);
    }

    [Fact]
    public async Task Strangers_WhoRegisterTooOften_Wait()
    {
        await using var rig = await ControlRig.StartAsync(control: static settings => settings with
        {
            Rates = settings.Rates with { Registrations = new RateShare(3, 1, TimeSpan.FromHours(1)) },
        });
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(201, (await RegisterAsync(rig, "https://a.example/")).Status);
        }

        var refused = await RegisterAsync(rig, "https://a.example/");
        Assert.Equal(429, refused.Status);
        Assert.True(refused.Headers.ContainsKey("Retry-After"));
        Assert.Equal(3, await CountAsync(rig));
    }

    [Fact]
    public async Task Clients_ThatNobodyConsentedTo_AreBoundedAndTheOldestGo()
    {
        await using var town = await Town.BuildAsync();
        var oldest = await ConnectionRows.ClientAsync(town.Rig, "oldest", town.Rig.Time.GetUtcNow().AddMinutes(-30));
        var kept = await ConnectionRows.AddAsync(town, await ConnectionRows.GrantAsync(town), "kept", town.Rig.Time.GetUtcNow().AddDays(-20));
        await ConnectionRows.ClientsAsync(town.Rig, OAuthClients.MostUnused - 1);
        Assert.Equal(201, (await RegisterAsync(town.Rig, "https://a.example/")).Status);

        Assert.Equal(OAuthClients.MostUnused + 1, await CountAsync(town.Rig));
        Assert.False(await HasAsync(town.Rig, oldest));
        Assert.True(await HasAsync(town.Rig, kept.ClientId));
    }

    private static Task<Reply> RegisterAsync(ControlRig rig, params string[] redirects) =>
        rig.SendAsync("POST", "/oauth/register", JsonSerializer.Serialize(new { client_name = "Assistant", redirect_uris = redirects }));

    private static (int Status, string? Error) Both(Reply reply) => (reply.Status, reply["error"]);

    private static Task<int> CountAsync(ControlRig rig) => rig.WithAsync(static services => services.GetRequiredService<ControlDb>().OAuthClients.CountAsync());

    private static Task<bool> HasAsync(ControlRig rig, string clientId) =>
        rig.WithAsync(services => services.GetRequiredService<ControlDb>().OAuthClients.AnyAsync(row => row.ClientId == clientId));
}
