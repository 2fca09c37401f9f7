using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>The legacy sessions of a stdio server: one process each, found by a random id, at most so many of one grant.</summary>
internal sealed class StdioSessions(UpstreamEntry.Stdio entry, Deadlines deadlines, ILogger log, TimeProvider time)
    : IAsyncDisposable
{
    private const int IdDigits = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, StdioSession> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly RestartPause _pause = new(time);
    private bool _isDisposed;

    public async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> SendAsync(
        UpstreamRequest request, CallGate gate, CancellationToken cancel)
    {
        if (request.SessionId is { } id)
        {
            return Find(id, request.GrantId) is { } session
                ? await session.SendAsync(request, gate, cancel).ConfigureAwait(false)
                : (null, UpstreamFaults.SessionNotFound);
        }

        return request.Message is { Method: "initialize", Kind: Wire.MessageKind.Request }
            ? await BeginAsync(request, gate, cancel).ConfigureAwait(false)
            : (null, UpstreamFaults.SessionMissing);
    }

    public (UpstreamAnswer? Answer, UpstreamFault? Fault) Listen(UpstreamRequest request, CallGate gate) =>
        Find(request.SessionId, request.GrantId) is { } session
            ? (session.Listen(gate), null)
            : (null, request.SessionId is null ? UpstreamFaults.SessionMissing : UpstreamFaults.SessionNotFound);

    public (UpstreamAnswer? Answer, UpstreamFault? Fault) End(UpstreamRequest request)
    {
        if (Find(request.SessionId, request.GrantId) is not { } session)
            return (null, request.SessionId is null ? UpstreamFaults.SessionMissing : UpstreamFaults.SessionNotFound);
        Remove(session);
        _ = session.Process.DisposeAsync().AsTask();
        return (JsonAnswer.Empty(200), null);
    }

    /// <summary>Ends sessions in which nothing is under way and nothing was sent for the time given.</summary>
    public void EndIdle(TimeSpan within)
    {
        foreach (var session in All())
        {
            if (session.Process.Channel.IsBusy || time.GetElapsedTime(session.Process.LastUsed) <= within)
                continue;
            Remove(session);
            _ = session.Process.DisposeAsync().AsTask();
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
            _isDisposed = true;
        await Task.WhenAll(All().Select(session => session.Process.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> BeginAsync(
        UpstreamRequest request, CallGate gate, CancellationToken cancel)
    {
        if (!_pause.IsOver)
            return (null, UpstreamFaults.ProcessFailed(nothingSent: true));
        if (!TryTakePlace(request.GrantId))
            return (null, UpstreamFaults.Busy);

        // Starting a process blocks for milliseconds, and calls may run on the threads that serve sockets.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var process = ChildProcess.Start(entry, new SessionChannel(entry.MaxAnswerBytes, isShared: false), log, time);
        if (process is null)
        {
            LeavePlace(request.GrantId);
            _pause.Died(TimeSpan.Zero);
            return (null, UpstreamFaults.ProcessFailed(nothingSent: true));
        }

        var id = RandomNumberGenerator.GetHexString(IdDigits, lowercase: true);
        var session = new StdioSession(id, request.GrantId, process, entry, deadlines);
        Add(session);
        _ = WatchAsync(session);
        var (answer, fault) = await session.SendAsync(request, gate, cancel).ConfigureAwait(false);
        if (answer is not null)
            _pause.Lived();
        else if (fault!.Code == "upstream-process-failed")
            _pause.Died(TimeSpan.Zero);
        if (answer is null)
            _ = process.DisposeAsync().AsTask();
        return (answer, fault);
    }

    private async Task WatchAsync(StdioSession session)
    {
        await session.Process.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Remove(session);
        LeavePlace(session.GrantId);
        await session.Process.DisposeAsync().ConfigureAwait(false);
    }

    private StdioSession? Find(string? id, string grantId)
    {
        lock (_lock)
            return id is not null && _byId.TryGetValue(id, out var session) && session.GrantId == grantId ? session : null;
    }

    private StdioSession[] All()
    {
        lock (_lock)
            return [.. _byId.Values];
    }

    private void Add(StdioSession session)
    {
        lock (_lock)
            _byId.Add(session.Id, session);
        if (_isDisposed)
            _ = session.Process.DisposeAsync().AsTask();
    }

    private void Remove(StdioSession session)
    {
        lock (_lock)
            _byId.Remove(session.Id);
    }

    // A place is kept until the process is really gone, so that ending sessions quickly does not pile processes up.
    private bool TryTakePlace(string grantId)
    {
        lock (_lock)
        {
            var taken = _places.GetValueOrDefault(grantId);
            if (_isDisposed || taken >= entry.MaxProcessesPerGrant)
                return false;
            _places[grantId] = taken + 1;
            return true;
        }
    }

    private void LeavePlace(string grantId)
    {
        lock (_lock)
        {
            if (--_places[grantId] == 0)
                _places.Remove(grantId);
        }
    }
}
