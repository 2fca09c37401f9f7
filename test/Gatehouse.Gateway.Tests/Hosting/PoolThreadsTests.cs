using Gatehouse.Gateway.Hosting;

namespace Gatehouse.Gateway.Tests.Hosting;

public class PoolThreadsTests
{
    // A write that waits for another thread to tell it must not stand behind work that blocks, as long as there are threads to give.
    [Fact]
    public async Task Choose_ThreadsThatBlock_DoNotHoldUpWhoOnlyComesBack()
    {
        PoolThreads.Choose();
        using var end = new ManualResetEventSlim();
        var blocked = Enumerable.Range(0, 32).Select(_ => Task.Run(() => end.Wait(TimeSpan.FromMinutes(1)), CancellationToken.None)).ToArray();

        // The pool adds one or two threads a second beyond its own number: 32 would take far longer than this.
        await Task.Run(() => { }, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken);

        end.Set();
        Assert.All(await Task.WhenAll(blocked), Assert.True);
    }
}
