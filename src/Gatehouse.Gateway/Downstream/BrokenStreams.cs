using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Takes up streams that a server broke off, for clients that cannot: those of stdio and of 2024-11-05.</summary>
internal sealed class BrokenStreams(SessionVerbs verbs, TimeProvider time)
{
    private const int MaxResumptions = 100;

    /// <summary>Sees to it that a request is answered after its handler is done with it.</summary>
    /// <remarks>2025-11-25: a server may break off a stream that it numbered, and is asked for the rest of it.</remarks>
    public async ValueTask ResumeAsync(CallContext call, CancellationToken end)
    {
        var reply = (MessageReply)call.Reply;
        for (var i = 0; i < MaxResumptions && !reply.IsAnswered && reply.LastEventId is { } last && reply.Status < 400; i++)
        {
            await Task.Delay(reply.Retry, time, end);
            await verbs.ListenAsync(call with { Message = Bare(call), LastEventId = last });
        }

        if (!reply.IsAnswered)
        {
            await UpstreamErrors.AnswerAsync(call, UpstreamFaults.Invalid("the server closed its stream without an answer"));
        }
    }

    /// <summary>Listens to the server's own stream, and again for as long as the server has one: it may be shorter than the client's.</summary>
    /// <param name="next">Each listening as a call of its own, with a <see cref="MessageReply"/>.</param>
    /// <param name="end">When the client hangs up.</param>
    public async ValueTask ListenAsync(Func<CallContext> next, CancellationToken end)
    {
        string? last = null;
        while (true)
        {
            var call = next() with { LastEventId = last };
            var reply = (MessageReply)call.Reply;
            await verbs.ListenAsync(call);
            if (!reply.HasBegunEvents)
            {
                return;
            }

            last = reply.LastEventId ?? last;
            await Task.Delay(reply.Retry, time, end);
        }
    }

    /// <summary>A message that says nothing, for verbs that have none.</summary>
    public static ClientMessage Bare(CallContext? like) => new()
    {
        Body = default,
        Kind = MessageKind.Notification,
        Era = Era.Legacy,
        HeaderVersion = like?.Message.HeaderVersion,
    };
}
