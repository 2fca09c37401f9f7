using System.Runtime.CompilerServices;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>A server over Streamable HTTP, of both eras.</summary>
internal sealed class HttpUpstream : Upstream
{
    private readonly UpstreamEntry.Http _entry;
    private readonly HttpMessageInvoker _invoker;
    private readonly HttpRequests _requests;
    private readonly Breaker _breaker;
    private readonly Deadlines _deadlines;

    // Long streams have places of their own, or idle listeners would shut calls out.
    private readonly CallGate _calls;
    private readonly CallGate _streams;

    /// <summary>Takes over the handler.</summary>
    public HttpUpstream(UpstreamEntry.Http entry, HttpMessageHandler handler, LoopMarker marker, TimeProvider time)
    {
        _entry = entry;
        _invoker = new HttpMessageInvoker(handler, disposeHandler: true);
        _requests = new HttpRequests(entry, marker);
        _breaker = new Breaker(time);
        _deadlines = new Deadlines(time);
        _calls = new CallGate(entry.MaxConcurrency);
        _streams = new CallGate(entry.MaxConcurrency);
    }

    public override ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> ExchangeAsync(
        UpstreamRequest request, CancellationToken cancel) => PostAsync(request, _entry.Url, isPlain: false, cancel);

    /// <summary>Posts to the endpoint that a stream of 2024-11-05 named. A successful answer is empty, whatever it says.</summary>
    public ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> PostAsync(
        UpstreamRequest request, Uri endpoint, CancellationToken cancel) => PostAsync(request, endpoint, isPlain: true, cancel);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> PostAsync(
        UpstreamRequest request, Uri url, bool isPlain, CancellationToken cancel)
    {
        // 1. A server that failed repeatedly is left alone.
        if (!_breaker.TryPass(out var isProbe))
            return (null, UpstreamFaults.BreakerOpen);

        // 2. A place among the calls under way, kept until the answer is whole or its stream is disposed.
        var gate = IsStream(request) ? _streams : _calls;
        if (gate.TryEnter() is { } full)
        {
            _breaker.Settle(CallHealth.Unknown, isProbe);
            return (null, full);
        }

        var health = CallHealth.Unknown;
        UpstreamAnswer? answer = null;
        try
        {
            // 3. Send, and read as far as the form is known.
            (answer, var fault, health) = await SendAsync(request, url, isPlain, gate, cancel).ConfigureAwait(false);
            return (answer, fault);
        }
        finally
        {
            _breaker.Settle(health, isProbe);
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

    public override ValueTask DisposeAsync()
    {
        _invoker.Dispose();
        return default;
    }

    private static bool IsStream(UpstreamRequest request) =>
        request.Verb == UpstreamVerb.Listen
        || (request.Era == Wire.Era.Modern && request.Message is { Method: "subscriptions/listen" });

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault, CallHealth Health)> SendAsync(
        UpstreamRequest request, Uri url, bool isPlain, CallGate gate, CancellationToken cancel)
    {
        string? authorization = null;
        if (_entry.Credential is { } source && (authorization = source.For(_entry.ServerId, request.GrantId)) is null)
            return (null, UpstreamFaults.NotConnected, CallHealth.Unknown);
        var message = _requests.Write(request, url, authorization);
        if (message is null)
            return (null, UpstreamFaults.HeaderInvalid, CallHealth.Unknown);
        var deadline = _deadlines.Rent(_entry.AnswerTimeout);
        var joined = Deadlines.Join(deadline, cancel);
        HttpResponseMessage? response = null;
        try
        {
            response = await _invoker.SendAsync(message, deadline.Token).ConfigureAwait(false);
            if (authorization is not null && (int)response.StatusCode is (401 or 403))
                _entry.Credential!.Refused(_entry.ServerId, request.GrantId, authorization!, HttpAnswers.ChallengeOf(response));
            if (isPlain && response.IsSuccessStatusCode)
                return (JsonAnswer.Empty((int)response.StatusCode), null, CallHealth.Answered);
            var (answer, fault) = await ReadAsync(response, gate, deadline.Token).ConfigureAwait(false);
            if (answer is { Form: AnswerForm.Events })
                response = null;
            return (answer, fault, CallHealth.Answered);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            var isGone = cancel.IsCancellationRequested;
            return (null, HttpFaults.Of(e, message.Content as BodyContent, isGone), HttpFaults.HealthOf(e, isGone));
        }
        finally
        {
            response?.Dispose();
            message.Dispose();
            await joined.DisposeAsync().ConfigureAwait(false);
            _deadlines.Return(deadline);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> ReadAsync(
        HttpResponseMessage response, CallGate gate, CancellationToken cancel)
    {
        var (form, fault) = HttpAnswers.FormOf(response);
        if (fault is not null)
            return (null, fault);
        var (session, odd) = HttpAnswers.SessionOf(response);
        if (odd is not null)
            return (null, odd);
        if (form == AnswerForm.Empty)
            return (JsonAnswer.Empty((int)response.StatusCode, session), null);
        if (form == AnswerForm.Json)
            return await HttpAnswers.ReadJsonAsync(response, session, _entry.MaxAnswerBytes, cancel).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        return (
            new HttpEvents(response, stream, _entry.MaxAnswerBytes, gate)
            {
                Status = (int)response.StatusCode,
                Form = AnswerForm.Events,
                SessionId = session,
            },
            null);
    }
}
