using System.Threading.Channels;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Snapshots;

/// <summary>What is in force, out of the database: read after each change of this process, and looked at several times a second besides.</summary>
/// <remarks>
/// One loop on the pool reads and builds; changes that come meanwhile are read together. A look that cannot be finished
/// for <see cref="Patience"/> makes the snapshot unconfirmed, until one can.
/// </remarks>
internal sealed partial class SnapshotPublisher : ISnapshotSource, IAsyncDisposable
{
    /// <summary>How often the revision is looked at where nobody says that it changed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the database may be away before calls are denied. With the interval it is below two seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1500);

    private readonly IServiceScopeFactory _scopes;
    private readonly SnapshotReading _reading;
    private readonly ChangeSignal _signal;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SnapshotBuilder _builder = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly RevisionWait _wait = new();
    private volatile GatewaySnapshot _current;
    private Task _loop = Task.CompletedTask;
    private ITimer? _timer;
    private long _revision;
    private bool _isEnded;
    private DateTimeOffset _readAgain = DateTimeOffset.MaxValue;

    // Timestamp of the first look of those that were not finished; 0 while the last one was.
    private long _lookingSince;

    public SnapshotPublisher(
        IServiceScopeFactory scopes, SnapshotReading reading, PlaneSettings settings, ChangeSignal signal, TimeProvider time,
        ILogger<SnapshotPublisher> log)
    {
        (_scopes, _reading, _signal, _time, _log) = (scopes, reading, signal, time, log);
        _current = new GatewaySnapshot([], [], settings.Gateway);
    }

    /// <inheritdoc/>
    public event EventHandler<GatewaySnapshot>? Changed;

    /// <inheritdoc/>
    public GatewaySnapshot Current => _current;

    /// <inheritdoc/>
    public bool IsConfirmed =>
        Interlocked.Read(ref _lookingSince) is var since && (since == 0 || _time.GetElapsedTime(since) < Patience);

    /// <summary>Reads what is in force, and begins to look.</summary>
    /// <remarks>Fault: <c>store-unavailable</c>.</remarks>
    public async Task<Fault?> StartAsync(CancellationToken cancel)
    {
        if (!await LookAsync(cancel))
        {
            return new Fault(Faults.ControlFaults.StoreUnavailable, "what is in force cannot be read from the database");
        }

        _signal.Changed += OnChanged;
        _signal.Seen = _wait.UntilAsync;
        _timer = _time.CreateTimer(_ => _wake.Writer.TryWrite(true), null, Interval, Interval);
        _loop = Task.Run(RunAsync, CancellationToken.None);
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Both the host of the agents and the container of the parts end it.
        if (Interlocked.Exchange(ref _isEnded, true))
        {
            return;
        }

        _signal.Changed -= OnChanged;
        _signal.Seen = static _ => Task.CompletedTask;
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private void OnChanged(object? source, long revision) => _wake.Writer.TryWrite(true);

    private async Task RunAsync()
    {
        try
        {
            while (await _wake.Reader.WaitToReadAsync(_stop.Token))
            {
                _wake.Reader.TryRead(out _);
                await LookAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private async Task<bool> LookAsync(CancellationToken cancel)
    {
        Interlocked.CompareExchange(ref _lookingSince, Math.Max(1, _time.GetTimestamp()), 0);
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
            var revision = await db.Revisions.AsNoTracking().Select(row => row.Number).SingleAsync(cancel);
            if (revision != _revision || _readAgain <= _time.GetUtcNow())
            {
                await ReadAsync(db, cancel);
            }

            if (!IsConfirmed)
            {
                LogBack(_log);
            }

            Interlocked.Exchange(ref _lookingSince, 0);
            _wait.Reached(_revision);
            return true;
        }
#pragma warning disable CA1031 // Whatever it is: what cannot be read is not confirmed, and it is tried again.
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailure(_log, failure.GetType().Name);
            return false;
        }
    }

    private async Task ReadAsync(ControlDb db, CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        var (input, revision) = await _reading.ReadAsync(db, now, cancel);
        var build = _builder.Build(input);
        foreach (var finding in build.Findings.Where(static found => found.Finding.Severity == Policy.Language.FindingSeverity.Error))
        {
            LogFinding(_log, finding.ToString());
        }

        // ORDER: the snapshot before its revision, which others take for a promise.
        _current = build.Snapshot;
        _revision = revision;
        _readAgain = now + TimeSpan.FromHours(1); // What has expired by then need not be carried any longer.
        Changed?.Invoke(this, build.Snapshot);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "a stored policy cannot be used, so its grants are denied everything: {Finding}")]
    private static partial void LogFinding(ILogger log, string finding);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "what is in force cannot be read ({Problem}); calls are denied if that lasts")]
    private static partial void LogFailure(ILogger log, string problem);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "what is in force can be read again")]
    private static partial void LogBack(ILogger log);
}
