using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Gateway.Telemetry;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Wire;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Calls;

/// <summary>One validated message: to the handler of its method, or refused.</summary>
internal sealed partial class MessageHandler(
    FreezeGate freezes, ToolCallHandler toolCalls, DoorHandler doors, ToolIndex tools, ToolLister lister, CallRecord record, Forwarder forwarder,
    Denials denials, ServerRequests requests, HeldCalls held, TaskDoor tasks, ILogger log)
{
    /// <summary>Answers the message in whatever way its method asks for. A bug of ours is an internal error, and no call.</summary>
    public async ValueTask HandleAsync(CallContext call)
    {
        using var span = GatewayTrace.Start(call.Message, call.TraceParent, call.TraceState);
        span?.SetTag("gatehouse.server", call.Server.Id);
        span?.SetTag("gatehouse.grant", call.Grant.Id);
        try
        {
            if (!await freezes.StopsAsync(call))
            {
                await DispatchAsync(call);
            }
        }
#pragma warning disable CA1031 // SECURITY: whatever it is, the peer learns nothing of it, and what was reserved stays reserved.
        catch (Exception bug) when (bug is not OperationCanceledException || !call.Reply.Gone.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogBug(log, bug, call.CallId);
            record.Refuse("internal-error", 500, call.Grant.Id, call.Server.Id);
            await call.Reply.InternalErrorAsync(call.Message);
        }
    }

    private ValueTask DispatchAsync(CallContext call) =>
        call.Message.Kind == MessageKind.Response
            ? AnswerAsync(call)
            : MethodTable.Of(call.Message.Era, call.Message.Method) switch
            {
                Treatment.ToolCall => toolCalls.HandleAsync(call),
                Treatment.Door => doors.HandleAsync(call),
                Treatment.ToolList => ListToolsAsync(call),
                Treatment.TaskList => ListTasksAsync(call),
                Treatment.Pass => PassAsync(call),
                _ => RefuseAsync(call),
            };

    // A response that answers nothing would be the client's word in somebody else's exchange.
    private ValueTask AnswerAsync(CallContext call)
    {
        if (requests.IsAwaited(call))
        {
            return PassAsync(call);
        }

        record.Refuse("response-unsolicited", 400, call.Grant.Id, call.Server.Id);
        return call.Reply.JsonAsync(
            400, WireWriter.Error(call.Message.Id, RpcCode.InvalidRequest, "No request of the server waits for this response.", "response-unsolicited"), null);
    }

    private async ValueTask PassAsync(CallContext call)
    {
        // The server was never asked what waits here, so it is told of no end of it either.
        if (held.Cancels(call))
        {
            await call.Reply.EmptyAsync(202, call.Session.SealedId);
            return;
        }

        if (forwarder.Open(call) is { } opened)
        {
            await forwarder.ForwardAsync(call, opened);
        }
        else
        {
            await denials.ForeignAsync(call);
        }
    }

    private async ValueTask ListTasksAsync(CallContext call)
    {
        // The first page names the gateway's own; without them it would be a list that looks whole.
        var (own, fault) = call.Message.Cursor.IsEmpty ? await tasks.ListAsync(call) : ([], null);
        if (fault is not null)
        {
            await denials.UnavailableAsync(call, fault);
            return;
        }

        await PassAsync(own.Count == 0 ? call : call with { Reply = new TaskListReply(call, own) });
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

    [LoggerMessage(Level = LogLevel.Error, Message = "internal error in call {CallId}")]
    private static partial void LogBug(ILogger log, Exception bug, string callId);
}
