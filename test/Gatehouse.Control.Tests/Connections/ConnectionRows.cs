using Gatehouse.Api.People;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Control.Tests.Connections;

/// <summary>Clients, consents and tokens, put into the tables directly.</summary>
internal static class ConnectionRows
{
    /// <summary>A grant of somebody, on a server of its own; gives its id.</summary>
    public static Task<string> GrantAsync(Town town, string? owner = null) => town.Rig.WithAsync(async services =>
    {
        var (db, now) = (services.GetRequiredService<ControlDb>(), town.Rig.Time.GetUtcNow());
        if (!await db.Servers.AnyAsync(row => row.Id == "files"))
        {
            db.Servers.Add(new RegisteredServer
            {
                Id = "files", OrganisationId = town.OrganisationId, Name = "files", Url = "https://files.example.com/mcp", Created = now,
            });
        }

        var grant = new Grant
        {
            Id = Ids.New("grt"), OrganisationId = town.OrganisationId, ServerId = "files", Label = "x", OwnerId = owner ?? await MeAsync(db),
            Expires = now.AddDays(300), Created = now,
        };
        db.Grants.Add(grant);
        await db.SaveChangesAsync();
        return grant.Id;
    });

    /// <summary>A client that nobody consented to; gives its id.</summary>
    public static Task<string> ClientAsync(ControlRig rig, string name, DateTimeOffset created) => rig.WithAsync(async services =>
    {
        var db = services.GetRequiredService<ControlDb>();
        var client = Client(name, created);
        db.OAuthClients.Add(client);
        await db.SaveChangesAsync();
        return client.ClientId!;
    });

    /// <summary>So many of them, of now.</summary>
    public static Task<int> ClientsAsync(ControlRig rig, int count) => rig.WithAsync(services =>
    {
        var db = services.GetRequiredService<ControlDb>();
        db.OAuthClients.AddRange(Enumerable.Range(0, count).Select(i => Client($"c{i}", rig.Time.GetUtcNow())));
        return db.SaveChangesAsync();
    });

    /// <summary>A client with somebody's consent.</summary>
    public static Task<(string Id, string ClientId)> AddAsync(
        Town town, string grant, string name, DateTimeOffset created, string? person = null) => town.Rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            var client = Client(name, created);
            var row = new Connection
            {
                Id = Ids.New("con"), Application = client, Subject = person ?? await MeAsync(db), Status = Statuses.Valid,
                Type = AuthorizationTypes.Permanent, CreationDate = created.UtcDateTime, OrganisationId = town.OrganisationId, GrantId = grant,
                ClientAddress = client.ClientId!, ClientName = name, RedirectUri = "https://a.example/", Created = created,
                ConcurrencyToken = "1",
            };
            db.OAuthClients.Add(client);
            db.Connections.Add(row);
            await db.SaveChangesAsync();
            return (row.Id!, client.ClientId!);
        });

    /// <summary>A token of a connection; gives its id.</summary>
    public static Task<string> TokenAsync(ControlRig rig, string connection, string type, DateTimeOffset expires, string status = Statuses.Valid) =>
        rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            var row = await db.Connections.Include(one => one.Application).SingleAsync(one => one.Id == connection);
            var token = new OAuthToken
            {
                Id = Ids.New("tok"), Authorization = row, Application = row.Application, Type = type, Status = status, Subject = row.Subject,
                CreationDate = rig.Time.GetUtcNow().UtcDateTime, ExpirationDate = expires.UtcDateTime, ReferenceId = Ids.New("ref"),
                ConcurrencyToken = "1",
            };
            db.OAuthTokens.Add(token);
            await db.SaveChangesAsync();
            return token.Id!;
        });

    private static OAuthClient Client(string name, DateTimeOffset created) => new()
    {
        Id = Ids.New("cli"), ClientId = Ids.New("ghc"), ClientType = ClientTypes.Public, ConsentType = ConsentTypes.Explicit,
        ApplicationType = ApplicationTypes.Web, DisplayName = name, RedirectUris = "[\"https://a.example/\"]", Created = created, Read = created,
        ConcurrencyToken = "1",
    };

    private static async Task<string> MeAsync(ControlDb db) => (await db.Members.SingleAsync(row => row.Role == Role.Admin)).PersonId;
}
