using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Backups;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>The catalogue in a backup that is taken beside a running server.</summary>
public sealed class CatalogueBackupTests
{
    private static readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restore_OfARunningServer_HasItsCatalogueAndWhatPeopleWrote()
    {
        await using var rig = await ControlRig.StartAsync();
        await SendAsync(rig, "before");
        using var copy = new TempFolder();
        var (summary, fault) = FolderBackup.Run(rig.Ledger.Folder, rig.Ledger.Keys, copy.At("backup"), copy.At("keys"), TimeProvider.System);
        Assert.Null(fault?.Message);
        Assert.Contains(Directory.EnumerateFiles(copy.At("backup")), file => Path.GetFileName(file) == "catalogue.db");
        Assert.True(summary!.IsSound);
        await SendAsync(rig, "after");

        var (_, unrestored) = await FolderRestore.RunAsync(
            copy.At("backup"), copy.At("elsewhere"), copy.At("keys"), replaces: false, limitsStand: false, TimeProvider.System, _cancel);

        Assert.Null(unrestored?.Message);
        await using var store = new CatalogueStore(new SqliteCatalogue(copy.At("elsewhere/catalogue.db")));
        Assert.Null(store.Migrate());
        var texts = await store.ReadAsync(static session => session.Rows(static row => row.GetString(0), "SELECT text FROM message"), _cancel);
        Assert.Equal(["before"], texts);
        var (hits, _) = await new CatalogueReading(store).ToolsAsync(new ToolFilter { Text = "payment" }, _cancel);
        Assert.NotEmpty(hits);
    }

    [Fact]
    public async Task Restore_OverAServersFolder_PutsItsCatalogueAside()
    {
        using var copy = new TempFolder();
        var rig = await ControlRig.StartAsync();
        await SendAsync(rig, "before");
        Assert.Null(FolderBackup.Run(rig.Ledger.Folder, rig.Ledger.Keys, copy.At("backup"), copy.At("keys"), TimeProvider.System).Fault?.Message);
        await rig.DisposeAsync();
        await MakeAsync(copy.At("used"));
        await File.WriteAllTextAsync(copy.At("used/catalogue.db"), "old", _cancel);
        await File.WriteAllTextAsync(copy.At("used/catalogue.db-wal"), "old", _cancel);

        var (summary, fault) = await FolderRestore.RunAsync(
            copy.At("backup"), copy.At("used"), copy.At("keys"), replaces: true, limitsStand: false, TimeProvider.System, _cancel);

        Assert.Null(fault?.Message);
        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(summary!.Aside!, "catalogue.db-wal"), _cancel));
        Assert.False(File.Exists(copy.At("used/catalogue.db-wal")));
        await using var store = new CatalogueStore(new SqliteCatalogue(copy.At("used/catalogue.db")));
        Assert.Null(store.Migrate());
    }

    private static async Task MakeAsync(string path)
    {
        var (ledger, fault) = await Ledgers.OpenServerAsync(path, survivesPowerLoss: false);
        Assert.Null(fault?.Message);
        await ledger!.DisposeAsync();
    }

    private static async Task SendAsync(ControlRig rig, string text) => Assert.Null((await rig.WithAsync(async services =>
        await services.GetRequiredService<Control.Catalogue.Messages.MessageAdministration>()
            .SendAsync("ann@example.com", "/tools", text, "127.0.0.1", CancellationToken.None))).Refusal);
}
