using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Control.Tests;

public class LanesTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines _lines = new();
    private readonly TaskCompletionSource _slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _begun = new();
    private ILoggerFactory _logs = null!;
    private Lanes _lanes = null!;

    public ValueTask InitializeAsync()
    {
        _logs = LoggerFactory.Create(logging => logging.AddProvider(_lines));
        _lanes = new Lanes("things", 3, 2, _time, _logs.CreateLogger("lanes"));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _slow.TrySetResult();
        await _lanes.DisposeAsync();
        _logs.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Run_SomebodySlow_KeepsNeitherTheOthersNorTheNextLookWaiting()
    {
        var look = _lanes.RunAsync([Slow("a", "x"), Quick("b", "x"), Quick("c", "x"), Quick("d", "y")], CancellationToken.None);
        await Eventually.IsAsync(() => _begun.Count == 4);
        Assert.False(look.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await look;

        await _lanes.RunAsync([Quick("a", "x"), Quick("e", "y")], CancellationToken.None);

        // The slow lane is taken once at a time.
        Assert.Equal(["a", "b", "c", "d", "e"], _begun.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_MoreThanThereIsRoomFor_IsBoundedForAllAndForOne()
    {
        var look = _lanes.RunAsync(
            [Slow("a", "x"), Slow("b", "x"), Slow("c", "x"), Slow("d", "y"), Slow("e", "z")], CancellationToken.None);
        await Eventually.IsAsync(() => _begun.Count == 3);
        Assert.Equal(["a", "b", "d"], _begun.Order(StringComparer.Ordinal));

        _slow.SetResult();
        await look;

        Assert.Equal(["a", "b", "c", "d", "e"], _begun.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_OneThatFails_IsLoggedAndStopsNobody()
    {
        await _lanes.RunAsync([new Turn("a", "x", _ => throw new InvalidOperationException("CANARY")), Quick("b", "x")], CancellationToken.None);

        Assert.Equal(["b"], _begun);
        Assert.Contains(_lines.All, line => line.Contains("one of things could not be done (InvalidOperationException)", StringComparison.Ordinal));
        Assert.DoesNotContain(_lines.All, line => line.Contains("CANARY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dispose_WhileTurnsAreUnderWay_EndsThem()
    {
        var look = _lanes.RunAsync([new Turn("a", "x", stop => Task.Delay(Timeout.Infinite, stop))], CancellationToken.None);

        await _lanes.DisposeAsync();

        await look;
        Assert.Empty(_lines.All);
    }

    private Turn Quick(string lane, string owner) => new(lane, owner, _ => Begin(lane, Task.CompletedTask));

    private Turn Slow(string lane, string owner) => new(lane, owner, _ => Begin(lane, _slow.Task));

    private Task Begin(string lane, Task end)
    {
        _begun.Enqueue(lane);
        return end;
    }
}
