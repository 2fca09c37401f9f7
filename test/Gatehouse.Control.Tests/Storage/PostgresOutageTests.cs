using System.Diagnostics;
using Gatehouse.Control.Snapshots;
using Gatehouse.Postgres;

namespace Gatehouse.Control.Tests.Storage;

/// <summary>The database stops, or does not answer any more, under calls and people, and comes back.</summary>
public sealed class PostgresOutageTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Database_Away_DeniesCallsAndSaysSo_AndEverythingComesBackWithoutARestart(bool hangs)
    {
        using var server = new PostgresServer();
        await using var rig = await PlaneRig.StartAsync(database: server.CreateDatabase());
        var world = await rig.WorldAsync();
        Assert.Equal(200, (await rig.CallAsync(world.Server, world.Token)).Status);
        Assert.Equal(200, (await rig.AdminAsync("GET", "servers")).Status);
        Assert.Equal(200, (await rig.AdminAsync("GET", "catalogue/tools?q=payment")).Status);

        Leave(server, hangs);
        var away = Stopwatch.StartNew();
        var left = rig.Control.Time.GetUtcNow();
        await Eventually.IsAsync(async () =>
        {
            // The clock that patience is measured by is the test's; here it goes as the real one does.
            rig.Control.Time.Advance(TimeSpan.FromMilliseconds(100));
            return (await rig.CallAsync(world.Server, world.Token)).Status == 503;
        });
        Assert.InRange(rig.Control.Time.GetUtcNow() - left, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        TestContext.Current.TestOutputHelper?.WriteLine($"calls denied after {away.ElapsedMilliseconds} ms");
        if (!hangs)
        {
            // Who asks a database that hangs waits for it: see docs/operations/postgresql.md.
            var asked = await rig.AdminAsync("GET", "servers");
            Assert.Equal((503, "store-unavailable"), (asked.Status, asked.Code));
            var changed = await rig.AdminAsync("POST", "policies", """{"name":"p","document":"{\"version\":\"1\",\"default\":\"deny\"}"}""");
            Assert.Equal((503, "store-unavailable"), (changed.Status, changed.Code));
            var searched = await rig.AdminAsync("GET", "catalogue/tools?q=payment");
            Assert.Equal((503, "store-unavailable"), (searched.Status, searched.Code));
        }

        Assert.Equal(503, (await rig.CallAsync(world.Server, world.Token)).Status);

        Return(server, hangs);
        await Eventually.IsAsync(async () =>
        {
            rig.Control.Time.Advance(SnapshotPublisher.Interval);
            return rig.Publisher.IsConfirmed && (await rig.AdminAsync("GET", "servers")).Status == 200;
        });
        Assert.Equal(200, (await rig.CallAsync(world.Server, world.Token)).Status);
        await Eventually.IsAsync(async () => (await rig.AdminAsync("GET", "catalogue/tools?q=payment")).Status == 200);
        var digest = new string('0', 64);
        await Eventually.IsAsync(async () =>
            (await rig.AdminAsync("POST", "catalogue/imports", $$"""{"kind":"file","name":"x","digest":"{{digest}}"}""")).Status == 201);
        await Eventually.IsAsync(async () => (await rig.AdminAsync("PUT", $"servers/{world.Server}/freeze", "{}")).Status == 200);
        Assert.Contains("frozen", (await rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
    }

    private static void Leave(PostgresServer server, bool hangs)
    {
        if (hangs)
        {
            server.Freeze();
        }
        else
        {
            server.Stop();
        }
    }

    private static void Return(PostgresServer server, bool hangs)
    {
        if (hangs)
        {
            server.Thaw();
        }
        else
        {
            server.Start();
        }
    }
}
