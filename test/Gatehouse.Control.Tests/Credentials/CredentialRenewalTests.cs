using System.Security.Cryptography;
using Gatehouse.Api.People;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Credentials;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Sealing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Credentials;

/// <summary>Renewal over a real database: what is stored is what the newest key alone opens.</summary>
public class CredentialRenewalTests
{
    private static readonly Uri _url = new("https://192.0.43.8/mcp");
    private static readonly byte[] _first = RandomNumberGenerator.GetBytes(KeyRing.KeyLength);
    private static readonly byte[] _second = RandomNumberGenerator.GetBytes(KeyRing.KeyLength);

    [Fact]
    public async Task Run_AfterARotation_EncryptsAnewWhatOpens_AndLeavesWhatNoKeyOpens()
    {
        await using var rig = await ControlRig.StartAsync();
        var ring = Ring((1, _first), (2, _second));
        var (older, both, newest, lost) = (Vault((1, _first)), new CredentialVault(ring), Vault((2, _second)), Vault((7, _first)));
        await SaveAsync(
            rig, older.Seal("bank", "x-a", _url, "first", rig.Time.GetUtcNow()), both.Seal("bank", "x-b", _url, "second", rig.Time.GetUtcNow()),
            lost.Seal("bank", "x-c", _url, "gone", rig.Time.GetUtcNow()));

        Assert.Equal(1, await RunAsync(rig, ring));
        Assert.Equal(0, await RunAsync(rig, ring));

        var rows = await rig.WithAsync(async services =>
            await services.GetRequiredService<ControlDb>().ServerSecrets.AsNoTracking().OrderBy(row => row.Header).ToListAsync(CancellationToken.None));
        Assert.Equal([2, 2, 7], rows.Select(row => row.KeyVersion));
        Assert.Equal((SecretState.Used, "first"), newest.Open(rows[0], _url));
        Assert.Equal((SecretState.Used, "second"), newest.Open(rows[1], _url));
        Assert.Equal(SecretState.Unreadable, newest.Open(rows[2], _url).State);
        Assert.Equal((SecretState.Used, "gone"), lost.Open(rows[2], _url));
    }

    [Fact]
    public async Task Run_AfterARotation_EncryptsAccountsAndClientsAnew_AndLeavesWhatNoKeyOpens()
    {
        await using var rig = await ControlRig.StartAsync();
        await SaveAsync(rig);
        var (ring, older) = (Ring((1, _first), (2, _second)), new AccountVault(Ring((1, _first))));
        var lost = new AccountVault(Ring((7, _first)));
        var client = new ServerAuth { ServerId = "bank", Kind = AuthKind.Oauth, ClientId = "us", Issuer = "https://issuer.example", KeyVersion = 1 };
        client.ClientSecret = older.SealClient(client, "client-secret");
        var (known, gone) = (Account("acc_known", ""), Account("acc_gone", "per_a"));
        older.Seal(known, new AccountSecrets("access", "refresh", null));
        lost.Seal(gone, new AccountSecrets("lost", null, null));
        await rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            db.ServerAuth.Add(client);
            db.UpstreamAccounts.AddRange(known, gone);
            return await db.SaveChangesAsync(CancellationToken.None);
        });

        Assert.Equal(2, await RunAsync(rig, ring));
        Assert.Equal(0, await RunAsync(rig, ring));

        // The older key may go now.
        var newest = new AccountVault(Ring((2, _second)));
        var (accounts, clients) = await rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            return (await db.UpstreamAccounts.AsNoTracking().OrderBy(row => row.Id).ToListAsync(CancellationToken.None),
                await db.ServerAuth.AsNoTracking().ToListAsync(CancellationToken.None));
        });
        Assert.Equal([7, 2], accounts.Select(row => row.KeyVersion));
        Assert.Equal(new AccountSecrets("access", "refresh", null), newest.Open(accounts[1]));
        Assert.Null(older.Open(accounts[1]));
        Assert.Null(newest.Open(accounts[0]));
        Assert.Equal((2, "client-secret"), (clients[0].KeyVersion, newest.OpenClient(clients[0])));
        Assert.Null(older.OpenClient(clients[0]));
    }

    private static UpstreamAccount Account(string id, string person) => new()
    {
        Id = id, ServerId = "bank", PersonId = person, BoundTo = "https|192.0.43.8|443|/mcp", Client = "{}", Issuer = "https://issuer.example",
        KeyVersion = 0, Sealed = [], ConnectedBy = "ann", Connected = DateTimeOffset.UnixEpoch,
    };

    private static KeyRing Ring(params (int Version, byte[] Key)[] keys) => new(keys.ToDictionary(one => one.Version, one => one.Key));

    private static CredentialVault Vault(params (int Version, byte[] Key)[] keys) => new(Ring(keys));

    private static Task<int> RunAsync(ControlRig rig, KeyRing keys) => rig.WithAsync(services => CredentialRenewal.RunAsync(
        services.GetRequiredService<ControlDb>(), new CredentialVault(keys), new AccountVault(keys), CancellationToken.None));

    private static async Task SaveAsync(ControlRig rig, params ServerSecret[] secrets)
    {
        var key = await rig.SeedAsync(Role.Admin);
        Assert.Equal(201, (await rig.SendAsync("POST", "/api/v1/servers", $$"""{"id":"bank","url":"{{_url}}"}""", key.Token)).Status);
        await rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            db.ServerSecrets.AddRange(secrets);
            return await db.SaveChangesAsync(CancellationToken.None);
        });
    }
}
