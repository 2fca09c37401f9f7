namespace Gatehouse.Control.Tests.Accounts;

/// <summary>Tokens are renewed before they end, once; where they cannot be, calls stop and people are told.</summary>
public class RenewalTests : IAsyncLifetime
{
    private AccountRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await AccountRig.StartAsync();
        await _rig.SetAsync();
        await _rig.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Token_BeforeItEnds_IsRenewedOnceByHoweverManyLook()
    {
        var first = Assert.Single(_rig.Site.AccessTokens);
        _rig.Plane.Control.Time.Advance(TimeSpan.FromMinutes(49));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _rig.Renewal.LookAsync()));
        await Eventually.IsAsync(() => _rig.Site.Forms.Count == 2);
        var second = Assert.Single(_rig.Site.AccessTokens, token => token != first);
        _rig.Site.Seen.Clear();

        await Eventually.IsAsync(async () => (await _rig.CallAsync()).Status == 200 && _rig.Site.Seen.Contains("Bearer " + second));

        Assert.Equal(["authorization_code", "refresh_token"], _rig.Site.Forms.Select(form => form["grant_type"]));
        Assert.All(_rig.Site.Forms, form => Assert.Equal(_rig.Site.Server, form["resource"]));

        // The next one uses the refresh token that came with it.
        _rig.Plane.Control.Time.Advance(TimeSpan.FromMinutes(49));
        await _rig.Renewal.LookAsync();
        await Eventually.IsAsync(() => _rig.Site.Forms.Count == 3);
        Assert.Equal("connected", (await _rig.AccountAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Token_OfAKeyThatIsLost_StopsCallsAndIsToldAsUnreadable()
    {
        Assert.Equal(200, (await _rig.CallAsync()).Status);
        await _rig.Plane.Control.RunAsync("UPDATE upstream_accounts SET key_version = 9");
        Assert.Equal(200, (await _rig.Plane.AdminAsync("PATCH", "servers/guarded", """{"name":"Anew"}""", ("If-Match", "*"))).Status);

        await Eventually.IsAsync(async () => (await _rig.CallAsync()).Status == 503);
        var (_, text) = await _rig.CallAsync();
        var account = await _rig.AccountAsync();

        Assert.Contains("upstream-not-connected", text, StringComparison.Ordinal);
        Assert.Equal("unreadable", account.GetProperty("state").GetString());
        foreach (var token in _rig.Site.AccessTokens)
        {
            Assert.DoesNotContain(token, text + account.GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain(_rig.Plane.Control.Logs.All, line => line.Contains(token, StringComparison.Ordinal));
        }

        // Connected again, it is sealed with a key that is there.
        await _rig.ConnectAsync();
        Assert.Equal(200, (await _rig.CallAsync()).Status);
    }

    [Fact]
    public async Task Token_ThatIsNotRenewedAnyMore_StopsCallsAndSaysSo()
    {
        _rig.Site.RefusesWith = "invalid_grant";
        _rig.Plane.Control.Time.Advance(TimeSpan.FromMinutes(49));
        await _rig.Renewal.LookAsync();

        await Eventually.IsAsync(async () => (await _rig.AccountAsync()).GetProperty("state").GetString() == "failed");
        var (status, text) = await _rig.CallAsync();
        Assert.Equal(503, status);
        Assert.Contains("upstream-not-connected", text, StringComparison.Ordinal);
        var audit = await _rig.Plane.AdminAsync("GET", "audit?limit=200");
        Assert.Contains("account.failed", audit.Text, StringComparison.Ordinal);

        await _rig.ConnectAsync();
        Assert.Equal(200, (await _rig.CallAsync()).Status);
    }

    [Fact]
    public async Task Token_WhileTheEndpointIsAway_HoldsUntilItsEndAndNotLonger()
    {
        _rig.Site.RefusesWith = "temporarily_unavailable";
        _rig.Plane.Control.Time.Advance(TimeSpan.FromMinutes(49));
        await _rig.Renewal.LookAsync();
        await Eventually.IsAsync(() => _rig.Site.Forms.Count == 2);
        Assert.Equal(200, (await _rig.CallAsync()).Status);

        _rig.Plane.Control.Time.Advance(TimeSpan.FromMinutes(11));
        _rig.Site.Seen.Clear();
        Assert.Equal(503, (await _rig.CallAsync()).Status);
        Assert.Empty(_rig.Site.Seen);

        _rig.Site.RefusesWith = null;
        _rig.Plane.Control.Time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.IsAsync(async () =>
        {
            await _rig.Renewal.LookAsync();
            return (await _rig.CallAsync()).Status == 200;
        });
    }

    [Fact]
    public async Task Token_ThatTheServerDoesNotTake_IsRenewedAndTheCallIsNotSentAgain()
    {
        await _rig.CallAsync();
        _rig.Site.Revoke();
        _rig.Site.Seen.Clear();

        Assert.Equal(502, (await _rig.CallAsync()).Status);
        Assert.Single(_rig.Site.Seen);
        await Eventually.IsAsync(async () =>
        {
            await _rig.Renewal.LookAsync();
            return _rig.Site.Forms.Count == 2 && (await _rig.CallAsync()).Status == 200;
        });
    }

    [Fact]
    public async Task Server_ThatAsksForMore_IsAskedForItWithTheNextConsent()
    {
        _rig.Site.Needs = "admin";
        Assert.Equal(502, (await _rig.CallAsync()).Status);
        await Eventually.IsAsync(async () =>
        {
            await _rig.Renewal.LookAsync();
            return (await _rig.AccountAsync()).TryGetProperty("problem", out var problem) && problem.GetString() == "the server asks for the scope admin";
        });

        await _rig.ConnectAsync();
        Assert.Equal("read write admin", _rig.Site.Consents.Last()["scope"]);
        Assert.Equal(200, (await _rig.CallAsync()).Status);
        Assert.False((await _rig.AccountAsync()).TryGetProperty("problem", out _));
    }
}
