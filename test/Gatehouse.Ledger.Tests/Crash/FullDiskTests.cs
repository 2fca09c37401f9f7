using System.Diagnostics;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Journal;
using Gatehouse.Ledger.Tests.Journal;

namespace Gatehouse.Ledger.Tests.Crash;

public class FullDiskTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task IntendAsync_RealDiskIsFull_RefusesAndRecovers()
    {
        using var temp = new TempFolder();
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=96k", "none", temp.Path), "only root may mount a small disk");
        try
        {
            var keys = KeyRing.Ephemeral();
            var (journal, fault) = await Gatehouse.Ledger.Journal.Journal.OpenAsync(
                new JournalOptions { Folder = temp.At("journal"), Writer = "serve", Keys = keys });
            Assert.Null(fault);
            await File.WriteAllBytesAsync(temp.At("ballast"), new byte[40_000], Cancel);
            using var desk = new JournalDesk();
            var written = 0;
            while ((await journal!.IntendAsync(desk.Intent($"c{written}", RecordedOutcome.Denied), Cancel)).Fault is null)
            {
                written++;
                Assert.True(written < 1_000);
            }

            Assert.False(journal.IsReady);
            Assert.NotNull((await journal.IntendAsync(desk.Intent("no"), Cancel)).Fault);
            File.Delete(temp.At("ballast"));
            Assert.Null((await journal.IntendAsync(desk.Intent("yes"), Cancel)).Fault);
            await journal.DisposeAsync();

            var verdict = JournalVerify.Run(temp.At("journal"), keys);
            Assert.Empty(verdict.Flaws);
            Assert.True(written > 20);
        }
        finally
        {
            await RunAsync("umount", temp.Path);
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            })!;
            await process.WaitForExitAsync(Cancel);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
