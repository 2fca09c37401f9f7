using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Dialects.Sqlite;
using Gatehouse.Ledger.Migrations;

namespace Gatehouse.Ledger.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public class DataFolderTests
{
    [Fact]
    public void Open_New_IsPrivate()
    {
        using var temp = new TempFolder();
        using var folder = DataFolder.Open(temp.At("data"), FolderUse.Alone).Folder!;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
    }

    [Fact]
    public void Open_ReadableByEverybodyWithContents_IsRefused()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp.At("x"), "");
        File.SetUnixFileMode(temp.Path, File.GetUnixFileMode(temp.Path) | UnixFileMode.OtherRead);

        Assert.Equal(LedgerFaults.FolderUnusable, DataFolder.Open(temp.Path, FolderUse.Alone).Fault?.Code);
    }

    [Theory]
    [InlineData(FolderUse.Alone, FolderUse.Alone, false)]
    [InlineData(FolderUse.Alone, FolderUse.Shared, false)]
    [InlineData(FolderUse.Shared, FolderUse.Alone, false)]
    [InlineData(FolderUse.Shared, FolderUse.Shared, true)]
    [InlineData(FolderUse.Alone, FolderUse.Beside, true)]
    public void Open_InUse_NamesTheProcess(FolderUse first, FolderUse second, bool isFree)
    {
        using var temp = new TempFolder();
        using var one = DataFolder.Open(temp.Path, first).Folder!;

        var (two, fault) = DataFolder.Open(temp.Path, second);

        Assert.Equal(isFree, fault is null);
        Assert.True(isFree || fault!.Message.Contains($"process {Environment.ProcessId}", StringComparison.Ordinal));
        two?.Dispose();
    }

    [Fact]
    public void StateMayBeCreated_ItExistedOnce_IsRefused()
    {
        using var temp = new TempFolder();
        using var folder = DataFolder.Open(temp.Path, FolderUse.Alone).Folder!;
        Assert.True(folder.StateMayBeCreated().MayCreate);
        folder.StateExists();

        Assert.Equal(LedgerFaults.StoreMissing, folder.StateMayBeCreated().Fault?.Code);
    }

    [Theory]
    [InlineData(true, "2")]
    [InlineData(false, "1")]
    public async Task SqliteOpen_EveryConnection_SyncsAsAsked(bool isPowerSafe, string expected)
    {
        using var temp = new TempFolder();
        var (store, _) = SqliteStore.Open(temp.At("state.db"), isPowerSafe, StateSchema.Current, mayCreate: true);
        await using var open = store!;

        var (value, _) = await open.ReadAsync(
            static transaction => Sql.Number(transaction, "PRAGMA synchronous"), TestContext.Current.CancellationToken);
        Assert.Equal(expected, $"{value}");
    }

    [Fact]
    public async Task SqliteOpen_NewerSchema_IsRefused()
    {
        using var temp = new TempFolder();
        var newer = new Schema([.. StateSchema.Current.Steps, "CREATE TABLE more (x)"]);
        await SqliteStore.Open(temp.At("state.db"), false, newer, mayCreate: true).Store!.DisposeAsync();

        Assert.Equal(
            LedgerFaults.StoreTooNew, SqliteStore.Open(temp.At("state.db"), false, StateSchema.Current, mayCreate: false).Fault?.Code);
    }

    [Fact]
    public async Task SqliteOpen_StepFails_LeavesTheOldSchema()
    {
        using var temp = new TempFolder();
        await SqliteStore.Open(temp.At("state.db"), false, StateSchema.Current, mayCreate: true).Store!.DisposeAsync();
        var broken = new Schema([.. StateSchema.Current.Steps, "CREATE TABLE more (x); CREATE TABLE more (x)"]);

        Assert.NotNull(SqliteStore.Open(temp.At("state.db"), false, broken, mayCreate: false).Fault);
        var (store, fault) = SqliteStore.Open(temp.At("state.db"), false, StateSchema.Current, mayCreate: false);
        Assert.Null(fault);
        await store!.DisposeAsync();
    }

    [Fact]
    public async Task SqliteOpen_DamagedOrMissing_IsRefusedAndNotReplaced()
    {
        using var temp = new TempFolder();
        var path = temp.At("state.db");
        Assert.NotNull(SqliteStore.Open(path, false, StateSchema.Current, mayCreate: false).Fault);
        Assert.False(File.Exists(path));

        await SqliteStore.Open(path, false, StateSchema.Current, mayCreate: true).Store!.DisposeAsync();
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes.AsSpan(4096, 2000).Fill(0x5A);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        Assert.Equal(LedgerFaults.StoreDamaged, SqliteStore.Open(path, false, StateSchema.Current, mayCreate: false).Fault?.Code);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }
}
