using System.Diagnostics;
using Gatehouse.Api.People;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Control.Tests.Storage;

/// <summary>Somebody else holds the write lock of the database: nothing can be written, everything can be read.</summary>
public sealed class BlockedStoreTests
{
    private const string Unnoted = "the last use of a session or key could not be noted";

    [Fact]
    public async Task Read_WhileNothingCanBeWritten_IsAnsweredAndTheLogSaysItOnceAMinute()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Viewer);
        await using (await BlockAsync(rig))
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(200, (await rig.SendAsync("GET", "/api/v1/servers", token: key.Token)).Status);
            }

            Assert.Equal(1, Warnings(rig));
            rig.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(200, (await rig.SendAsync("GET", "/api/v1/servers", token: key.Token)).Status);
            Assert.Equal(2, Warnings(rig));
        }

        // What was not noted then is noted with the next use, once there is no reason to spare the store any more.
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        var admin = await rig.SeedAsync(Role.Admin, key.OrganisationId);
        Assert.Equal(200, (await rig.SendAsync("GET", "/api/v1/servers", token: key.Token)).Status);
        var used = (await rig.SendAsync("GET", "/api/v1/api-keys", token: admin.Token)).Json.GetProperty("items").EnumerateArray()
            .Single(row => row.GetProperty("id").GetString() == key.Id).GetProperty("last_used").GetDateTimeOffset();
        Assert.Equal(rig.Time.GetUtcNow(), used);
    }

    [Fact]
    public async Task Session_UsedWhileNothingCouldBeNoted_EndsAsIfUnused()
    {
        await using var town = await Town.BuildAsync();
        town.Rig.Time.Advance(TimeSpan.FromHours(11));
        await using (await BlockAsync(town.Rig))
        {
            Assert.Equal(200, (await town.AdminAsync("GET", "/servers")).Status);
        }

        town.Rig.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal((401, "sign-in-needed"), (await town.AdminAsync("GET", "/servers")) is var reply ? (reply.Status, reply.Code) : default);
    }

    [Fact]
    public async Task Change_WhileNothingCanBeWritten_WaitsForTheLockOnce()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);
        await using var blocked = await BlockAsync(rig);
        var began = Stopwatch.GetTimestamp();

        var reply = await rig.SendAsync("PUT", "/api/v1/organisation/freeze", "{}", key.Token);

        // SQLite waits 4 s for a lock; the driver must not begin that wait again.
        Assert.Equal((503, "store-unavailable"), (reply.Status, reply.Code));
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 3, 7.5);
    }

    private static int Warnings(ControlRig rig) => rig.Logs.All.Count(line => line.Contains(Unnoted, StringComparison.Ordinal));

    private static async Task<IAsyncDisposable> BlockAsync(ControlRig rig)
    {
        var connection = new SqliteConnection($"Data Source={rig.Ledger.Folder.State};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
