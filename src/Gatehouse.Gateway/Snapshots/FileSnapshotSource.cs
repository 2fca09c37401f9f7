using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Looks at a configuration file once a second and swaps the snapshot when its content, or a policy's, changed.</summary>
public sealed partial class FileSnapshotSource : ISnapshotSource, IAsyncDisposable
{
    private readonly Func<ConfigLoad> _load;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private volatile GatewaySnapshot _current;
    private ContentStamp _stamp;

    /// <summary>Begins with what was loaded.</summary>
    public FileSnapshotSource(Func<ConfigLoad> load, ConfigLoad first, TimeProvider time, ILogger log)
    {
        _load = load;
        _log = log;
        _current = first.Snapshot ?? throw new ArgumentException("the first load has no snapshot", nameof(first));
        _stamp = first.Stamp;
        _timer = time.CreateTimer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <inheritdoc/>
    public event EventHandler<GatewaySnapshot>? Changed;

    /// <inheritdoc/>
    public GatewaySnapshot Current => _current;

    /// <summary>Always: a file that cannot be read leaves in force what was, which is what its owner sees, too.</summary>
    public bool IsConfirmed => true;

    /// <summary>Looks now. What does not validate changes nothing and is logged.</summary>
    public void Look()
    {
        // A look that takes longer than a second is not overtaken by the next one.
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            if (_stamp.IsStillTrue())
            {
                return;
            }

            var load = _load();
            _stamp = load.Stamp;
            foreach (var finding in load.Findings)
            {
                LogFinding(_log, finding.ToString());
            }

            if (load.Snapshot is null)
            {
                LogKept(_log);
                return;
            }

            _current = load.Snapshot;
            Changed?.Invoke(this, load.Snapshot);
            LogSwapped(_log, load.Snapshot.Servers.Count, load.Snapshot.Grants.Length);
        }
#pragma warning disable CA1031 // This is a timer's thread: what gets out of here ends the process, and what is in force is sound.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            LogBug(_log, bug);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Finding}")]
    private static partial void LogFinding(ILogger log, string finding);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "the changed configuration does not validate; what was in force stays in force")]
    private static partial void LogKept(ILogger log);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "internal error while the configuration was read again; what was in force stays in force")]
    private static partial void LogBug(ILogger log, Exception bug);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "configuration in force: {Servers} servers, {Grants} grants")]
    private static partial void LogSwapped(ILogger log, int servers, int grants);
}
