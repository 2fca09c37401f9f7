using System.Diagnostics;
using Gatehouse.Gateway.Telemetry;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Calls;

/// <summary>One validated message: to the handler of its method, or refused.</summary>
internal sealed class MessageHandler(
    ToolCallHandler toolCalls, DoorHandler doors, ToolIndex tools, ToolLister lister, CallRecord record, Forwarder forwarder, Denials denials)
{
    /// <summary>Answers the message in whatever way its method asks for.</summary>
    public ValueTask HandleAsync(CallContext call) =>
        GatewayTrace.Start(call.Message.Method, call.TraceParent, call.TraceState) is { } span
            ? TracedAsync(call, span)
            : DispatchAsync(call);

    private async ValueTask TracedAsync(CallContext call, Activity span)
    {
        using (span)
        {
            span.SetTag("gatehouse.server", call.Server.Id);
            span.SetTag("gatehouse.grant", call.Grant.Id);
            await DispatchAsync(call);
        }
    }

    private ValueTask DispatchAsync(CallContext call) =>
        call.Message.Kind == MessageKind.Response
            ? PassAsync(call)
            : MethodTable.Of(call.Message.Era, call.Message.Method) switch
            {
                Treatment.ToolCall => toolCalls.HandleAsync(call),
                Treatment.Door => doors.HandleAsync(call),
                Treatment.ToolList => ListToolsAsync(call),
                Treatment.Pass => PassAsync(call),
                _ => RefuseAsync(call),
            };

    private async ValueTask PassAsync(CallContext call)
    {
        if (forwarder.Open(call) is { } opened)
        {
            await forwarder.ForwardAsync(call, opened);
        }
        else
        {
            await denials.ForeignAsync(call);
        }
    }

    // What a server lists first is accepted whole, so a first page may not go by before all pages are known.
    private async ValueTask ListToolsAsync(CallContext call)
    {
        if (tools.Current(call.Server) is null && await tools.EnsureListedAsync(call, lister) is { } fault)
        {
            await denials.UnlistedAsync(call, fault);
            return;
        }

        await PassAsync(call);
    }

    private ValueTask RefuseAsync(CallContext call)
    {
        // SPEC: 2026-07-28: an unknown method is 404. A legacy 404 would tell the client that its session is gone.
        var status = call.Message.Era == Era.Modern ? 404 : 400;
        record.Refuse("method-unknown", status, call.Grant.Id, call.Server.Id);
        return call.Message.Kind == MessageKind.Notification
            ? call.Reply.EmptyAsync(status, null)
            : call.Reply.JsonAsync(status, WireWriter.MethodNotFound(call.Message.Id), null);
    }
}
