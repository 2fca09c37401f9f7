using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Downstream;

/// <summary>One agent on standard input and output: the same way of a call as over HTTP, for the one grant of a wrapper.</summary>
internal sealed class StdioDownstream(
    ISnapshotSource snapshots, string grantId, SessionSeal sessions, MessageHandler messages, BrokenStreams broken, CallRecord record,
    TimeProvider time)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _underWay = new();
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(10);
    private readonly ConcurrentBag<Task> _listeners = [];
    private volatile string? _sealedId;

    /// <summary>Serves until the client closes its end, then waits for what is under way.</summary>
    public async Task ServeAsync(Stream input, Stream output, CancellationToken stop)
    {
        using var lines = new LineOutput(output);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reader = PipeReader.Create(input, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            while (await ReadLineAsync(reader, snapshots.Current.Settings.MaxBodyBytes, stop) is { } line)
            {
                if (line.AsSpan().ContainsAnyExcept(" \t\r"u8))
                {
                    await TakeAsync(line, lines, gone.Token);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop: what is under way is cancelled below.
        }

        // A script that pipes its requests in still wants the answers; a server that is asked nothing more has little time.
        await Task.WhenAny(Task.WhenAll(_underWay.Keys), Task.Delay(_grace, time, stop));
        await gone.CancelAsync();
        await Task.WhenAll(_underWay.Keys.Concat(_listeners));
    }

    private async ValueTask TakeAsync(byte[] line, LineOutput lines, CancellationToken gone)
    {
        var (message, refusal) = WireReader.Read(line, WireHeaders.Stdio);
        var snapshot = snapshots.Current;
        if (message is null || snapshot.FindGrant(grantId) is not { } grant)
        {
            refusal ??= new WireRefusal(403, RpcCode.InvalidRequest, "grant-gone", "The grant is no longer in force.");
            record.Refuse(refusal.Reason, refusal.Status, grantId, null);
            await lines.WriteAsync(WireWriter.Refusal(refusal));
            return;
        }

        Cancel(message);
        var session = message.Era == Era.Legacy && _sealedId is { } sealedId && sessions.Open(grant, sealedId) is { } known
            ? known
            : SessionSeal.Without(message);
        var key = message.Kind == MessageKind.Request ? Key(message.Id) : null;
        var source = CancellationTokenSource.CreateLinkedTokenSource(gone);
        if (key is not null)
        {
            _requests[key] = source;
        }

        var call = new CallContext
        {
            Snapshot = snapshot,
            Grant = grant,
            Message = message,
            Session = session,
            Reply = new StdioReply(lines, message, source.Token, id => _sealedId = id),
            CallId = CallIds.Next(),
        };

        // ORDER: what the client sends next waits for the handshake, and for each notification; requests run side by side.
        var run = RunAsync(call, key, source);
        if (message.Kind != MessageKind.Request || string.Equals(message.Method, MethodNames.Initialize, StringComparison.Ordinal))
        {
            await run;
            ListenAfter(call, lines, gone);
        }
        else
        {
            Track(run);
        }
    }

    private async Task RunAsync(CallContext call, string? key, CancellationTokenSource source)
    {
        using (source)
        {
            try
            {
                await messages.HandleAsync(call);
                if (call.Message is { Kind: MessageKind.Request, Era: Era.Legacy })
                {
                    await broken.ResumeAsync(call, source.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // The client cancelled or hung up: nobody waits for an answer.
            }
            finally
            {
                if (key is not null)
                {
                    _requests.TryRemove(new(key, source));
                }
            }
        }
    }

    // The handshake is over: from here on the server may speak first, and a stdio client hears it on the same lines.
    private void ListenAfter(CallContext call, LineOutput lines, CancellationToken gone)
    {
        if (_sealedId is { } sealedId && call.Message.Era == Era.Legacy
            && string.Equals(call.Message.Method, "notifications/initialized", StringComparison.Ordinal)
            && sessions.Open(call.Grant, sealedId) is { } session)
        {
            _listeners.Add(ListenAsync(
                () => call with
                {
                    Session = session,
                    Reply = new StdioReply(lines, call.Message, gone, static _ => { }),
                    CallId = CallIds.Next(),
                },
                gone));
        }
    }

    private async Task ListenAsync(Func<CallContext> next, CancellationToken gone)
    {
        try
        {
            await broken.ListenAsync(next, gone);
        }
        catch (OperationCanceledException)
        {
            // The client hung up.
        }
    }

    private void Track(Task run)
    {
        _underWay[run] = 0;
        _ = run.ContinueWith(done => _underWay.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    // SPEC: 2026-07-28, stdio: cancelling is a notification; the exchange that it names is given up.
    private void Cancel(ClientMessage message)
    {
        if (message is { Era: Era.Modern, CancelledId.IsEmpty: false }
            && string.Equals(message.Method, "notifications/cancelled", StringComparison.Ordinal)
            && _requests.TryGetValue(Key(message.CancelledId), out var source))
        {
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The answer was faster.
            }
        }
    }

    private static string Key(ReadOnlyMemory<byte> id) => Encoding.UTF8.GetString(id.Span);

    // A console's or a pipe's read cannot be cancelled: who is told to stop does not wait for the client's next line.
    private static ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken stop)
    {
        var read = reader.ReadAsync(stop);
        return read.IsCompleted ? read : new(read.AsTask().WaitAsync(stop));
    }

    // A line longer than a body may be ends the connection: there is no telling where the next message begins.
    private static async ValueTask<byte[]?> ReadLineAsync(PipeReader reader, int max, CancellationToken stop)
    {
        while (true)
        {
            var read = await ReadAsync(reader, stop);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var whole = read.Buffer.Slice(0, end);
                var line = whole.Length <= max ? whole.ToArray() : null;
                reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            var isOver = read.IsCompleted || read.Buffer.Length > max;
            var rest = read.IsCompleted && read.Buffer.Length is > 0 and var length && length <= max ? read.Buffer.ToArray() : null;
            reader.AdvanceTo(rest is null ? read.Buffer.Start : read.Buffer.End, read.Buffer.End);
            if (isOver)
            {
                return rest;
            }
        }
    }
}
