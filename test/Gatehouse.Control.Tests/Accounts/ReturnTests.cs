namespace Gatehouse.Control.Tests.Accounts;

/// <summary>The way back from an authorization server is open to the world: only the right browser, once, in time, with the right issuer.</summary>
public class ReturnTests : IAsyncLifetime
{
    private const string Unknown = "/servers?problem=account-return-unknown";
    private AccountRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await AccountRig.StartAsync();
        await _rig.SetAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Return_WithoutTheBrowsersCookie_IsNobodys()
    {
        var (back, cookie) = await _rig.ConsentAsync();

        Assert.Equal(Unknown, await _rig.ArriveAsync(back, null));
        Assert.Equal(Unknown, await _rig.ArriveAsync(back, cookie + "x"));
        await NothingHappenedAsync();

        // Those tries used nothing up.
        Assert.Equal("/servers/guarded?connected=1", await _rig.ArriveAsync(back, cookie));
    }

    [Fact]
    public async Task Return_ASecondTime_IsNobodys()
    {
        var (back, cookie) = await _rig.ConsentAsync();
        await _rig.ArriveAsync(back, cookie);

        Assert.Equal(Unknown, await _rig.ArriveAsync(back, cookie));
        Assert.Single(_rig.Site.Forms);
    }

    [Fact]
    public async Task Return_ManyAtOnce_ExchangesOneCode()
    {
        var (back, cookie) = await _rig.ConsentAsync();

        var ends = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _rig.ArriveAsync(back, cookie)));

        Assert.Single(ends, end => end.EndsWith("connected=1", StringComparison.Ordinal));
        Assert.Single(_rig.Site.Forms);
    }

    [Fact]
    public async Task Return_AfterTenMinutes_IsNobodys()
    {
        var (back, cookie) = await _rig.ConsentAsync();
        _rig.Plane.Control.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(Unknown, await _rig.ArriveAsync(back, cookie));
        await NothingHappenedAsync();
    }

    [Theory]
    [InlineData("/oauth/callback")]
    [InlineData("/oauth/callback?code=a&state=b")]
    [InlineData("/oauth/callback?code=a&state=b&state=c")]
    public async Task Return_OfNobody_IsNobodys(string back) => Assert.Equal(Unknown, await _rig.ArriveAsync(back, "gatehouse-connect=x"));

    [Theory]
    [InlineData("iss=", "iss=https%3A%2F%2Fevil.example.com&x=")]
    [InlineData("&iss=", "&x=")]
    [InlineData("%2Fas", "%2FAS")]
    [InlineData("code=", "error=access_denied&x=")]
    public async Task Return_FromAnotherIssuerOrWithARefusal_ConnectsNothing(string part, string instead)
    {
        _rig.Site.Back = query => query.Replace(part, instead, StringComparison.Ordinal);
        var (back, cookie) = await _rig.ConsentAsync();

        Assert.Equal("/servers/guarded?problem=account-refused", await _rig.ArriveAsync(back, cookie));
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task Return_OfSomebodyWhoMayNotAnyMore_ConnectsNothing()
    {
        var (back, cookie) = await _rig.ConsentAsync();
        await _rig.Plane.AddMemberAsync("carol@example.com");
        var left = await _rig.Plane.AdminAsync("PATCH", $"members/{_rig.Plane.Person}", """{"role":"viewer"}""", ("If-Match", "*"));
        Assert.Equal((200, ""), (left.Status, left.Status == 200 ? "" : left.Text));

        Assert.Equal("/servers/guarded?problem=right-missing", await _rig.ArriveAsync(back, cookie));
        Assert.Empty((await _rig.Plane.AdminAsync("GET", "servers/guarded/accounts")).Json.GetProperty("accounts").EnumerateArray());
    }

    private async Task NothingHappenedAsync()
    {
        Assert.Empty(_rig.Site.Forms);
        Assert.Empty((await _rig.Plane.AdminAsync("GET", "servers/guarded/accounts")).Json.GetProperty("accounts").EnumerateArray());
    }
}
