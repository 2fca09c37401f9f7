using System.Data.Common;
using Gatehouse.Control.Storage;
using Gatehouse.Control.Storage.Postgres;
using Gatehouse.Control.Storage.Sqlite;
using Gatehouse.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Storage;

/// <summary>One model, two sets of migrations; and an end in the middle of them.</summary>
public sealed class MigrationTests
{
    private static readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public void Model_OfEitherDatabase_HasNoChangeWithoutAMigration()
    {
        using var sqlite = new SqliteDesign().CreateDbContext([]);
        using var postgres = new PostgresDesign().CreateDbContext([]);

        // tools/add-migration NAME makes the one that lacks, for both.
        Assert.False(sqlite.Database.HasPendingModelChanges(), "SQLite lacks a migration");
        Assert.False(postgres.Database.HasPendingModelChanges(), "PostgreSQL lacks a migration");
    }

    [Fact]
    public void Schema_OfBothDatabases_IsTheSame()
    {
        using var sqlite = new SqliteDesign().CreateDbContext([]);
        using var postgres = new PostgresDesign().CreateDbContext([]);

        Assert.Equal(Columns(sqlite), Columns(postgres));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Migrate_CutOffBetweenAnyTwoSteps_IsFinishedByTheNextStart(bool isPostgres)
    {
        using var folder = new TempFolder();
        var steps = new Cut { At = int.MaxValue };
        await using (var whole = await NewAsync(isPostgres, folder, "whole", steps))
        {
            await whole.Database.MigrateAsync(_cancel);
        }

        Assert.InRange(steps.Seen, 20, 1_000);
        for (var at = 1; at < steps.Seen; at += isPostgres ? 9 : 5)
        {
            var cut = new Cut { At = at };
            await using var db = await NewAsync(isPostgres, folder, $"cut{at}", cut);
            await Assert.ThrowsAnyAsync<Exception>(() => db.Database.MigrateAsync(_cancel));
            await db.Database.CloseConnectionAsync();
            cut.At = int.MaxValue;

            await db.Database.MigrateAsync(_cancel);
            Assert.Empty(await db.Database.GetPendingMigrationsAsync(_cancel));
            Assert.Equal(1, await db.Revisions.CountAsync(_cancel));
        }
    }

    [Fact]
    public async Task Apply_AfterAProcessThatWasKilledMeanwhile_DoesNotWaitForItsLock()
    {
        using var folder = new TempFolder();
        await using (var killed = await NewAsync(isPostgres: false, folder, "killed", new Cut { At = int.MaxValue }))
        {
            await killed.Database.ExecuteSqlRawAsync(
                """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-23 12:00:00');
                """,
                _cancel);
        }

        await using var db = await NewAsync(isPostgres: false, folder, "killed", new Cut { At = int.MaxValue });
        await using var parts = new ServiceCollection().AddSingleton(db).BuildServiceProvider();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        Assert.Null(await ControlMigration.ApplyAsync(parts, patience.Token));
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(_cancel));
    }

    private static async Task<ControlDb> NewAsync(bool isPostgres, TempFolder folder, string name, Cut cut)
    {
        if (isPostgres)
        {
            return new PostgresControlDb(new DbContextOptionsBuilder<PostgresControlDb>()
                .UseNpgsql(PostgresServer.OfThisRun.CreateSchema() + ";Pooling=false", PostgresDesign.Migrations)
                .UseApplicationServiceProvider(ControlRig.IdentityParts()).AddInterceptors(cut).Options);
        }

        await ControlRig.CreateAsync(folder.At(name));
        return new SqliteControlDb(new DbContextOptionsBuilder<SqliteControlDb>()
            .UseSqlite($"Data Source={folder.At(name)};Pooling=False", SqliteDesign.Migrations)
            .UseApplicationServiceProvider(ControlRig.IdentityParts()).AddInterceptors(cut).Options);
    }

    private static List<string> Columns(DbContext db) =>
    [
        .. db.Model.GetEntityTypes().Where(type => type.GetTableName() is not null && !type.IsMappedToJson())
            .SelectMany(type => type.GetProperties().Select(property =>
                $"{type.GetTableName()}.{property.GetColumnName(StoreObjectIdentifier.Table(type.GetTableName()!))} {property.IsNullable}"))
            .Order(StringComparer.Ordinal),
    ];

    // The connection breaks before a statement, as it does when the process is killed there: what was not committed is gone.
    private sealed class Cut : DbCommandInterceptor
    {
        public int At { get; set; }

        public int Seen { get; private set; }

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (++Seen == At)
            {
                await command.Connection!.CloseAsync();
                throw new InvalidOperationException("cut off");
            }

            return result;
        }
    }
}
