using System.Text;
using Gatehouse.Api.People;
using Gatehouse.Control.OpenId;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.OpenId;

public sealed class OpenIdTests : IAsyncDisposable
{
    private const string Start = "/api/v1/openid/start?next=/servers";

    private readonly HttpMessageInvoker _browser = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private TestIssuer? _issuer;
    private Town? _town;

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await (_town?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_issuer?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task SignIn_Newcomer_BecomesWhatTheOperatorSaysAndComesBackAsThemselves()
    {
        var town = await BuildAsync();

        var first = await GoAsync(Start);
        Assert.Equal((200, "0; url=/servers"), (first.Status, first.Headers["Refresh"]));
        var who = await town.AsAsync(Session(first), "GET", "/session");
        Assert.Equal(("grace@example.com", "viewer", "True"), (who["label"], who["role"], who["is_email_confirmed"]));

        // The issuer's own name for them is what counts, not the address.
        _issuer!.Email = "grace.hopper@example.com";
        var again = await town.AsAsync(Session(await GoAsync(Start)), "GET", "/session");
        Assert.Equal(who["id"], again["id"]);
    }

    [Fact]
    public async Task SignIn_WhereNobodyNewComesIn_NeedsAnInvitation()
    {
        var town = await BuildAsync(rules => rules with { Newcomers = null });
        Assert.Equal((403, "openid-unknown"), Both(await GoAsync(Start)));

        await town.AdminAsync("POST", "/invitations", new { email = "Grace@example.com", role = "approver" });
        var who = await town.AsAsync(Session(await GoAsync(Start)), "GET", "/session");

        Assert.Equal("approver", who["role"]);
        Assert.Empty((await town.AdminAsync("GET", "/invitations")).Json.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData(true, false, "openid-unknown")] // Not verified.
    [InlineData(false, true, "openid-unknown")] // Verified by somebody whose word does not count.
    public async Task SignIn_AddressThatNobodyVouchesFor_IsNobodysHere(bool trusts, bool isVerified, string code)
    {
        await BuildAsync(rules => rules with { TrustsEmail = trusts });
        _issuer!.Email = Town.AdminEmail;
        _issuer.IsVerified = isVerified;

        Assert.Equal((403, code), Both(await GoAsync(Start)));
    }

    [Fact]
    public async Task SignIn_AddressOfAnAccountHere_IsLinkedOnlyWhereItIsKnownToBeTheirs()
    {
        var town = await BuildAsync();
        _issuer!.Email = Town.AdminEmail;
        Assert.Equal((403, "openid-not-linked"), Both(await GoAsync(Start)));

        await SetAsync(person => person.SetProperty(row => row.EmailConfirmed, true).SetProperty(row => row.TwoFactorEnabled, true));
        Assert.Equal((403, "openid-not-linked"), Both(await GoAsync(Start)));

        await SetAsync(person => person.SetProperty(row => row.TwoFactorEnabled, false));
        var who = await town.AsAsync(Session(await GoAsync(Start)), "GET", "/session");
        Assert.Equal((await town.AdminAsync("GET", "/session"))["id"], who["id"]);
    }

    [Fact]
    public async Task Link_OfASignedInPerson_LetsThemInAndIsTakenBack()
    {
        var town = await BuildAsync(rules => rules with { TrustsEmail = false });
        Assert.Equal(401, (await GoAsync("/api/v1/openid/link")).Status);

        Assert.Equal(200, (await GoAsync("/api/v1/openid/link", town.Admin)).Status);
        var who = await town.AsAsync(Session(await GoAsync(Start)), "GET", "/session");
        Assert.Equal((Town.AdminEmail, "True"), (who["label"], who["has_open_id"]));

        // The same account of the issuer is nobody else's.
        var (_, vera) = await town.JoinAsync("vera@example.com", Role.Viewer);
        Assert.Equal((409, "openid-taken"), Both(await GoAsync("/api/v1/openid/link", vera)));

        Assert.Equal(204, (await town.AdminAsync("DELETE", "/openid/link")).Status);
        Assert.Equal((403, "openid-unknown"), Both(await GoAsync(Start)));
    }

    [Fact]
    public async Task Link_SessionEndedMeanwhile_LinksNothing()
    {
        var town = await BuildAsync();
        var (back, cookie) = await ToIssuerAsync("/api/v1/openid/link", town.Admin);
        await town.AdminAsync("DELETE", "/session");

        Assert.Equal(401, (await town.Rig.SendAsync("GET", back, headers: [("Cookie", cookie)])).Status);
    }

    [Fact]
    public async Task Callback_AnswerThatThisBrowserDidNotAskFor_IsRefusedBeforeTheIssuerIsAsked()
    {
        var town = await BuildAsync();
        var (back, cookie) = await ToIssuerAsync(Start);
        var (_, others) = await ToIssuerAsync(Start);

        Assert.Equal((400, "openid-failed"), Both(await town.Rig.SendAsync("GET", back)));
        Assert.Equal((400, "openid-failed"), Both(await town.Rig.SendAsync("GET", back, headers: [("Cookie", others)])));
        Assert.Equal((400, "openid-failed"), Both(await town.Rig.SendAsync("GET", back.Replace("state=", "state=x", StringComparison.Ordinal), headers: [("Cookie", cookie)])));
        Assert.Equal((400, "openid-failed"), Both(await town.Rig.SendAsync("GET", back + "&state=x", headers: [("Cookie", cookie)])));
        Assert.Equal(0, _issuer!.Exchanges);

        // Ten minutes later the browser has forgotten.
        town.Rig.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((400, "openid-failed"), Both(await town.Rig.SendAsync("GET", back, headers: [("Cookie", cookie)])));
    }

    [Fact]
    public async Task Token_OfAnotherFlow_IsRefused()
    {
        await BuildAsync();
        string? first = null;
        _issuer!.Change = token => first ??= token;

        Assert.Equal(200, (await GoAsync(Start)).Status);
        Assert.Equal((400, "openid-failed"), Both(await GoAsync(Start))); // The nonce is that of the first.
    }

    [Fact]
    public async Task Token_WithoutASoundSignature_IsRefused()
    {
        await BuildAsync();
        _issuer!.Change = token => token[..^8] + (token[^8] == 'A' ? 'B' : 'A') + token[^7..];
        Assert.Equal((400, "openid-failed"), Both(await GoAsync(Start)));

        _issuer.Change = token =>
        {
            var none = System.Buffers.Text.Base64Url.EncodeToString(Encoding.ASCII.GetBytes("""{"alg":"none"}"""));
            return $"{none}.{token.Split('.')[1]}.";
        };
        Assert.Equal((400, "openid-failed"), Both(await GoAsync(Start)));
    }

    [Theory]
    [InlineData("example.com", 200)]
    [InlineData("example.org", 403)]
    [InlineData("ample.com", 403)]
    public async Task SignIn_Domain_IsOneOfThoseThatMay(string domain, int status)
    {
        await BuildAsync(rules => rules with { Domains = System.Collections.Frozen.FrozenSet.Create(StringComparer.Ordinal, domain) });

        Assert.Equal(status, (await GoAsync(Start)).Status);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Next_ThatIsNoPathOfOurs_IsTheFirstPage(string next)
    {
        await BuildAsync();

        Assert.Equal("0; url=/", (await GoAsync("/api/v1/openid/start?next=" + Uri.EscapeDataString(next))).Headers["Refresh"]);
    }

    [Fact]
    public async Task Issuer_OfAnotherNameOrAway_LetsNobodyIn()
    {
        var town = await BuildAsync(rules => rules with { Issuer = rules.Issuer.TrimEnd('/') });
        Assert.Equal((400, "openid-failed"), Both(await town.Rig.SendAsync("GET", Start)));

        await _issuer!.DisposeAsync();
        await town.DisposeAsync();
        town = await BuildAsync(rules => rules with { Issuer = "http://127.0.0.1:1/" });
        Assert.Equal((503, "openid-unreachable"), Both(await town.Rig.SendAsync("GET", Start)));
    }

    [Fact]
    public async Task Server_WithoutAnIssuer_SaysSo()
    {
        await using var town = await Town.BuildAsync();

        Assert.Equal((404, "openid-off"), Both(await town.Rig.SendAsync("GET", Start)));
    }

    private static (int, string?) Both(Reply reply) => (reply.Status, reply.Code);

    private async Task<Town> BuildAsync(Func<OpenIdSettings, OpenIdSettings>? change = null)
    {
        _issuer = await TestIssuer.StartAsync(TimeProvider.System);
        var rules = new OpenIdSettings
        {
            Issuer = _issuer.Address, ClientId = TestIssuer.Client, Secret = TestIssuer.Secret, Name = "Test", TrustsEmail = true, Newcomers = Role.Viewer,
        };
        return _town = await Town.BuildAsync(
            settings => settings with { OpenId = change?.Invoke(rules) ?? rules }, TimeProvider.System.GetUtcNow());
    }

    // The whole way: to the issuer, back, and in.
    private async Task<Reply> GoAsync(string path, string? session = null)
    {
        var begun = await BeginAsync(path, session);
        if (begun.Status != 302)
        {
            return begun;
        }

        var (back, cookie) = await FollowAsync(begun);
        return await _town!.Rig.SendAsync("GET", back, headers: [("Cookie", cookie)]);
    }

    private Task<Reply> BeginAsync(string path, string? session) =>
        _town!.Rig.SendAsync("GET", path, headers: session is null ? [] : [("Cookie", session)]);

    private async Task<(string Back, string Cookie)> ToIssuerAsync(string path, string? session = null) =>
        await FollowAsync(await BeginAsync(path, session));

    private async Task<(string Back, string Cookie)> FollowAsync(Reply begun)
    {
        Assert.Equal(302, begun.Status);
        Assert.Contains("code_challenge_method=S256", begun.Headers["Location"], StringComparison.Ordinal);
        Assert.Matches("samesite=lax; httponly$", begun.Headers["Set-Cookie"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, begun.Headers["Location"]);
        using var answer = await _browser.SendAsync(request, TestContext.Current.CancellationToken);
        var back = answer.Headers.Location ?? throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        Assert.StartsWith("http://127.0.0.1:8090/api/v1/openid/callback?", back.ToString(), StringComparison.Ordinal);
        return (back.PathAndQuery, begun.Cookie!);
    }

    // Of the two cookies one goes and one comes.
    private static string Session(Reply reply) =>
        reply.Headers["Set-Cookie"].Split('\n').Select(set => set.Split(';')[0]).Single(set => set.StartsWith("gatehouse=", StringComparison.Ordinal));

    private Task<int> SetAsync(Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<Person>> change) => _town!.Rig.WithAsync(services =>
        services.GetRequiredService<ControlDb>().Users.Where(row => row.Email == Town.AdminEmail).ExecuteUpdateAsync(change));
}
