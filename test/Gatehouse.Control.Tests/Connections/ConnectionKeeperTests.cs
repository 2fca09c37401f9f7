using Gatehouse.Api.People;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Control.Tests.Connections;

public class ConnectionKeeperTests : IAsyncLifetime
{
    private Town _town = null!;
    private string _grant = "";

    private DateTimeOffset Now => _town.Rig.Time.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _town = await Town.BuildAsync();
        _grant = await ConnectionRows.GrantAsync(_town);
    }

    public async ValueTask DisposeAsync()
    {
        await _town.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(TokenTypeIdentifiers.Private.AuthorizationCode, Statuses.Redeemed)]
    [InlineData(TokenTypeIdentifiers.AccessToken, Statuses.Valid)]
    [InlineData(TokenTypeIdentifiers.RefreshToken, Statuses.Valid)]
    [InlineData(TokenTypeIdentifiers.RefreshToken, Statuses.Redeemed)]
    public async Task Token_GoesOnceItExpiredAndNotBefore(string type, string status)
    {
        var (id, _) = await ConnectionRows.AddAsync(_town, _grant, "one", Now);
        var token = await ConnectionRows.TokenAsync(_town.Rig, id, type, Now.AddMinutes(2), status);

        _town.Rig.Time.Advance(TimeSpan.FromMinutes(2));
        await RunAsync();
        Assert.True(await HasAsync(db => db.OAuthTokens.AnyAsync(row => row.Id == token)));

        _town.Rig.Time.Advance(TimeSpan.FromSeconds(1));
        await RunAsync();
        Assert.False(await HasAsync(db => db.OAuthTokens.AnyAsync(row => row.Id == token)));
    }

    [Fact]
    public async Task Connection_WithoutAToken_EndsIsWrittenDownAndGoesAfterAMonth()
    {
        var (idle, client) = await ConnectionRows.AddAsync(_town, _grant, "idle", Now);
        var (used, _) = await ConnectionRows.AddAsync(_town, _grant, "used", Now);
        await ConnectionRows.TokenAsync(_town.Rig, used, TokenTypeIdentifiers.RefreshToken, Now.AddDays(90));
        await ConnectionRows.TokenAsync(_town.Rig, idle, TokenTypeIdentifiers.RefreshToken, Now.AddMinutes(5));

        // While it has one, and in its first minutes, in which a client exchanges its code, nothing happens.
        await RunAsync();
        Assert.Null(await EndedAsync(idle));
        _town.Rig.Time.Advance(TimeSpan.FromMinutes(11));
        var (fresh, _) = await ConnectionRows.AddAsync(_town, _grant, "fresh", Now);
        await RunAsync();

        Assert.Equal(Now, await EndedAsync(idle));
        Assert.Null(await EndedAsync(used));
        Assert.Null(await EndedAsync(fresh));
        var audit = await _town.AdminAsync("GET", "/audit?limit=50");
        Assert.Contains("connection.expired", audit.Text, StringComparison.Ordinal);

        _town.Rig.Time.Leap(TimeSpan.FromDays(30));
        await RunAsync();
        Assert.True(await HasAsync(db => db.Connections.AnyAsync(row => row.Id == idle)));
        _town.Rig.Time.Advance(TimeSpan.FromSeconds(1));
        await RunAsync();
        Assert.False(await HasAsync(db => db.Connections.AnyAsync(row => row.Id == idle)));
        Assert.True(await HasAsync(db => db.Connections.AnyAsync(row => row.Id == used && row.Ended == null)));
        Assert.False(await HasAsync(db => db.OAuthClients.AnyAsync(row => row.ClientId == client)));
    }

    [Fact]
    public async Task Client_WithoutAConsent_GoesAfterADay()
    {
        var unused = await ConnectionRows.ClientAsync(_town.Rig, "unused", Now);
        var (_, kept) = await ConnectionRows.AddAsync(_town, _grant, "kept", Now);

        _town.Rig.Time.Leap(TimeSpan.FromDays(1));
        await RunAsync();
        Assert.True(await HasAsync(db => db.OAuthClients.AnyAsync(row => row.ClientId == unused)));

        _town.Rig.Time.Advance(TimeSpan.FromSeconds(1));
        await RunAsync();
        Assert.False(await HasAsync(db => db.OAuthClients.AnyAsync(row => row.ClientId == unused)));
        Assert.True(await HasAsync(db => db.OAuthClients.AnyAsync(row => row.ClientId == kept)));
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("hand_over")]
    public async Task Member_WhoLeaves_TakesTheirConsentsAlong(string grants)
    {
        var (bob, _) = await _town.JoinAsync("bob@example.com", Role.Viewer);
        var me = (await _town.AdminAsync("GET", "/session"))["id"]!;
        var own = await ConnectionRows.GrantAsync(_town, bob);
        var (theirs, _) = await ConnectionRows.AddAsync(_town, own, "theirs", Now, bob);
        var (elsewhere, _) = await ConnectionRows.AddAsync(_town, _grant, "elsewhere", Now, bob);
        var (adminsOnTheirGrant, _) = await ConnectionRows.AddAsync(_town, own, "admin's", Now, me);
        var (mine, _) = await ConnectionRows.AddAsync(_town, _grant, "mine", Now, me);
        foreach (var id in new[] { theirs, elsewhere, adminsOnTheirGrant, mine })
        {
            await ConnectionRows.TokenAsync(_town.Rig, id, TokenTypeIdentifiers.AccessToken, Now.AddHours(1));
        }

        var left = await _town.AdminAsync("POST", $"/members/{bob}/removal", grants == "revoke" ? (object)new { grants } : new { grants, to = me });

        Assert.Equal(204, left.Status);
        Assert.NotNull(await EndedAsync(theirs));
        Assert.NotNull(await EndedAsync(elsewhere));

        // Somebody else's consent goes with the grant alone.
        Assert.Equal(grants == "revoke", await EndedAsync(adminsOnTheirGrant) is not null);
        Assert.Null(await EndedAsync(mine));
        var kept = grants == "revoke" ? 1 : 2;
        Assert.Equal(kept, await _town.Rig.WithAsync(static services => services.GetRequiredService<ControlDb>().OAuthTokens.CountAsync()));
        Assert.Contains("connection.revoked", (await _town.AdminAsync("GET", "/audit?limit=50")).Text, StringComparison.Ordinal);
    }

    private async Task RunAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _town.Rig.Host.Services.GetRequiredService<ConnectionKeeper>().RunAsync(TestContext.Current.CancellationToken);
    }

    private Task<bool> HasAsync(Func<ControlDb, Task<bool>> ask) =>
        _town.Rig.WithAsync(services => ask(services.GetRequiredService<ControlDb>()));

    private Task<DateTimeOffset?> EndedAsync(string id) => _town.Rig.WithAsync(services =>
        services.GetRequiredService<ControlDb>().Connections.Where(row => row.Id == id).Select(static row => row.Ended).SingleAsync());
}
