using Xunit;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>SIGTERM: not ready first, accepted calls finish, streams that only listen close.</summary>
public sealed class StopTests : IAsyncLifetime
{
    private World _world = null!;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sigterm_WithACallUnderWay_SeesItThrough(bool isModern)
    {
        var cancel = TestContext.Current.CancellationToken;
        var gateway = await _world.ServeAsync();
        var health = await gateway.AddressAsync("health and metrics on ");
        Assert.Equal(200, await StatusAsync(health));
        using var stream = await _world.SendAsync(HttpMethod.Get, null, null);
        var call = isModern ? _world.ModernCallAsync("slow") : _world.CallAsync("slow");
        await _world.Upstream.SlowArrived.Task.WaitAsync(TimeSpan.FromSeconds(60), cancel);

        gateway.Terminate();
        await World.UntilAsync(async () => await StatusAsync(health) == 503, "not ready", 30);

        // The stream ends as a stream does, with its last chunk, and the call is still waited for: longer than any host's own patience of 2 s.
        await stream.Content.ReadAsStringAsync(cancel).WaitAsync(TimeSpan.FromSeconds(30), cancel);
        await Task.Delay(TimeSpan.FromSeconds(3), cancel);
        Assert.False(gateway.Process.HasExited);
        _world.Upstream.Slow.SetResult();
        using var answer = await call.WaitAsync(TimeSpan.FromSeconds(30), cancel);

        Assert.Contains("\"done\"", await answer.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
        Assert.Equal(0, await gateway.EndAsync());
    }

    [Fact]
    public async Task Sigterm_CallLongerThanTheDrain_EndsAllTheSame()
    {
        var gateway = await _world.ServeAsync(_world.Config("\"sizes\":{\"drain\":\"1s\"},"));
        var call = _world.CallAsync("slow");
        await _world.Upstream.SlowArrived.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        gateway.Terminate();

        Assert.Equal(0, await gateway.EndAsync(60));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => call);
    }

    private async Task<int> StatusAsync(Uri health)
    {
        using var answer = await _world.GetAsync(new Uri(health, "/readyz"));
        return (int)answer.StatusCode;
    }
}
