using System.Text;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Arguments;
using Gatehouse.Ledger.Backups;
using Gatehouse.Ledger.Index;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Ledger.Tests.Arguments;

/// <summary>Stored arguments in a data folder: what is in its files, what a start forgets, what a backup has.</summary>
public sealed class StoredInFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly FakeTimeProvider _time = new(ArgumentDesk.Start);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Folder => _temp.At("data");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Run_WithoutTheSetting_MakesNoStore()
    {
        await CallAsync(ArgumentDesk.Intent("c1") with { Keeping = null });

        Assert.False(File.Exists(Path.Combine(Folder, "arguments.db")));
        Assert.DoesNotContain("CANARY", AtRest(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithTheSetting_HasNoValueInPlainInAnyFile()
    {
        await CallAsync(ArgumentDesk.Intent("c1"));

        Assert.DoesNotContain("CANARY", AtRest(), StringComparison.Ordinal);
        var (stored, call) = await ReadAsync("c1");
        Assert.Equal((ArgumentDesk.Redacted, true), (stored!.Text(), call!.IsKept));
    }

    [Fact]
    public async Task Open_AfterTheirTime_ForgetsThemWithoutACall()
    {
        await CallAsync(ArgumentDesk.Intent("c1"));
        _time.Advance(TimeSpan.FromDays(31));
        await CallAsync();

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Backup_AndRestore_BringThemBack()
    {
        await CallAsync(ArgumentDesk.Intent("c1"));
        var (folder, fault) = DataFolder.Open(Folder, FolderUse.Beside);
        Assert.Null(fault);
        using (folder)
        {
            var (_, failed) = FolderBackup.Run(
                folder!, KeyFolder.Open(folder!.Keys, isNew: false).Ring!, _temp.At("backup"), _temp.At("keys"), _time);
            Assert.Null(failed);
        }

        Assert.True(File.Exists(Path.Combine(_temp.At("backup"), "arguments.db")));
        await CallAsync(ArgumentDesk.Intent("c2"));
        var (_, unrestored) = await FolderRestore.RunAsync(
            _temp.At("backup"), Folder, _temp.At("keys"), replaces: true, limitsStand: true, _time, Cancel);
        Assert.Null(unrestored);

        Assert.Equal(ArgumentDesk.Redacted, (await ReadAsync("c1")).Stored!.Text());
        Assert.Null((await ReadAsync("c2")).Stored);
    }

    private async Task CallAsync(params CallIntent[] intents)
    {
        var (ledger, fault) = await OpenAsync();
        Assert.Null(fault);
        await using (ledger)
        {
            foreach (var intent in intents)
            {
                var receipt = await ledger!.Live.Intents!.IntendAsync(intent, Cancel);
                Assert.Null(receipt.Fault);
            }
        }
    }

    private async Task<(StoredArguments? Stored, RecordedCall? Call)> ReadAsync(string callId)
    {
        var (ledger, _) = await OpenAsync();
        await using (ledger)
        {
            Assert.Null(await ledger!.Live.Index.CatchUpAsync(Cancel));
            return (await ledger.Live.Arguments.FindAsync(callId), (await ledger.Live.Index.CallAsync(callId, Cancel)).Story?.Call);
        }
    }

    private async Task<long> CountAsync()
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Folder, "arguments.db")};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM stored_arguments";
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private Task<(Backups.LiveFolder? Ledger, Policy.Fault? Fault)> OpenAsync() => Backups.LiveFolder.OpenAsync(Folder, _time);

    private string AtRest() => string.Concat(Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(static path => Path.GetFileName(path) != "lock").Select(path => Encoding.Latin1.GetString(File.ReadAllBytes(path))));
}
