using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Calls;

/// <summary>The legacy verbs without a body: listen to a session's stream, end a session.</summary>
internal sealed class SessionVerbs(FreezeGate freezes, UpstreamPool upstreams, AnswerRelay relay, SessionStreams streams)
{
    /// <summary>GET: the stand-alone stream, or a resumed one.</summary>
    public async ValueTask ListenAsync(CallContext call)
    {
        using var open = streams.Open(call);
        await SendAsync(call with { Reply = open }, UpstreamVerb.Listen, call.Gone);
    }

    /// <summary>DELETE: the end of the session.</summary>
    public ValueTask EndAsync(CallContext call) => SendAsync(call, UpstreamVerb.End, CancellationToken.None);

    private async ValueTask SendAsync(CallContext call, UpstreamVerb verb, CancellationToken cancel)
    {
        if (await freezes.StopsAsync(call))
        {
            return;
        }

        var (answer, fault) = await upstreams.ExchangeAsync(
            call,
            new UpstreamRequest
            {
                Verb = verb,
                Era = call.Message.Era,
                GrantId = call.Grant.Id,
                ProtocolVersion = call.Message.HeaderVersion,
                SessionId = call.Session.UpstreamId,
                LastEventId = call.LastEventId,
                LoopChain = call.LoopChain,
            },
            cancel);
        if (answer is null)
        {
            await UpstreamErrors.AnswerAsync(call, fault!);
            return;
        }

        await using (answer)
        {
            await relay.RelayAsync(call, answer);
        }
    }
}
