using System.Net;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity;

public sealed class GrantAuthenticatorTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly string _token = GrantToken.Create();

    [Fact]
    public void Identify_TokenOfTheServer_GivesItsGrant()
    {
        var who = Identify("Bearer " + _token, "bank");

        Assert.Equal("g1", who.Grant?.Id);
        Assert.Equal(200, who.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic eDp4")]
    [InlineData("Bearer gth_wrong")]
    public void Identify_NoSoundToken_Is401(string header) => Assert.Equal(401, Identify(header, "bank").Status);

    [Fact]
    public void Identify_TwoHeaders_Is401() =>
        Assert.Equal(401, Identify(new StringValues(["Bearer " + _token, "Bearer " + _token]), "bank").Status);

    [Fact]
    public void Identify_OtherServer_Is404WhetherItExistsOrNot()
    {
        Assert.Equal(Identify("Bearer " + _token, "files"), Identify("Bearer " + _token, "nowhere"));
        Assert.Equal(404, Identify("Bearer " + _token, "files").Status);
    }

    [Fact]
    public void Identify_AtExpiry_Is401()
    {
        _time.SetUtcNow(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal("token-expired", Identify("Bearer " + _token, "bank").Reason);
    }

    [Fact]
    public void Identify_ManyWrongTokens_SlowsTheAddressAndNotTheGrant()
    {
        var throttle = new Throttle(_time, perMinute: 3);
        var authenticator = new GrantAuthenticator(_time, throttle);
        var statuses = Enumerable.Range(0, 5)
            .Select(_ => authenticator.Identify(Snapshot(), "Bearer gth_wrong", "bank", new DefaultHttpContext(), static (_, _) => IPAddress.Loopback).Status).ToArray();

        Assert.Equal([401, 401, 401, 429, 429], statuses);
        Assert.Equal(200, authenticator.Identify(Snapshot(), "Bearer " + _token, "bank", new DefaultHttpContext(), static (_, _) => IPAddress.Loopback).Status);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(401, authenticator.Identify(Snapshot(), "Bearer gth_wrong", "bank", new DefaultHttpContext(), static (_, _) => IPAddress.Loopback).Status);
    }

    [Fact]
    public void Identify_FromANetworkOfTheGrant_GivesItsGrant() => Assert.Equal("g1", From("10.1.2.3").Grant?.Id);

    [Theory]
    [InlineData("11.1.2.3")]
    [InlineData(null)]
    public void Identify_FromElsewhere_Is401WithoutGrantAndNamesItForTheRecord(string? address)
    {
        var who = From(address);

        Assert.Equal((401, "source-not-allowed", "g1"), (who.Status, who.Reason, who.Suspect?.Id));
        Assert.Null(who.Grant);
    }

    [Fact]
    public void Identify_FromElsewhereOnAnotherServer_TellsNoMore() => Assert.Equal(401, From("11.1.2.3", "files").Status);

    [Fact]
    public void Identify_FromElsewhereOften_IsSlowedAsAnUnknownToken()
    {
        var throttle = new Throttle(_time, perMinute: 1);

        Assert.Equal([401, 429], [From("11.1.2.3", throttle: throttle).Status, From("11.1.2.3", throttle: throttle).Status]);
    }

    private Identification From(string? address, string server = "bank", Throttle? throttle = null)
    {
        var bank = Some.Server("bank");
        var grant = Some.Grant("g1", bank) with
        {
            Token = TokenHash.Of(_token),
            Sources = SourceNetworks.Of([IPNetwork.Parse("10.0.0.0/8")]),
        };
        return new GrantAuthenticator(_time, throttle ?? new Throttle(_time)).Identify(
            new GatewaySnapshot([bank], [grant], new GatewaySettings()), "Bearer " + _token, server, new DefaultHttpContext(),
            (_, _) => address is null ? null : IPAddress.Parse(address));
    }

    private Identification Identify(StringValues header, string server) =>
        new GrantAuthenticator(_time, new Throttle(_time)).Identify(Snapshot(), header, server, new DefaultHttpContext(), static (_, _) => IPAddress.Loopback);

    private GatewaySnapshot Snapshot()
    {
        var bank = Some.Server("bank");
        return new GatewaySnapshot(
            [bank, Some.Server("files")],
            [Some.Grant("g1", bank) with { Token = TokenHash.Of(_token), Expires = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero) }],
            new GatewaySettings());
    }
}
