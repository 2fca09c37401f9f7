using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Gateway.Telemetry;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Arguments;

/// <summary>Redacts, encrypts and stores arguments in the background. No call waits for it, or is decided by it.</summary>
/// <remarks>
/// What the store does not take stays in memory, and what comes waits behind it, up to a bound; beyond that it is missed and
/// counted. The record says of each call that its arguments were to be stored, so a missing one is seen as such.
/// </remarks>
internal sealed class ArgumentKeeper(ArgumentStore store, TimeProvider time) : IDisposable
{
    private const int MostWaiting = 4_096;
    private const int MostWaitingBytes = 8 << 20;
    private const int MostAtOnce = 256;

    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Queue<WaitingArguments> _waiting = new();
    private readonly AutoResetEvent _wake = new(initialState: false);

    // The thread's own: sealed, and not in the store yet.
    private readonly List<ArgumentRow> _sealed = [];
    private Thread? _thread;
    private long _bytes;
    private long _missed;
    private DateTimeOffset _nextSweep = DateTimeOffset.MinValue;
    private bool _isClosed;

    /// <summary>How many calls' arguments were to be stored and are not.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Begins to forget what is old, before anything is stored.</summary>
    public void Start()
    {
        lock (_gate)
        {
            StartThread();
        }

        _wake.Set();
    }

    /// <summary>Takes the arguments of a call whose record is written. Never waits.</summary>
    public void Keep(in WaitingArguments arguments)
    {
        bool isTaken;
        lock (_gate)
        {
            isTaken = !_isClosed && _waiting.Count < MostWaiting && _bytes + arguments.Held <= MostWaitingBytes;
            if (isTaken)
            {
                _waiting.Enqueue(arguments);
                _bytes += arguments.Held;
                StartThread();
            }
        }

        if (isTaken)
        {
            _wake.Set();
            return;
        }

        arguments.Release();
        Miss(1);
    }

    /// <summary>Stores what waits, once; what the store does not take then is missed.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        _wake.Set();
        _thread?.Join();
        _wake.Dispose();
    }

    private void StartThread() => _thread ??= _isClosed ? null : Begun();

    // Of usual weight: what falls too far behind is missed.
    private Thread Begun()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "arguments" };
        thread.Start();
        return thread;
    }

    private void Run()
    {
        while (true)
        {
            var fault = StoreWaiting();
            lock (_gate)
            {
                if (_isClosed && (fault is not null || _waiting.Count == 0))
                {
                    break;
                }
            }

            if (fault is null)
            {
                Sweep();
            }

            _wake.WaitOne(fault is null ? Often : TryAgain);
        }

        Miss(_sealed.Count);
        while (Next() is { } left)
        {
            left.Release();
            Miss(1);
        }
    }

    // Null once everything is stored that waited.
    private Fault? StoreWaiting()
    {
        while (true)
        {
            while (_sealed.Count < MostAtOnce && Next() is { } next)
            {
                Seal(next);
            }

            if (_sealed.Count == 0)
            {
                return null;
            }

            if (Guarded(() => store.Write(_sealed)) is { } fault)
            {
                return fault;
            }

            var large = _sealed.Count(static row => row.Sealed is null);
            ArgumentMeter.TooLarge(large);
            ArgumentMeter.Stored(_sealed.Count - large);
            _sealed.Clear();
        }
    }

    private WaitingArguments? Next()
    {
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out var next))
            {
                return null;
            }

            _bytes -= next.Held;
            return next;
        }
    }

    private void Seal(in WaitingArguments arguments)
    {
        try
        {
            var row = arguments.Row();
            _sealed.Add(arguments.Copy is not { } copy
                ? row
                : store.Seal(row, RedactionRun.Of(arguments.Keeping.Rules, copy.AsSpan(0, arguments.Length))));
        }
#pragma warning disable CA1031 // SECURITY: what cannot be redacted is not stored; and this thread must not end the process.
        catch (Exception)
#pragma warning restore CA1031
        {
            Miss(1);
        }
        finally
        {
            arguments.Release();
        }
    }

    // What is old goes, and what an older key encrypted is encrypted anew.
    private void Sweep()
    {
        var now = time.GetUtcNow();
        if (now < _nextSweep)
        {
            return;
        }

        var fault = Guarded(() => store.Sweep(now));
        if (fault is not null)
        {
            ArgumentMeter.Unswept();
        }

        _nextSweep = now + (fault is null ? SweepEvery : Often);
    }

    private static Fault? Guarded(Func<Fault?> work)
    {
        try
        {
            return work();
        }
#pragma warning disable CA1031 // Whatever the store does, calls go on.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            return new Fault(LedgerFaults.StoreUnavailable, $"the store of arguments failed ({failed.GetType().Name})");
        }
    }

    private void Miss(int calls)
    {
        Interlocked.Add(ref _missed, calls);
        ArgumentMeter.Missed(calls);
    }
}
