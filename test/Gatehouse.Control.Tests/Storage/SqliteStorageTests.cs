using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Control.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Role = Gatehouse.Api.People.Role;

namespace Gatehouse.Control.Tests.Storage;

public sealed class SqliteStorageTests
{
    [Fact]
    public async Task Change_ReadThenWriteInManyTasks_NeverMeetsAStaleSnapshot()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);
        const int tasks = 4, rounds = 25;

        await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => Task.Run(async () =>
        {
            for (var round = 0; round < rounds; round++)
            {
                var outcome = await rig.WithAsync(services => RenameAsync(services, key).AsTask());
                Assert.Null(outcome.Refusal);
            }
        })));

        // INVARIANT: each change saw the one before, and each has its row in one unbroken chain.
        var (version, sequences) = await rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            return ((await db.Organisations.SingleAsync()).Version, await db.Audit.Select(entry => entry.Sequence).ToListAsync());
        });
        Assert.Equal(1 + (tasks * rounds), version);
        Assert.Equal(Enumerable.Range(1, tasks * rounds).Select(number => (long)number), sequences.Order());
    }

    [Fact]
    public async Task Transaction_OfAChange_HoldsTheWriteLockFromItsBeginning()
    {
        await using var rig = await ControlRig.StartAsync();
        await rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await using var other = new SqliteConnection($"Data Source={rig.Folder}/state.db;Pooling=False;Default Timeout=1");
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.CommandTimeout = 1;

            var busy = await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
            Assert.Equal(5, busy.SqliteErrorCode);
            return true;
        });
    }

    [Theory]
    [InlineData(false, "1")]
    [InlineData(true, "2")]
    public async Task Connection_Opened_SyncsAsAskedAndWritesAhead(bool survivesPowerLoss, string synchronous)
    {
        using var folder = new TempFolder();
        await ControlRig.CreateAsync(folder.At("state.db"));
        await using var db = new DbContext(new DbContextOptionsBuilder()
            .UseSqlite($"Data Source={folder.At("state.db")};Pooling=False")
            .AddInterceptors(new SqliteConnectionRules(survivesPowerLoss)).Options);
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);

        Assert.Equal(synchronous, await ScalarAsync(db, "PRAGMA synchronous"));
        Assert.Equal("wal", await ScalarAsync(db, "PRAGMA journal_mode"));
        Assert.Equal("4000", await ScalarAsync(db, "PRAGMA busy_timeout"));
        Assert.Equal("1", await ScalarAsync(db, "PRAGMA foreign_keys"));
    }

    [Fact]
    public async Task Migrations_AgainstTheModel_LackNothing()
    {
        await using var rig = await ControlRig.StartAsync();

        Assert.False(await rig.WithAsync(services =>
            Task.FromResult(services.GetRequiredService<ControlDb>().Database.HasPendingModelChanges())));
    }

    [Fact]
    public async Task Tables_Names_AreSnakeCaseAndLeaveTheLedgersAlone()
    {
        await using var rig = await ControlRig.StartAsync();
        var names = await rig.WithAsync(services => services.GetRequiredService<ControlDb>().Database
            .SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").ToListAsync());

        string[] ledgers = ["approval", "approval_vote", "counter", "reservation", "pin", "pinned_server", "ledger_clock", "ledger_schema"];
        var mapped = await rig.WithAsync(services => Task.FromResult(
            services.GetRequiredService<ControlDb>().Model.GetEntityTypes().Select(type => type.GetTableName()!).ToList()));
        Assert.Empty(mapped.Intersect(ledgers, StringComparer.Ordinal));
        Assert.Superset(ledgers.ToHashSet(StringComparer.Ordinal), names.ToHashSet(StringComparer.Ordinal));
        Assert.All(names.Where(name => name != "__EFMigrationsLock"), name => Assert.Matches("^[a-z_]+$", name));
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "organisations", "people", "members", "sessions", "api_keys", "invitations", "setup_links", "servers", "server_secrets",
                "policies", "policy_versions", "grants", "grant_tokens", "audit", "revision",
            },
            names.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Start_OnADatabaseOfANewerVersion_IsRefused()
    {
        await using var rig = await ControlRig.StartAsync();
        var fault = await rig.WithAsync(async services =>
        {
            await services.GetRequiredService<ControlDb>().Database
                .ExecuteSqlRawAsync("INSERT INTO control_schema VALUES ('99991231000000_Later', '99.0.0')");
            return await ControlMigration.ApplyAsync(rig.Host.Services, CancellationToken.None);
        });

        Assert.Equal("store-too-new", fault?.Code.Word);
    }

    private static ValueTask<Outcome<Api.Done>> RenameAsync(IServiceProvider services, SeededKey key)
    {
        var who = new Principal
        {
            Kind = Api.Audit.ActorKind.ApiKey, Id = key.Id, Label = "", OrganisationId = key.OrganisationId, Role = Role.Viewer, From = "",
        };
        return services.GetRequiredService<ControlStore>().ChangeAsync<Api.Done>(who, Right.ChangeOrganisation, async change =>
        {
            var organisation = await change.Db.Organisations.SingleAsync(change.Cancel);
            organisation.Version++;
            change.Note("organisation.changed", "organisation", organisation.Id);
            return Api.Done.It;
        }, CancellationToken.None);
    }

    private static async Task<string?> ScalarAsync(DbContext db, string sql)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
