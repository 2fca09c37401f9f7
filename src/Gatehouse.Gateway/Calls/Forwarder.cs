using System.Diagnostics;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Telemetry;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Calls;

/// <summary>Sends a message that may go, and sees its answer through.</summary>
internal sealed class Forwarder(UpstreamPool upstreams, Opening opening, AnswerRelay relay, ToolIndex tools, ParamHeaderTable headers)
{
    /// <summary>The bytes that would go upstream; null where a sealed value is not this grant's.</summary>
    public Opened? Open(CallContext call) => opening.Open(call);

    /// <summary>Sends, and answers the client in any case.</summary>
    public async ValueTask<ForwardEnd> ForwardAsync(CallContext call, Opened opened)
    {
        using var span = GatewayTrace.Send(call.Server.Id);
        var (answer, fault) = await upstreams.ExchangeAsync(call, Request(call, opened), call.Cancel);
        if (answer is null)
        {
            return await FailAsync(call, fault!);
        }

        await using (answer)
        {
            return await relay.RelayAsync(call, answer);
        }
    }

    private UpstreamRequest Request(CallContext call, Opened opened) => new()
    {
        Verb = UpstreamVerb.Send,
        Era = call.Message.Era,
        GrantId = call.Grant.Id,
        Message = call.Message,
        Body = opened.Body,
        ProtocolVersion = call.Message.Era == Era.Modern ? call.Message.ProtocolVersion : call.Message.HeaderVersion,
        SessionId = call.Session.UpstreamId,
        ParamHeaders = headers.ToSend(call, call.HasHeaders || MethodTable.Of(call.Message.Era, call.Message.Method) != Treatment.ToolCall
            ? null
            : tools.Current(call.Server)?.Find(call.Message.Name ?? "")),
        TraceParent = Activity.Current?.Id ?? call.TraceParent,
        TraceState = Activity.Current?.TraceStateString ?? call.TraceState,
        OpenedTaskId = opened.TaskId,
        LoopChain = call.LoopChain,
    };

    private static async ValueTask<ForwardEnd> FailAsync(CallContext call, UpstreamFault fault)
    {
        fault = UpstreamErrors.Told(call, fault);
        await UpstreamErrors.AnswerAsync(call, fault);
        var isCancelled = fault.Status == UpstreamErrors.ClientClosed;
        return new(isCancelled ? OutcomeClass.Cancelled : OutcomeClass.Fault, 0, fault.Code, fault.NothingSent);
    }
}
