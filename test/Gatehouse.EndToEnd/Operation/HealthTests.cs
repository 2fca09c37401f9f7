using Xunit;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>Health, metrics, floods, and an upstream that is down.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private World _world = null!;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Metrics_ManyUnknownTools_MakeNoSeriesOfTheirOwn()
    {
        var gateway = await _world.ServeAsync();
        var health = await gateway.AddressAsync("health and metrics on ");
        Assert.Equal("ok\n", await TextAsync(health, "/livez"));
        Assert.Equal("ready\n", await TextAsync(health, "/readyz"));

        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            using var answer = await _world.CallAsync("unknown-" + i);
        });

        var page = await TextAsync(health, "/metrics");
        Assert.Contains("gatehouse_decisions_total{", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown-", page, StringComparison.Ordinal);
        Assert.InRange(page.Split('\n').Length, 5, 100);
    }

    [Fact]
    public async Task Management_ForAnotherHost_HasNothing()
    {
        var gateway = await _world.ServeAsync();
        var health = await gateway.AddressAsync("health and metrics on ");

        var (answer, _) = await RawHttp.SendAsync(health, "GET /metrics HTTP/1.1\r\nHost: evil.test\r\n\r\n");

        Assert.Equal([404], RawHttp.Statuses(answer));
        Assert.DoesNotContain("gatehouse_", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flood_OfOneGrant_IsBoundedAndLeavesTheOtherAlone()
    {
        await _world.ServeAsync(_world.Config("\"sizes\":{\"requests_per_grant\":50},", server: ", \"concurrency\": 100"));
        (await _world.CallAsync("read")).Dispose();
        var flood = Enumerable.Range(0, 2_000).Select(_ => _world.CallAsync("slow")).ToArray();
        await World.UntilAsync(() => Task.FromResult(flood.Count(call => call.IsCompleted) >= 1_950), "the flood is bounded", 60);

        using (var other = await _world.CallAsync("read", _world.OtherToken))
        {
            Assert.Contains("\"done\"", await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        _world.Upstream.Slow.SetResult();
        var statuses = (await Task.WhenAll(flood)).CountBy(answer => (int)answer.StatusCode).ToDictionary();
        Assert.Equal(new Dictionary<int, int> { [200] = 50, [429] = 1_950 }, statuses);
    }

    [Fact]
    public async Task Upstream_Down_IsAnErrorSoonAndTheOtherServerWorks()
    {
        var servers = ", \"two\": { \"url\": \"http://127.0.0.1:1/mcp\" }";
        await _world.ServeAsync(_world.Config(grants: World.Grant("g1", _world.Token) + "," + World.Grant("g2", _world.OtherToken, "two"), servers: servers));
        for (var i = 0; i < 20; i++)
        {
            var before = TimeProvider.System.GetTimestamp();
            using var down = await _world.CallAsync("read", _world.OtherToken, server: "two");
            Assert.Contains("\"error\"", await down.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.True(i < 15 || TimeProvider.System.GetElapsedTime(before) < TimeSpan.FromSeconds(1), "the breaker is open");
        }

        using var other = await _world.CallAsync("read");
        Assert.Equal(200, (int)other.StatusCode);
    }

    private async Task<string> TextAsync(Uri health, string path)
    {
        using var answer = await _world.GetAsync(new Uri(health, path));
        return await answer.Content.ReadAsStringAsync();
    }
}
