namespace Gatehouse.Ledger.Tests;

/// <summary>A client starts all its wrappers at once, the first time in a folder that is not there yet.</summary>
public sealed class LedgersTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenServerAsync_OpenedAnew_KnowsWhatWasAccepted()
    {
        var cancel = TestContext.Current.CancellationToken;
        var (first, fault) = await Ledgers.OpenServerAsync(Path.Combine(_folder.Path, "data"), survivesPowerLoss: false);
        Assert.Null(fault);
        await first!.Definitions.AcceptFirstAsync("s", [], cancel);
        await first.DisposeAsync();

        var (again, _) = await Ledgers.OpenServerAsync(Path.Combine(_folder.Path, "data"), survivesPowerLoss: false);
        await using var open = again!;

        Assert.NotNull(open.Definitions.Find("s"));
        Assert.Null(open.Definitions.Find("t"));
    }

    [Fact]
    public async Task OpenSharedAsync_ManyAtOnceInANewFolder_AllOpenWithOneKey()
    {
        var data = Path.Combine(_folder.Path, "data");

        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(
            async () => await Ledgers.OpenSharedAsync(data, "server-" + number % 4), TestContext.Current.CancellationToken)));

        foreach (var (ledger, _) in opened.Where(one => one.Ledger is not null))
        {
            await ledger!.DisposeAsync();
        }

        Assert.All(opened, one => Assert.Null(one.Fault?.Message));
        Assert.Single(Directory.GetFiles(Path.Combine(data, "keys"), "seal-*"));
    }
}
