using System.Net;
using System.Net.Sockets;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Accounts;

/// <summary>Accounts whose token endpoint is away hold up nobody else's, and are tried again later and later.</summary>
public class RenewalOrderTests : IAsyncLifetime
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
    public async Task Account_BehindManyOfAnEndpointThatDoesNotAnswer_IsRenewedAtOnce()
    {
        // It takes connections, and nobody answers on them.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await _rig.Plane.Control.WithAsync(async services =>
        {
            var (db, vault) = (services.GetRequiredService<ControlDb>(), services.GetRequiredService<AccountVault>());
            var known = await db.UpstreamAccounts.AsNoTracking().SingleAsync();
            var client = TokenClient.Read(known.Client) with { TokenEndpoint = new Uri($"http://{silent.LocalEndpoint}/token") };
            for (var i = 0; i < 30; i++)
            {
                var row = new UpstreamAccount
                {
                    Id = Ids.New("acc"), ServerId = known.ServerId, PersonId = $"per_{i}", BoundTo = known.BoundTo, Client = client.ToJson(),
                    Issuer = "https://silent.example", KeyVersion = 0, Sealed = [], ConnectedBy = "x", Connected = known.Connected,
                    Expires = known.Expires, RenewAt = known.RenewAt - TimeSpan.FromMinutes(1),
                };
                vault.Seal(row, new AccountSecrets("a", "r", null));
                db.UpstreamAccounts.Add(row);
            }

            return await db.SaveChangesAsync();
        });

        _rig.Plane.Control.Time.Advance(TimeSpan.FromMinutes(49));
        await Eventually.IsAsync(() => Looked(_rig.Site.Forms.Count == 2));

        // Meanwhile the silent one was asked once, and for one account.
        await Eventually.IsAsync(silent.Pending);
        using var asked = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);
        Assert.False(silent.Pending());
    }

    [Fact]
    public async Task Account_WhoseRenewalFails_IsPutOffBeforeItsEnd()
    {
        _rig.Site.RefusesWith = "temporarily_unavailable";
        var before = await AccountAsync(_ => true);
        _rig.Plane.Control.Time.Advance(TimeSpan.FromMinutes(49));

        await Eventually.IsAsync(async () => Looked((await AccountAsync(_ => true)).RenewAt > _rig.Plane.Control.Time.GetUtcNow()));

        var after = await AccountAsync(_ => true);
        Assert.Equal((before.Expires, before.Version), (after.Expires, after.Version));
        Assert.True(after.RenewAt < after.Expires);
    }

    [Theory]
    [InlineData(-720, 180)]
    [InlineData(-7200, 600)]
    [InlineData(-60, 30)]
    [InlineData(0, 30)]
    [InlineData(240, 240)]
    [InlineData(864_000, 600)]
    public void Pause_ByTheTimeThatIsLeft_IsShortestAtTheEndAndNeverLong(int secondsPastTheEnd, int seconds)
    {
        var end = DateTimeOffset.UnixEpoch;

        Assert.Equal(TimeSpan.FromSeconds(seconds), RenewalPause.At(end.AddSeconds(secondsPastTheEnd), end));
        Assert.Equal(TimeSpan.FromSeconds(30), RenewalPause.At(end, null));
    }

    // The clock stands still between the looks, so that none is waited for here.
    private bool Looked(bool condition)
    {
        _ = _rig.Renewal.LookAsync();
        return condition;
    }

    private Task<UpstreamAccount> AccountAsync(System.Linq.Expressions.Expression<Func<UpstreamAccount, bool>> which) => _rig.Plane.Control.WithAsync(
        services => services.GetRequiredService<ControlDb>().UpstreamAccounts.AsNoTracking().SingleAsync(which));
}
