using System.Net;
using System.Net.Sockets;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upstream_DownOrSilent_IsLeftAloneSoonAndTheOtherServerWorks(bool isSilent)
    {
        // Nobody listens at port 1; the other one takes connections and never says a word.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = isSilent ? ((IPEndPoint)silent.LocalEndpoint).Port : 1;
        var servers = $$""", "two": { "url": "http://127.0.0.1:{{port}}/mcp", "timeout": "1s" }""";
        await _world.ServeAsync(_world.Config(grants: World.Grant("g1", _world.Token) + "," + World.Grant("g2", _world.OtherToken, "two"), servers: servers));

        // It need not be known how many failures open the breaker, only that some do, and that the answer says so then.
        await World.UntilAsync(
            async () =>
            {
                using var down = await _world.CallAsync("read", _world.OtherToken, server: "two");
                var answer = await down.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.Contains("\"error\"", answer, StringComparison.Ordinal);
                return answer.Contains("upstream-breaker-open", StringComparison.Ordinal);
            },
            "the breaker is open");

        using var other = await _world.CallAsync("read");
        Assert.Contains("\"done\"", await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<string> TextAsync(Uri health, string path)
    {
        using var answer = await _world.GetAsync(new Uri(health, path));
        return await answer.Content.ReadAsStringAsync();
    }
}
