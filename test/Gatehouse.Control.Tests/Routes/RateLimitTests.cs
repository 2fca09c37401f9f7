using Gatehouse.Api.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Tests.Routes;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Known_WhoAsksTooOften_WaitsAndNobodyElseDoes()
    {
        await using var rig = await ControlRig.StartAsync(control: settings => settings with
        {
            Rates = new RateSettings { Known = new RateShare(5, 1, TimeSpan.FromMinutes(1)) },
        });
        var (one, other) = (await rig.SeedAsync(Role.Viewer), await rig.SeedAsync(Role.Viewer));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(200, (await rig.SendAsync("GET", "/api/v1/session", token: one.Token)).Status);
        }

        var late = await rig.SendAsync("GET", "/api/v1/organisation", token: one.Token);

        Assert.Equal((429, "too-many-requests"), (late.Status, late.Code));
        Assert.InRange(int.Parse(late.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(200, (await rig.SendAsync("GET", "/api/v1/session", token: other.Token)).Status);
    }

    [Fact]
    public async Task Stranger_WhoSignsInTooOften_WaitsBeforeAPasswordIsLookedAt()
    {
        await using var town = await Town.BuildAsync(settings => settings with
        {
            Rates = new RateSettings { StrangersChanges = new RateShare(4, 1, TimeSpan.FromMinutes(1)) },
        });
        var right = Town.Json(new { email = Town.AdminEmail, password = Town.Password });
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(204, (await town.Rig.SendAsync("POST", "/api/v1/session", right)).Status); // Set-up and sign-in took two.
        }

        Assert.Equal(429, (await town.Rig.SendAsync("POST", "/api/v1/session", right)).Status);
        Assert.Equal(429, (await town.Rig.SendAsync("POST", "/api/v1/password", """{"token":"x","password":"y"}""")).Status);
        Assert.Equal(200, (await town.AdminAsync("GET", "/session")).Status);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::9", "2001:db8:1:2::/64")]
    [InlineData("", "")]
    public void SiteOf_Address_IsItselfOrItsNetworkOfIpv6(string address, string site) => Assert.Equal(site, RateLimits.SiteOf(address));
}
