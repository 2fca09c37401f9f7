using System.Collections.Concurrent;
using Gatehouse.Gateway.Wire;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>A server that is a program: a process per legacy session, a shared one per grant in the modern era.</summary>
internal sealed class StdioUpstream : Upstream
{
    private static readonly TimeSpan ShortestSweep = TimeSpan.FromSeconds(1);

    private readonly UpstreamEntry.Stdio _entry;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Deadlines _deadlines;
    private readonly StdioSessions _sessions;
    private readonly ConcurrentDictionary<string, SharedProcess> _shared = new(StringComparer.Ordinal);
    private readonly CallGate _calls;
    private readonly CallGate _streams;
    private readonly ITimer _sweep;

    public StdioUpstream(UpstreamEntry.Stdio entry, ILogger log, TimeProvider time)
    {
        (_entry, _log, _time, _deadlines) = (entry, log, time, new Deadlines(time));
        _sessions = new StdioSessions(entry, _deadlines, log, time);
        _calls = new CallGate(entry.MaxConcurrency);
        _streams = new CallGate(entry.MaxConcurrency);
        var pause = entry.IdleTimeout / 4 is var quarter && quarter > ShortestSweep ? quarter : ShortestSweep;
        _sweep = time.CreateTimer(static state => ((StdioUpstream)state!).Sweep(), this, pause, pause);
    }

    public override async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> ExchangeAsync(
        UpstreamRequest request, CancellationToken cancel)
    {
        var gate = request.Verb == UpstreamVerb.Listen || request.Message is { Method: "subscriptions/listen" }
            ? _streams
            : _calls;
        if (gate.TryEnter() is { } full)
            return (null, full);
        UpstreamAnswer? answer = null;
        try
        {
            (answer, var fault) = request switch
            {
                { Era: Era.Modern } => await SharedOf(request.GrantId).SendAsync(request, gate, cancel).ConfigureAwait(false),
                { Verb: UpstreamVerb.Listen } => _sessions.Listen(request, gate),
                { Verb: UpstreamVerb.End } => _sessions.End(request),
                _ => await _sessions.SendAsync(request, gate, cancel).ConfigureAwait(false),
            };
            return (answer, fault);
        }
        finally
        {
            if (answer is not { Form: AnswerForm.Events })
                gate.Leave();
        }
    }

    public override async ValueTask DrainAsync(TimeSpan within)
    {
        var idle = Task.WhenAll(_calls.CloseAsync(), _streams.CloseAsync());
        await idle.WaitAsync(within, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync().ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        _ = _calls.CloseAsync();
        _ = _streams.CloseAsync();
        await _sweep.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(
            [_sessions.DisposeAsync().AsTask(), .. _shared.Values.Select(shared => shared.DisposeAsync().AsTask())])
            .ConfigureAwait(false);
    }

    private SharedProcess SharedOf(string grantId) => _shared.TryGetValue(grantId, out var shared)
        ? shared
        : _shared.GetOrAdd(grantId, new SharedProcess(_entry, _deadlines, _log, _time));

    private void Sweep()
    {
        _sessions.EndIdle(_entry.IdleTimeout);
        foreach (var shared in _shared.Values)
        {
            if (shared.IsIdle(_entry.IdleTimeout))
                _ = shared.StopAsync().AsTask();
        }
    }
}
