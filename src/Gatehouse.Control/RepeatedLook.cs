using Microsoft.Extensions.Logging;

namespace Gatehouse.Control;

/// <summary>Looks once a second for something to do, one look at a time; a look that fails is logged and tried again.</summary>
/// <param name="look">What is done.</param>
/// <param name="what">For the log.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed partial class RepeatedLook(Func<CancellationToken, Task> look, string what, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _timer;
    private bool _isEnded;

    /// <summary>Begins to look.</summary>
    public void Start() => _timer = time.CreateTimer(_ => _ = LookAsync(), null, _interval, _interval);

    /// <summary>Looks now, unless somebody does already.</summary>
    public async Task LookAsync()
    {
        if (!await _one.WaitAsync(0))
        {
            return;
        }

        try
        {
            await look(_stop.Token);
        }
#pragma warning disable CA1031 // It is looked at again in a second; no call waits for it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (!_stop.IsCancellationRequested)
            {
                LogFailure(log, what, failure.GetType().Name);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isEnded, true))
        {
            return;
        }

        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        await _stop.CancelAsync();
        await _one.WaitAsync();
        _one.Dispose();
        _stop.Dispose();
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{What} could not be looked at ({Problem}); they are in a second")]
    private static partial void LogFailure(ILogger log, string what, string problem);
}
