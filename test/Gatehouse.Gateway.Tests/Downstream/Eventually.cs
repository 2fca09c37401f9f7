namespace Gatehouse.Gateway.Tests.Downstream;

/// <summary>For what other threads do soon: asks again until it is so.</summary>
internal static class Eventually
{
    public static async Task IsSoAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isSo())
        {
            Assert.True(await beat.WaitForNextTickAsync(limit.Token));
        }
    }
}
