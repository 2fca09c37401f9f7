using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Downstream;

/// <summary>What happens to the messages of a stream of 2024-11-05, and to the server's session behind it.</summary>
internal sealed class SseCalls(
    MessageHandler messages, SessionVerbs verbs, BrokenStreams broken, SessionSeal sessions, TimeProvider time)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>One message of the stream on its way.</summary>
    public CallContext Context(SseStream stream, GatewaySnapshot snapshot, ActiveGrant grant, ClientMessage message) => new()
    {
        Snapshot = snapshot,
        Grant = grant,
        Message = message,
        Session = stream.SessionOf(message, sessions),
        Reply = new SseReply(stream, message),
        CallId = CallIds.Next(),
    };

    /// <summary>Sees a request through; its answer goes to the stream. Gives up the places in the stream and of the grant.</summary>
    public async Task AnswerAsync(SseStream stream, CallContext call, GrantGate.Place place)
    {
        try
        {
            await messages.HandleAsync(call);
            await broken.ResumeAsync(call, stream.GoneOrStopping);
        }
        catch (OperationCanceledException) when (stream.IsEnding)
        {
            // The client hung up: nobody waits for an answer.
        }
        finally
        {
            stream.Leave();
            place.Leave();
        }
    }

    /// <summary>Takes a notification, or an answer to the server. Gives up the place in the stream.</summary>
    public async ValueTask<SseReply> TakeAsync(SseStream stream, CallContext call)
    {
        var reply = (SseReply)call.Reply;
        var isHandedOn = false;
        try
        {
            await messages.HandleAsync(call);

            // The handshake is over: from here on the server may speak first.
            if (reply.Status < 400 && string.Equals(call.Message.Method, "notifications/initialized", StringComparison.Ordinal)
                && stream.TryListen())
            {
                isHandedOn = true;
                _ = Task.Run(() => ListenAsync(stream, call), CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (stream.IsEnding)
        {
            // The client hung up.
        }
        finally
        {
            if (!isHandedOn)
            {
                stream.Leave();
            }
        }

        return reply;
    }

    /// <summary>Ends the server's session, where there is one; a server that does not answer is not waited for.</summary>
    public async ValueTask EndAsync(SseStream stream, GatewaySnapshot snapshot)
    {
        var call = Context(stream, snapshot, stream.Grant, BrokenStreams.Bare(null));
        if (call.Session.UpstreamId is not null)
        {
            await verbs.EndAsync(call).AsTask().WaitAsync(_patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(SseStream stream, CallContext first)
    {
        try
        {
            await broken.ListenAsync(
                () => Context(stream, first.Snapshot, first.Grant, BrokenStreams.Bare(first)) with { LoopChain = first.LoopChain },
                stream.GoneOrStopping);
        }
        catch (OperationCanceledException) when (stream.IsEnding)
        {
            // The stream ends.
        }
        finally
        {
            stream.Leave();
        }
    }
}
