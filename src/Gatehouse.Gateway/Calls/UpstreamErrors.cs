using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Calls;

/// <summary>Tells the client of an upstream's fault, in whatever form its answer has by then.</summary>
internal static class UpstreamErrors
{
    /// <summary>The status of a request whose client went away; nobody is left to read it.</summary>
    public const int ClientClosed = 499;

    /// <summary>The fault as it was: what ends a call from the client's side is its going away, or the end of its grant's access.</summary>
    public static UpstreamFault Told(CallContext call, UpstreamFault fault) =>
        fault.Status == ClientClosed && call.Reply.IsCutOff ? UpstreamFaults.AccessEnded(fault.NothingSent) : fault;

    /// <summary>One error for the call; a notification gets the status alone.</summary>
    public static ValueTask AnswerAsync(CallContext call, UpstreamFault fault)
    {
        if (call.Message.Kind != MessageKind.Request)
        {
            return call.Reply.HasBegunEvents ? default : call.Reply.EmptyAsync(fault.Status, null);
        }

        var error = WireWriter.Error(call.Message.Id, RpcCode.UpstreamFault, fault.Message, fault.Code);
        return call.Reply.HasBegunEvents
            ? call.Reply.EventAsync(SseWriter.Event(error))
            : call.Reply.JsonAsync(fault.Status, error, null);
    }
}
