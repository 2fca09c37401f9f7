using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Backups;
using Gatehouse.Ledger.Dialects.Postgres;
using Gatehouse.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Storage;

/// <summary>Which process may use a database, and with which data folder.</summary>
public sealed class PostgresProcessTests
{
    [Fact]
    public async Task Open_WhileAnotherServerUsesTheDatabase_IsRefusedAndDoesNotDisturbIt()
    {
        var text = PostgresServer.OfThisRun.CreateDatabase();
        await using var rig = await ControlRig.StartAsync(database: text);
        using var folder = new TempFolder();

        Assert.Equal("database-in-use", await RefusalAsync(folder, text));
        Assert.Null((await rig.Ledger.Ledger.Settling.VoidAllAsync(CancellationToken.None)).Fault);
    }

    [Fact]
    public async Task Write_AfterAnotherServerTookTheDatabaseOver_IsRefusedByTheFirst()
    {
        var text = PostgresServer.OfThisRun.CreateDatabase();
        await using var rig = await ControlRig.StartAsync(database: text);
        var key = await rig.SeedAsync(Api.People.Role.Admin);
        Assert.Equal(200, (await rig.SendAsync("GET", "/api/v1/organisation", token: key.Token)).Status);

        // As when the network between the first and the database is cut, and a second one starts elsewhere.
        await rig.RunAsync("UPDATE ledger_owner SET owner = 'another'");

        Assert.Equal("database-in-use", (await rig.Ledger.Ledger.Settling.VoidAllAsync(CancellationToken.None)).Fault?.Code.Word);
        var changed = await rig.SendAsync("PATCH", "/api/v1/organisation", """{"name":"New"}""", key.Token, ("If-Match", "*"));
        Assert.Equal((503, "store-unavailable"), (changed.Status, changed.Code));

        // What it may no longer write it does not go on to answer from, either.
        Assert.Equal(503, (await rig.SendAsync("GET", "/api/v1/organisation", token: key.Token)).Status);
        Assert.Equal(503, (await rig.SendAsync("GET", "/api/v1/catalogue/tools?q=payment")).Status);
    }

    [Fact]
    public async Task Import_AfterAnotherServerTookTheDatabaseOver_WritesNothing()
    {
        await using var rig = await ControlRig.StartAsync(database: PostgresServer.OfThisRun.CreateDatabase());
        await rig.RunAsync("UPDATE ledger_owner SET owner = 'another'");

        // Nothing has looked at the owner since: the import's own transaction does.
        var begun = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => rig.WithAsync(services => services
            .GetRequiredService<Control.Catalogue.Storage.CatalogueStore>()
            .WriteAsync(static session => session.Execute("DELETE FROM server"), CancellationToken.None).AsTask()));

        Assert.Contains("taken over", begun.Message, StringComparison.Ordinal);
        await rig.RunAsync("DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM gatehouse_catalogue.server) THEN RAISE 'gone'; END IF; END $$");
    }

    [Fact]
    public async Task Open_AfterTheSessionOfTheHoldWasEnded_TakesItAgain()
    {
        var text = PostgresServer.OfThisRun.CreateDatabase();
        await using var rig = await ControlRig.StartAsync(database: text);
        using var folder = new TempFolder();
        await rig.RunAsync("""
            SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """);

        await Eventually.IsAsync(async () => await RefusalAsync(folder, text) == "database-in-use");
    }

    [Fact]
    public async Task Open_WithTheDatabaseOfAnotherFolder_IsRefused()
    {
        var text = PostgresServer.OfThisRun.CreateDatabase();
        using (var first = new TempFolder())
        {
            Assert.Null(await RefusalAsync(first, text));
        }

        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.At("keys"));
        Assert.Equal("key-missing", await RefusalAsync(folder, text));
        using var used = new TempFolder();
        Assert.Null(await RefusalAsync(used, PostgresServer.OfThisRun.CreateDatabase()));
        Assert.Equal("database-of-another-folder", await RefusalAsync(used, text));
    }

    [Fact]
    public async Task Open_FolderWithoutItsDatabaseOrWithTwo_IsRefused()
    {
        using var folder = new TempFolder();
        var text = PostgresServer.OfThisRun.CreateDatabase();
        Assert.Null(await RefusalAsync(folder, text));
        Assert.Null(await RefusalAsync(folder, text));

        Assert.Equal("store-elsewhere", await RefusalAsync(folder, null));
        Assert.Equal("store-missing", await RefusalAsync(folder, PostgresServer.OfThisRun.CreateDatabase()));
        using var file = new TempFolder();
        Assert.Null(await RefusalAsync(file, null));
        Assert.Equal("store-elsewhere", await RefusalAsync(file, PostgresServer.OfThisRun.CreateDatabase()));
    }

    [Fact]
    public async Task Open_AfterTheOperatorSaysThatItWasRestored_ClosesWhatMayHaveBeenUsed()
    {
        var text = PostgresServer.OfThisRun.CreateDatabase();
        using var folder = new TempFolder();
        Assert.Null(await RefusalAsync(folder, text));
        PostgresServer.Run(text, """
            INSERT INTO approval (id, grant_id, server_id, fingerprint, tool, definition, digest, rules, messages, approvers, lifetime,
                grant_label, state, created, expires)
            SELECT 'a' || state, 'g', 's', 'f', 't', 'd', 'x', '[]', '[]', 1, 1, 'l', state, 1, 9e17 FROM generate_series(0, 9) AS state
            """);
        await File.WriteAllTextAsync(folder.At("after-restore"), "", TestContext.Current.CancellationToken);

        Assert.Null(await RefusalAsync(folder, text));

        Assert.Equal("0", PostgresServer.Ask(
            text, $"SELECT count(*) FROM approval WHERE state IN ({(int)ApprovalState.Open}, {(int)ApprovalState.Approved}, {(int)ApprovalState.Claimed})"));
        Assert.False(File.Exists(folder.At("after-restore")));
        Assert.True(File.Exists(folder.At("restored")));
    }

    [Fact]
    public async Task Backup_OfAFolderWhoseStateIsElsewhere_SaysSoInsteadOfCopyingHalf()
    {
        using var folder = new TempFolder();
        using var target = new TempFolder();
        Assert.Null(await RefusalAsync(folder, PostgresServer.OfThisRun.CreateDatabase()));
        var (data, _) = DataFolder.Open(folder.Path, FolderUse.Beside);

        var (_, fault) = FolderBackup.Run(data!, KeyRing.Ephemeral(), target.Path, null, TimeProvider.System);

        Assert.Equal("store-elsewhere", fault?.Code.Word);
        Assert.Empty(Directory.EnumerateFileSystemEntries(target.Path));
    }

    [Theory]
    [InlineData("Host=db;Username=u;Database=d")]
    [InlineData("postgresql://u:p%40ss@db.example.com:6432/d?sslmode=verify-full")]
    [InlineData("postgres://u@db/d")]
    public async Task Read_ConnectionString_IsAccepted(string text)
    {
        var (database, fault) = PostgresDatabase.Read(text);
        Assert.Null(fault);
        await using (database)
        {
            Assert.Equal(text.Contains("p%40ss", StringComparison.Ordinal), PostgresDatabase.HasPassword(text));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Database=d;Password=secret")]
    [InlineData("Host=db;Password=secret")]
    [InlineData("Host=db;Database=d;Passwort=secret")]
    [InlineData("Host=db;Database=d;Port=secret")]
    [InlineData("postgresql://u:secret@db/d?passwort=secret")]
    [InlineData("postgresql://u:secret@:db/d")]
    [InlineData("postgresql://u:secret@db/d?sslmode=secret")]
    public void Read_ConnectionStringThatCannotBeUsed_IsNamedWithoutItsText(string text)
    {
        var (database, fault) = PostgresDatabase.Read(text);

        Assert.Null(database);
        Assert.Equal("database-invalid", fault?.Code.Word);
        Assert.DoesNotContain("secret", fault!.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string?> RefusalAsync(TempFolder folder, string? text)
    {
        await using var database = text is null ? null : PostgresDatabase.Read(text).Database;
        var (ledger, fault) = await Ledgers.OpenServerAsync(folder.Path, survivesPowerLoss: true, database);
        if (ledger is not null)
        {
            await ledger.DisposeAsync();
        }

        return fault?.Code.Word;
    }
}
