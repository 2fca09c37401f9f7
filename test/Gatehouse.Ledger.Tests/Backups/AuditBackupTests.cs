using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Backups;
using Gatehouse.Ledger.Journal;
using Gatehouse.Policy;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Ledger.Tests.Backups;

/// <summary>What a server keeps beside its database and journals is in a backup, too.</summary>
public sealed class AuditBackupTests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly string Hash = new('a', 64);

    private readonly TempFolder _temp = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    private string Data => _temp.At("data");

    private string Elsewhere => _temp.At("elsewhere");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Restore_OfASignedAudit_HasItsCheckpointsAndHowFarACollectorWasTold()
    {
        await OpenAsync();
        Assert.True(Audit(Data).TrySign("org_a", 7, Hash, _time.GetUtcNow()));
        File.WriteAllText(Path.Combine(Data, "records-to.json"), """{"at":7}""");
        Take();

        // What is signed afterwards is not of the backup's moment.
        Assert.True(Audit(Data).TrySign("org_a", 9, Hash, _time.GetUtcNow()));
        await RestoreAsync(limitsStand: false);

        var rows = Audit(Elsewhere).Of("org_a");
        Assert.Equal((7, Hash), (rows.Last, rows.HashOf(7)));
        Assert.Empty(rows.Flaws);
        Assert.Equal("""{"at":7}""", await File.ReadAllTextAsync(Path.Combine(Elsewhere, "records-to.json"), Cancel));
    }

    [Fact]
    public async Task Restore_OverASignedAudit_PutsItAside()
    {
        await OpenAsync();
        Assert.True(Audit(Data).TrySign("org_a", 7, Hash, _time.GetUtcNow()));
        Take();
        Assert.True(Audit(Data).TrySign("org_a", 9, Hash, _time.GetUtcNow()));

        var (summary, fault) = await FolderRestore.RunAsync(_temp.At("backup"), Data, null, replaces: true, limitsStand: false, _time, Cancel);

        Assert.Null(fault?.Message);
        Assert.Equal(7, Audit(Data).Of("org_a").Last);
        Assert.True(File.Exists(Path.Combine(summary!.Aside!, "audit", "checkpoints.jsonl")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restore_OfAFolderThatWasRestored_KeepsOrMovesTheTimeThatClosesLimits(bool limitsStand)
    {
        await OpenAsync();
        var before = _time.GetUtcNow().AddDays(-1);
        RestoreMark.Write(Data, before);
        Take();
        _time.Advance(TimeSpan.FromHours(1));

        await RestoreAsync(limitsStand);

        Assert.Equal((limitsStand ? before : _time.GetUtcNow(), (string?)null), (RestoreMark.Read(Elsewhere).At, RestoreMark.Read(Elsewhere).Fault?.Message));
    }

    [Fact]
    public async Task Restore_CheckpointsThatWereChanged_IsRefused()
    {
        await OpenAsync();
        Assert.True(Audit(Data).TrySign("org_a", 7, Hash, _time.GetUtcNow()));
        Take();
        File.AppendAllText(Path.Combine(_temp.At("backup"), "audit", "checkpoints.jsonl"), "{}\n");

        var (summary, fault) = await TryRestoreAsync(limitsStand: false);

        Assert.Null(summary);
        Assert.Equal(BackupFaults.BackupDamaged, fault?.Code);
    }

    private static ChainCheckpoints Audit(string data) =>
        new(Path.Combine(data, "audit"), KeyFolder.Open(Path.Combine(data, "keys"), isNew: false).Ring!);

    private async Task OpenAsync()
    {
        var (ledger, fault) = await LiveFolder.OpenAsync(Data, _time);
        Assert.Null(fault?.Message);
        await ledger!.DisposeAsync();
    }

    private void Take()
    {
        using var folder = DataFolder.Open(Data, FolderUse.Beside).Folder!;
        var (_, fault) = FolderBackup.Run(folder, KeyFolder.Open(folder.Keys, isNew: false).Ring!, _temp.At("backup"), _temp.At("keys"), _time);
        Assert.Null(fault?.Message);
    }

    private async Task RestoreAsync(bool limitsStand)
    {
        var (_, fault) = await TryRestoreAsync(limitsStand);
        Assert.Null(fault?.Message);
    }

    private async Task<(RestoreSummary? Summary, Fault? Fault)> TryRestoreAsync(bool limitsStand) =>
        await FolderRestore.RunAsync(_temp.At("backup"), Elsewhere, _temp.At("keys"), replaces: false, limitsStand, _time, Cancel);
}
