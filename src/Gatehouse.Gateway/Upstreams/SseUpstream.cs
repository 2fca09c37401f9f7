using System.Collections.Concurrent;
using System.Security.Cryptography;
using Gatehouse.Gateway.Wire;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>A server over HTTP+SSE of 2024-11-05: a session is a stream, and every message is posted beside it.</summary>
internal sealed class SseUpstream : Upstream
{
    private const int IdDigits = 32;
    private static readonly TimeSpan ShortestSweep = TimeSpan.FromSeconds(1);

    private readonly UpstreamEntry.Http _entry;
    private readonly HttpUpstream _http;
    private readonly Deadlines _deadlines;
    private readonly LogBudget _budget;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, SseSession> _sessions = new(StringComparer.Ordinal);
    private readonly CallGate _calls;
    private readonly CallGate _streams;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;

    /// <summary>Takes over the HTTP upstream that carries streams and messages.</summary>
    public SseUpstream(UpstreamEntry.Http entry, HttpUpstream http, ILogger log, TimeProvider time)
    {
        (_entry, _http, _log, _time) = (entry, http, log, time);
        (_deadlines, _budget) = (new Deadlines(time), new LogBudget(time));
        _calls = new CallGate(entry.MaxConcurrency);
        _streams = new CallGate(entry.MaxConcurrency);
        var pause = entry.IdleTimeout / 4 is var quarter && quarter > ShortestSweep ? quarter : ShortestSweep;
        _sweep = time.CreateTimer(static state => ((SseUpstream)state!).EndIdle(), this, pause, pause);
    }

    public override async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> ExchangeAsync(
        UpstreamRequest request, CancellationToken cancel)
    {
        var gate = request.Verb == UpstreamVerb.Listen ? _streams : _calls;
        if (gate.TryEnter() is { } full)
            return (null, full);
        UpstreamAnswer? answer = null;
        try
        {
            (answer, var fault) = await RouteAsync(request, gate, cancel).ConfigureAwait(false);
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
        await idle.WaitAsync(within).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync().ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync().ConfigureAwait(false);
        foreach (var session in _sessions.Values)
            await session.DisposeAsync().ConfigureAwait(false);
        await _http.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> RouteAsync(
        UpstreamRequest request, CallGate gate, CancellationToken cancel)
    {
        if (request.Era == Era.Modern)
            return (null, UpstreamFaults.Unsuitable);
        var session = Find(request);
        var isFirst = request.SessionId is null && request.Message is { Method: "initialize", Kind: MessageKind.Request };
        if (session is null && !isFirst)
            return (null, request.SessionId is null ? UpstreamFaults.SessionMissing : UpstreamFaults.SessionNotFound);
        if (request.Verb == UpstreamVerb.Listen)
            return (StdioSession.Listen(session!.Channel, session.Id, gate), null);
        if (request.Verb == UpstreamVerb.End)
        {
            await session!.DisposeAsync().ConfigureAwait(false);
            return (JsonAnswer.Empty(200), null);
        }

        if (session is null)
        {
            (session, var fault) = await BeginAsync(request, cancel).ConfigureAwait(false);
            if (session is null)
                return (null, fault);
        }

        return await SendAsync(session, request, gate, cancel).ConfigureAwait(false);
    }

    private SseSession? Find(UpstreamRequest request)
    {
        if (request.SessionId is not { } id || !_sessions.TryGetValue(id, out var session) || session.GrantId != request.GrantId)
            return null;
        session.LastUsed = _time.GetTimestamp();
        return session;
    }

    // A client of the older era need not say that it is done, and its stream would stay open for good.
    private void EndIdle()
    {
        foreach (var session in _sessions.Values)
        {
            if (session.Channel.IsBusy || _time.GetElapsedTime(session.LastUsed) <= _entry.IdleTimeout)
                continue;
            _sessions.TryRemove(session.Id, out _);
            _ = session.DisposeAsync().AsTask();
        }
    }

    private async ValueTask<(SseSession? Session, UpstreamFault? Fault)> BeginAsync(
        UpstreamRequest request, CancellationToken cancel)
    {
        var listen = new UpstreamRequest
        {
            Verb = UpstreamVerb.Listen,
            Era = Era.Legacy,
            GrantId = request.GrantId,
            LoopChain = request.LoopChain,
        };
        var (stream, fault) = await _http.ExchangeAsync(listen, cancel).ConfigureAwait(false);
        if (stream is null)
            return (null, fault! with { NothingSent = true });
        var endpoint = stream.Form == AnswerForm.Events
            ? SseSession.EndpointOf(await FirstAsync(stream, cancel).ConfigureAwait(false), _entry.Url)
            : null;
        if (endpoint is null)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            return (null, UpstreamFaults.Invalid("the server named no endpoint of its own origin") with { NothingSent = true });
        }

        var id = RandomNumberGenerator.GetHexString(IdDigits, lowercase: true);
        var session = new SseSession(id, request.GrantId, stream, endpoint, _entry.MaxAnswerBytes)
        {
            LastUsed = _time.GetTimestamp(),
        };
        _sessions[id] = session;
        _ = ReadAsync(session);
        return (session, null);
    }

    private async ValueTask<SseEvent?> FirstAsync(UpstreamAnswer stream, CancellationToken cancel)
    {
        var deadline = _deadlines.Rent(_entry.AnswerTimeout);
        var joined = Deadlines.Join(deadline, cancel);
        try
        {
            // Comments may come before the first event.
            while (await stream.NextAsync(deadline.Token).ConfigureAwait(false) is { Event: { } next })
            {
                if (next.HasData)
                    return next;
            }

            return null;
        }
        finally
        {
            await joined.DisposeAsync().ConfigureAwait(false);
            _deadlines.Return(deadline);
        }
    }

    private async Task ReadAsync(SseSession session)
    {
        await session.ReadAsync(isMessage =>
        {
            if (_budget.TryTake(out var dropped) && isMessage)
                _log.Unmatched(_entry.ServerId, UpstreamLog.LeftOut(dropped));
        }).ConfigureAwait(false);
        _sessions.TryRemove(session.Id, out _);
    }

    private async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> SendAsync(
        SseSession session, UpstreamRequest request, CallGate gate, CancellationToken cancel)
    {
        if (request.Message is not { } message || !MessageParts.TryRead(request.Body, JsonCaps.Answer, out var parts))
            return (null, UpstreamFaults.Unsuitable);
        if (message.Kind != MessageKind.Request)
        {
            var fault = await PostAsync(session, request, request.Body, cancel).ConfigureAwait(false);
            return (fault is null ? JsonAnswer.Empty(202, session.Id) : null, fault);
        }

        var exchange = new ChannelExchange
        {
            Channel = session.Channel,
            Exchange = StdioSession.ExchangeOf(request, parts, _entry.MaxAnswerBytes),
            Write = (body, token) => PostAsync(session, request, body, token),
            Gate = gate,
            Deadlines = _deadlines,
            AnswerTimeout = _entry.AnswerTimeout,
            Session = session.Id,
        };
        return await exchange.RunAsync(request.Body, cancel).ConfigureAwait(false);
    }

    // The endpoint answers 202, or 200 with a word; what it says otherwise is a failure of the message.
    private async ValueTask<UpstreamFault?> PostAsync(
        SseSession session, UpstreamRequest request, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var post = request with { Body = body, SessionId = null, LastEventId = null };
        var (answer, fault) = await _http.PostAsync(post, session.Endpoint, cancel).ConfigureAwait(false);
        if (answer is null)
            return fault;
        await answer.DisposeAsync().ConfigureAwait(false);
        return answer.Status is >= 200 and < 300 ? null
            : answer.Status == 404 ? UpstreamFaults.SessionNotFound with { NothingSent = false }
            : UpstreamFaults.Invalid("the server did not take the message");
    }
}
