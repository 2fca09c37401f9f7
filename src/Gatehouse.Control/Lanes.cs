using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control;

/// <summary>Turns beside one another: one at a time in each lane, so many at once, and no more than a share of them for one owner.</summary>
/// <remarks>
/// One look begins turns at a time. It goes on after a second, whatever is still under way: who waits for somebody slow holds up
/// that one's lane alone. A turn that fails is logged, and no other turn with it.
/// </remarks>
/// <param name="what">For the log.</param>
/// <param name="most">Most turns at once.</param>
/// <param name="mostOfOne">Most of them for one owner.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed partial class Lanes(string what, int most, int mostOfOne, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, (string Owner, Task Task)> _underWay = new(StringComparer.Ordinal);
    private bool _isEnded;

    /// <summary>Begins the turns in their order, as many as there is room for, until all are done or a second is over.</summary>
    /// <param name="turns">At most one a lane. One whose lane is busy, or that found no room, is left to the next look.</param>
    /// <param name="cancel">Ends the look, not the turns.</param>
    public async Task RunAsync(IEnumerable<Turn> turns, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var pause = Task.Delay(_patience, time, over.Token);
        Clear();
        var waiting = turns.Where(turn => !_underWay.ContainsKey(turn.Lane)).ToList();
        var begun = new List<Task>();
        while (true)
        {
            waiting.RemoveAll(turn => TryBegin(turn, begun));
            List<Task> awaited = waiting.Count > 0
                ? [.. _underWay.Values.Select(static one => one.Task)]
                : [.. begun.Where(static task => !task.IsCompleted)];
            if (awaited.Count == 0 || pause.IsCompleted)
            {
                break;
            }

            await Task.WhenAny([.. awaited, pause]);
            Clear();
        }

        await over.CancelAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isEnded, true))
        {
            return;
        }

        await _stop.CancelAsync();
        await Task.WhenAll(_underWay.Values.Select(static one => one.Task));
        _stop.Dispose();
    }

    private bool TryBegin(Turn turn, List<Task> begun)
    {
        if (_underWay.Count >= most || _underWay.Values.Count(one => one.Owner == turn.Owner) >= mostOfOne)
        {
            return false;
        }

        var task = TakeAsync(turn);
        _underWay[turn.Lane] = (turn.Owner, task);
        begun.Add(task);
        return true;
    }

    private async Task TakeAsync(Turn turn)
    {
        // Some of a turn blocks: on a thread of its own it keeps none of the others from beginning.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await turn.Take(_stop.Token);
        }
#pragma warning disable CA1031 // It is looked at again in a second; the other lanes have nothing to do with it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (!_stop.IsCancellationRequested)
            {
                LogFailure(log, what, failure.GetType().Name);
            }
        }
    }

    private void Clear()
    {
        foreach (var (lane, one) in _underWay)
        {
            if (one.Task.IsCompleted)
            {
                _underWay.TryRemove(lane, out _);
            }
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "one of {What} could not be done ({Problem}); it is looked at again")]
    private static partial void LogFailure(ILogger log, string what, string problem);
}

/// <summary>What is done in one lane.</summary>
/// <param name="Lane">Which.</param>
/// <param name="Owner">On whose share of the room.</param>
/// <param name="Take">What is done.</param>
internal sealed record Turn(string Lane, string Owner, Func<CancellationToken, Task> Take);
