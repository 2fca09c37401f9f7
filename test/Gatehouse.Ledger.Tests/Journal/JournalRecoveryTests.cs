using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Journal;

namespace Gatehouse.Ledger.Tests.Journal;

public class JournalRecoveryTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenAsync_AfterClose_GoesOnWithTheChain()
    {
        using var desk = new JournalDesk();
        await (await desk.OpenAsync()).DisposeAsync();
        await (await desk.OpenAsync()).DisposeAsync();

        Assert.Equal(["start", "close", "start", "close"], desk.Entries().Select(entry => entry.Kind));
        Assert.Empty(desk.Verify().Flaws);
    }

    [Fact]
    public async Task OpenAsync_AfterAKeyWasAdded_BelievesTheOldSignatures()
    {
        using var temp = new TempFolder();
        using var desk = new JournalDesk { Keys = KeyFolder.Open(temp.At("keys"), isNew: true).Ring! };
        await (await desk.OpenAsync()).DisposeAsync();
        Assert.Null(KeyFolder.Add(temp.At("keys")));
        desk.Keys = KeyFolder.Open(temp.At("keys"), isNew: false).Ring!;
        await (await desk.OpenAsync()).DisposeAsync();

        Assert.Empty(desk.Verify().Flaws);
        File.Delete(temp.At("keys", "seal-1.key"));
        desk.Keys = KeyFolder.Open(temp.At("keys"), isNew: false).Ring!;
        Assert.Contains(desk.Verify().Flaws, flaw => flaw.Kind == FlawKind.Checkpoint);
    }

    [Fact]
    public async Task OpenAsync_WriterIsTaken_TakesTheNextName()
    {
        using var desk = new JournalDesk();
        await using var first = await desk.OpenAsync();
        await using var second = await desk.OpenAsync();

        Assert.Equal(("serve", "serve-2"), (first.Writer, second.Writer));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public async Task OpenAsync_TornLastRow_IsCut(int lost)
    {
        using var desk = new JournalDesk();
        var folder = await Killed(desk);
        var segment = Segments.In(folder)[0];
        using (var file = new FileStream(segment, FileMode.Open))
        {
            file.SetLength(file.Length - lost);
        }

        await (await desk.OpenAsync()).DisposeAsync();

        Assert.Empty(desk.Verify().Flaws);
        Assert.DoesNotContain(desk.Entries(), entry => entry.Call == "c2");
        Assert.Contains(desk.Entries(), entry => entry.Call == "c1");
    }

    [Fact]
    public async Task OpenAsync_ZerosWherePowerWasCut_AreCut()
    {
        using var desk = new JournalDesk();
        var folder = await Killed(desk);
        await File.AppendAllTextAsync(Segments.In(folder)[0], new string('\0', 500) + "\n" + new string('\0', 50), Cancel);

        await (await desk.OpenAsync()).DisposeAsync();

        Assert.Empty(desk.Verify().Flaws);
        Assert.Contains(desk.Entries(), entry => entry.Call == "c2");
    }

    [Fact]
    public async Task OpenAsync_IntentWithoutOutcome_BecomesUnknownOnce()
    {
        using var desk = new JournalDesk();
        await Killed(desk);
        desk.Time.Advance(TimeSpan.FromHours(1));

        var journal = await desk.OpenAsync();
        Assert.Equal(2, journal.Discovered);
        await journal.DisposeAsync();
        await (await desk.OpenAsync()).DisposeAsync();

        var unknown = desk.Entries().Where(entry => entry.Kind == "outcome").ToList();
        Assert.Equal(["c1", "c2"], unknown.Select(entry => entry.Call));
        Assert.All(unknown, entry => Assert.Equal(("unknown", desk.Time.GetUtcNow()), (entry.Class, entry.Time)));
    }

    [Fact]
    public async Task OpenAsync_RowBehindTheEndEdited_IsRefused()
    {
        using var desk = new JournalDesk();
        var folder = await Killed(desk);
        var segment = Segments.In(folder)[0];
        await File.WriteAllTextAsync(segment, (await File.ReadAllTextAsync(segment, Cancel)).Replace("\"c1\"", "\"cX\""), Cancel);

        var (_, fault) = await desk.TryOpenAsync();

        Assert.Equal(LedgerFaults.JournalDamaged, fault?.Code);
    }

    [Fact]
    public async Task OpenAsync_OlderThanItsCheckpoint_IsRefused()
    {
        using var desk = new JournalDesk();
        var journal = await desk.OpenAsync();
        await journal.IntendAsync(desk.Intent("c1"), Cancel);
        var copy = await File.ReadAllTextAsync(Segments.In(Path.Combine(desk.Folder, "serve"))[0], Cancel);
        await journal.IntendAsync(desk.Intent("c2"), Cancel);
        await journal.DisposeAsync();
        await File.WriteAllTextAsync(Segments.In(Path.Combine(desk.Folder, "serve"))[0], copy, Cancel);

        var (_, fault) = await desk.TryOpenAsync();

        Assert.Equal(LedgerFaults.JournalDamaged, fault?.Code);
    }

    [Fact]
    public async Task OpenAsync_AnotherKey_IsRefused()
    {
        using var desk = new JournalDesk();
        await (await desk.OpenAsync()).DisposeAsync();

        var (_, fault) = await Gatehouse.Ledger.Journal.Journal.OpenAsync(
            new JournalOptions { Folder = desk.Folder, Writer = "serve", Keys = KeyRing.Ephemeral(), Time = desk.Time });

        Assert.Equal(LedgerFaults.JournalDamaged, fault?.Code);
    }

    // What a kill leaves: the files as they are, while no closing row and no checkpoint was written.
    private static async Task<string> Killed(JournalDesk desk)
    {
        var journal = await desk.OpenAsync();
        await journal.IntendAsync(desk.Intent("c1"), Cancel);
        await journal.IntendAsync(desk.Intent("c0", RecordedOutcome.Denied), Cancel);
        await journal.IntendAsync(desk.Intent("c2"), Cancel);
        var folder = Path.Combine(desk.Folder, journal.Writer);
        var copy = desk.Folder + "-copy";
        Directory.CreateDirectory(copy);
        foreach (var segment in Segments.In(folder))
        {
            File.Copy(segment, Path.Combine(copy, Path.GetFileName(segment)));
        }

        await journal.DisposeAsync();
        Directory.Delete(desk.Folder, recursive: true);
        Directory.CreateDirectory(desk.Folder);
        Directory.Move(copy, folder);
        return folder;
    }
}
