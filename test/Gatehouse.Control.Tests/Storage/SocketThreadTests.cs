using System.Diagnostics;
using Gatehouse.Control.Storage;
using Gatehouse.Control.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Storage;

/// <summary>No code of the control plane runs on a thread that belongs to a socket.</summary>
public sealed class SocketThreadTests
{
    /// <summary>What the server sets; the runtime reads it with the first socket, so it takes a process of its own.</summary>
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    [Fact]
    public async Task SuitesOnPostgres_WithSocketsThatContinueInline_FindNoControlCodeThere()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.Environment[Variable] = "1";
        foreach (var argument in new[]
        {
            typeof(SocketThreadTests).Assembly.Location, "--progress", "off", "--no-ansi", "--filter-class", "*.PostgresThreads",
            "--filter-class", "*.PostgresControlStoreTests", "--filter-class", "*.PostgresApprovalApiTests",
            "--filter-class", "*.PostgresOwnServerThreads",
        })
        {
            start.ArgumentList.Add(argument);
        }

        using var run = Process.Start(start)!;
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0 && output.Contains("failed: 0", StringComparison.Ordinal), output);
    }
}

/// <summary>Each way in which something comes back from the database.</summary>
public sealed class PostgresThreads
{
    private static readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    private static bool IsInline => Environment.GetEnvironmentVariable(SocketThreadTests.Variable) == "1";

    [Fact]
    public async Task Npgsql_ByItself_ContinuesOnASocketsThread()
    {
        await using var rig = await ControlRig.StartAsync();

        // Without this the other tests would look for something that never happens.
        var source = rig.Host.Services.GetRequiredService<ControlSettings>().Database!.Source;
        var there = false;
        for (var i = 0; i < 20; i++)
        {
            await using var command = source.CreateCommand("SELECT pg_sleep(0.01)");
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            there |= SocketThread.IsHere;
        }

        Assert.Equal(IsInline, there);
    }

    [Fact]
    public async Task EveryKindOfAccess_ComesBackOnThePool()
    {
        await using var rig = await ControlRig.StartAsync();
        var found = new List<string>();
        await rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            for (var i = 0; i < 20; i++)
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                Look("begin");
                db.KeptAnswers.Add(new KeptAnswer
                {
                    ActorId = "a", Key = $"k{i}", RequestHash = "r", Sealed = new string('x', 200_000), Expires = rig.Time.GetUtcNow(),
                });
                await db.SaveChangesAsync();
                Look("save");
                await db.Database.ExecuteSqlRawAsync("SELECT pg_sleep(0.005)", _cancel);
                Look("execute");
                await transaction.CommitAsync();
                Look("commit");
                await foreach (var row in db.KeptAnswers.AsNoTracking().AsAsyncEnumerable())
                {
                    Look($"row {row.Key}");
                }

                Look("rows");
                await db.KeptAnswers.AsNoTracking().CountAsync();
                Look("count");
            }

            var catalogue = services.GetRequiredService<Control.Catalogue.Storage.CatalogueStore>();
            for (var i = 0; i < 20; i++)
            {
                await catalogue.ReadAsync(static session => session.One(static row => row.GetValue(0), "SELECT pg_sleep(0.005)"), _cancel);
                Look("catalogue read");
                await catalogue.WriteAsync(static session => session.Execute("UPDATE server SET changed = changed + 1"), _cancel);
                Look("catalogue written");
            }

            for (var i = 0; i < 5; i++)
            {
                await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("SELECT pg_sleep(0.005), 1/0", _cancel));
                Look("failure");
                await using (await ReadTransaction.BeginAsync(db, CancellationToken.None))
                {
                    Look("reading");
                    await db.Revisions.AsNoTracking().SingleAsync();
                    Look("read");
                }

                Look("given up");
                await using var undone = await db.Database.BeginTransactionAsync(CancellationToken.None);
                await undone.RollbackAsync(CancellationToken.None);
                Look("rolled back");
            }

            return true;
        });

        Assert.Empty(found);

        void Look(string place)
        {
            if (SocketThread.IsHere)
            {
                found.Add(place);
            }
        }
    }
}
