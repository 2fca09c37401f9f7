using Gatehouse.Api.People;
using Gatehouse.Postgres;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>An import goes on by itself when the catalogue's database was away, from where it was.</summary>
public sealed class ImportOutageTests
{
    [Fact]
    public async Task Import_WhileTheDatabaseIsAway_WaitsAndGoesOnByItself()
    {
        using var server = new PostgresServer();
        await using var stub = await SourceStub.StartAsync();
        stub.Entries = [.. Enumerable.Range(0, 250).Select(at => Lines.Registry($"io.github.a/s{at}", $"Server {at}"))];
        var isAway = false;
        stub.Before = at =>
        {
            // The second page is fetched, and cannot be kept.
            if (at == 100 && !isAway)
            {
                isAway = true;
                server.Stop();
            }
        };
        await using var rig = await ControlRig.StartAsync(
            control: all => all with { Catalogue = stub.Sources },
            database: server.CreateDatabase());
        var admin = await rig.SeedAsync(Role.Admin);
        var begun = await rig.SendAsync("POST", "/api/v1/catalogue/imports", """{"kind":"registry"}""", admin.Token);
        Assert.Equal(201, begun.Status);

        await Eventually.IsAsync(() => rig.Logs.All.Any(line => line.Contains("an import stopped in an error", StringComparison.Ordinal)));
        server.Start();

        Reply? done = null;
        await Eventually.IsAsync(async () =>
        {
            done = await rig.SendAsync("GET", "/api/v1/catalogue/imports/" + begun["id"], null, admin.Token);
            return done.Status == 200 && done["state"] != "running";
        });
        Assert.Equal("done", done!["state"]);
        Assert.Equal(250, done.Json.GetProperty("counts").GetProperty("servers_new").GetInt64());

        // From where the database was: what it had not kept yet when it stopped is asked for again, and counted once.
        Assert.Equal(2, stub.Asked.Count(asked => asked.EndsWith("cursor=c%3A100", StringComparison.Ordinal)));
    }
}
