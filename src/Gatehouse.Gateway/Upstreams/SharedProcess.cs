using System.Globalization;
using System.Text;
using Gatehouse.Gateway.Wire;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>The one process of a grant in the modern era, shared by all its connections.</summary>
/// <remarks>
/// Two connections may use the same ids, so every request goes with an id of the gateway's, which is its progress token
/// too if it has one; both come back as the client wrote them.
/// </remarks>
internal sealed class SharedProcess(UpstreamEntry.Stdio entry, Deadlines deadlines, ILogger log, TimeProvider time)
    : IAsyncDisposable
{
    private readonly RestartPause _pause = new(time);
    private readonly SemaphoreSlim _starting = new(1, 1);
    private volatile ChildProcess? _process;
    private readonly Lock _stopping = new();
    private Task _ending = Task.CompletedTask;
    private long _lastId;
    private volatile bool _isDisposed;

    /// <summary>Whether nothing is under way and nothing was for the time given.</summary>
    public bool IsIdle(TimeSpan within) =>
        _process is { Channel.IsBusy: false } process && time.GetElapsedTime(process.LastUsed) > within;

    public async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> SendAsync(
        UpstreamRequest request, CallGate gate, CancellationToken cancel)
    {
        if (request.Verb != UpstreamVerb.Send || request.Message is not { Kind: not MessageKind.Response } message
            || !MessageParts.TryRead(request.Body, JsonCaps.Answer, out var parts))
        {
            return (null, UpstreamFaults.Unsuitable);
        }

        var process = _process ?? await StartAsync(cancel).ConfigureAwait(false);
        if (process is null)
            return (null, UpstreamFaults.ProcessFailed(nothingSent: true));
        if (message.Kind == MessageKind.Notification)
            return await NotifyAsync(process, message, parts, cancel).ConfigureAwait(false);
        var id = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        ReadOnlyMemory<byte> sent = Encoding.ASCII.GetBytes(id);
        var exchange = new ChannelExchange
        {
            Channel = process.Channel,
            Exchange = new Exchange(id, parts.ProgressToken.IsEmpty ? null : id, entry.MaxAnswerBytes)
            {
                SentId = sent,
                WrittenId = parts[parts.Id].ToArray(),
                WrittenToken = parts[parts.ProgressToken].ToArray(),
                AcceptsEvents = request.AcceptsEvents,
                IsSubscription = message.Method == "subscriptions/listen",
            },
            Write = process.WriteAsync,
            Gate = gate,
            Deadlines = deadlines,
            AnswerTimeout = entry.AnswerTimeout,
            IsCancelledByClosing = true,
        };
        return await exchange.RunAsync(Splice.Line(parts, (parts.Id, sent), (parts.ProgressToken, sent)), cancel)
            .ConfigureAwait(false);
    }

    /// <summary>Ends the process, if there is one; the next message starts another.</summary>
    public ValueTask StopAsync()
    {
        // ORDER: it is let go first, so that a message that comes meanwhile starts another instead of meeting this one's end.
        lock (_stopping)
        {
            if (Interlocked.Exchange(ref _process, null) is { } process)
                _ending = Task.WhenAll(_ending, process.DisposeAsync().AsTask());
            return new ValueTask(_ending);
        }
    }

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return StopAsync();
    }

    private static async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> NotifyAsync(
        ChildProcess process, ClientMessage message, MessageParts parts, CancellationToken cancel)
    {
        var line = Splice.Line(parts);
        if (message.Method == "notifications/cancelled")
        {
            // SECURITY: the id is the client's; only a request that it can mean may be cancelled by it.
            if (parts.RequestId.IsEmpty || process.Channel.FindWritten(parts[parts.RequestId]) is not { } exchange)
                return (JsonAnswer.Empty(202), null);
            line = Splice.Line(parts, (parts.RequestId, exchange.SentId));
            exchange.IsSettled = true;
            exchange.Queue.End(UpstreamFaults.Cancelled(nothingSent: false));
            process.Channel.Close(exchange);
        }

        var fault = await process.WriteAsync(line, cancel).ConfigureAwait(false);
        return (fault is null ? JsonAnswer.Empty(202) : null, fault);
    }

    private async ValueTask<ChildProcess?> StartAsync(CancellationToken cancel)
    {
        try
        {
            await _starting.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        try
        {
            if (_process is not null || _isDisposed || !_pause.IsOver)
                return _process;

            // Starting a process blocks for milliseconds, and calls may run on the threads that serve sockets.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            var process = ChildProcess.Start(entry, new SessionChannel(entry.MaxAnswerBytes, isShared: true), log, time);
            _process = process;
            if (process is null)
                _pause.Died(TimeSpan.Zero);
            else
                _ = WatchAsync(process);
            if (_isDisposed)
                await StopAsync().ConfigureAwait(false);
            return process;
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task WatchAsync(ChildProcess process)
    {
        await process.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.IsStopping)
            _pause.Died(time.GetElapsedTime(process.StartedAt));
        Interlocked.CompareExchange(ref _process, null, process);
        await process.DisposeAsync().ConfigureAwait(false);
    }
}
