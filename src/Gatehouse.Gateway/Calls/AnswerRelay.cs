using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Calls;

/// <summary>Sees an upstream's answer through to the client: read strictly, filtered, sealed, our secrets taken out.</summary>
internal sealed class AnswerRelay(AnswerFilter filter, ServerRequests requests, ToolIndex tools, SessionSeal sessions)
{
    private const string Initialize = "initialize";

    /// <summary>Relays the whole answer. The client is answered in any case.</summary>
    public ValueTask<ForwardEnd> RelayAsync(CallContext call, UpstreamAnswer answer) => answer.Form switch
    {
        AnswerForm.Json => JsonAsync(call, answer),
        AnswerForm.Events => EventsAsync(call, answer),
        _ => EmptyAsync(call, answer),
    };

    private async ValueTask<ForwardEnd> EmptyAsync(CallContext call, UpstreamAnswer answer)
    {
        // A request needs an answer; a status alone is none, but it tells a client of the legacy era where it stands.
        // A stdio client is told of no status, and would wait for ever.
        if (call.Message.Kind == MessageKind.Request && (answer.Status < 400 || !call.HasHeaders))
        {
            return await FailAsync(call, UpstreamFaults.Invalid("the server answered a request with nothing"), 0);
        }

        await call.Reply.EmptyAsync(answer.Status, SessionId(call, answer));
        return new(answer.Status < 400 ? OutcomeClass.Done : OutcomeClass.Error, 0, null, NothingSent: false);
    }

    private async ValueTask<ForwardEnd> JsonAsync(CallContext call, UpstreamAnswer answer)
    {
        var bytes = answer.Json.Length;
        var (message, unsound) = AnswerReader.Read(answer.Json, Expected(call));
        if (message is null)
        {
            return await FailAsync(call, unsound!, bytes);
        }

        // SECURITY: a body is an answer and nothing else; a request of the server in it would pass unjudged.
        if (message.Kind is not (AnswerKind.Result or AnswerKind.Error))
        {
            return await FailAsync(call, UpstreamFaults.Invalid("the server's answer is none"), bytes);
        }

        var (json, fault) = await filter.ApplyAsync(call, message);
        if (fault is not null)
        {
            return await FailAsync(call, fault, bytes);
        }

        // SPEC: the era probe lives on failures that come through as they are: status and body.
        await call.Reply.JsonAsync(answer.Status, json, SessionId(call, answer));
        return new(ClassOf(message), bytes, null, NothingSent: false);
    }

    private async ValueTask<ForwardEnd> EventsAsync(CallContext call, UpstreamAnswer answer)
    {
        await call.Reply.BeginEventsAsync(answer.Status, SessionId(call, answer));
        var bytes = 0L;
        OutcomeClass? end = null;
        while (true)
        {
            var (sse, fault) = await answer.NextAsync(call.Gone);
            if (sse is null)
            {
                return fault is null
                    ? new(end ?? OutcomeClass.Unknown, bytes, null, NothingSent: false)
                    : end is { } known ? new(known, bytes, fault.Code, NothingSent: false)
                    : await FailAsync(call, fault, bytes);
            }

            bytes += sse.Raw.Length;
            if (sse.Data.IsEmpty)
            {
                await call.Reply.EventAsync(sse);
                continue;
            }

            var (passed, message, flaw) = await PassAsync(call, sse);
            if (flaw is not null)
            {
                // What was answered is not answered again.
                return end is { } ended ? new(ended, bytes, flaw.Code, NothingSent: false) : await FailAsync(call, flaw, bytes);
            }

            // A request has one answer; whatever calls itself another one goes no further.
            if (end is not null && message is { Kind: AnswerKind.Result or AnswerKind.Error })
            {
                continue;
            }

            if (passed is not null)
            {
                await call.Reply.EventAsync(passed);
            }

            end = message is { Kind: AnswerKind.Result or AnswerKind.Error } && call.Message.Kind == MessageKind.Request ? ClassOf(message) : end;
        }
    }

    private async ValueTask<(SseEvent? Passed, AnswerMessage? Message, UpstreamFault? Fault)> PassAsync(CallContext call, SseEvent sse)
    {
        var (message, unsound) = AnswerReader.Read(sse.Data, Expected(call));
        if (message is null)
        {
            return (null, null, unsound);
        }

        if (message.Kind == AnswerKind.ServerRequest && !await requests.MayPassAsync(call, message))
        {
            return (null, message, null);
        }

        if (message.Kind == AnswerKind.Notification && string.Equals(message.Method, "notifications/tools/list_changed", StringComparison.Ordinal))
        {
            tools.Forget(call.Server.Id);
        }

        if (message.Kind == AnswerKind.Notification && !filter.MayHearOf(call, message))
        {
            return (null, message, null);
        }

        var (json, fault) = await filter.ApplyAsync(call, message);
        return fault is not null ? (null, message, fault)
            : json.Equals(sse.Data) ? (sse, message, null)
            : (SseWriter.WithData(sse, json), message, null);
    }

    // On a stream without a request of its own, replayed answers carry the ids of earlier requests.
    private static AnswerExpectation Expected(CallContext call) =>
        new(call.Message.Era, call.Message.Id, call.Message.Method) { IsReplay = call.Message.Kind != MessageKind.Request };

    // The handshake's answer names the session; everything later repeats what the client sent.
    private string? SessionId(CallContext call, UpstreamAnswer answer) =>
        answer.SessionId is not { } given || call.Message.Era == Era.Modern ? null
        : string.Equals(call.Message.Method, Initialize, StringComparison.Ordinal)
            ? sessions.Begin(call.Grant, given, call.Message).SealedId
            : call.Session.SealedId;

    private static OutcomeClass ClassOf(AnswerMessage message) =>
        message.Kind == AnswerKind.Error || message.IsError ? OutcomeClass.Error : OutcomeClass.Done;

    private static async ValueTask<ForwardEnd> FailAsync(CallContext call, UpstreamFault fault, long bytes)
    {
        fault = UpstreamErrors.Told(call, fault);
        await UpstreamErrors.AnswerAsync(call, fault);
        return new(fault.Status == UpstreamErrors.ClientClosed ? OutcomeClass.Cancelled : OutcomeClass.Fault, bytes, fault.Code, NothingSent: false);
    }
}
