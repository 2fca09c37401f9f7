using System.Diagnostics;
using System.Net;
using Xunit;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>A disk that takes nothing more: no call is made, nothing dies, and all comes back by itself.</summary>
public sealed class DiskTests : IAsyncLifetime
{
    private World _world = null!;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Serve_DiskFull_DeniesStaysAliveAndRecovers()
    {
        var gateway = await _world.ServeAsync();
        var health = await gateway.AddressAsync("health and metrics on ");
        (await _world.CallAsync("read")).Dispose();
        var before = _world.Upstream.Calls.Count;

        // No file of this process may grow any more: each write ends as on a full disk.
        await LimitFilesAsync(gateway.Id, "0");
        for (var i = 0; i < 20; i++)
        {
            using var denied = await _world.CallAsync("read");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, denied.StatusCode);
        }

        Assert.Equal(before, _world.Upstream.Calls.Count);
        using (var ready = await _world.GetAsync(new Uri(health, "/readyz")))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        }

        using (var alive = await _world.GetAsync(new Uri(health, "/livez")))
        {
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        }

        await LimitFilesAsync(gateway.Id, "unlimited");
        await World.UntilAsync(
            async () =>
            {
                using var again = await _world.CallAsync("read");
                return again.StatusCode == HttpStatusCode.OK;
            },
            "calls pass again");

        gateway.Terminate();
        Assert.Equal(0, await gateway.EndAsync());
        var verify = _world.Start("log", "verify", "--data", _world.Data);
        Assert.Equal(0, await verify.EndAsync());
    }

    private static async Task LimitFilesAsync(int process, string bytes)
    {
        using var limit = Process.Start("prlimit", ["--pid", $"{process}", $"--fsize={bytes}:unlimited"]);
        await limit.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, limit.ExitCode);
    }
}
