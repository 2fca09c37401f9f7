using System.Globalization;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Downstream;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Approvals;

/// <summary>The reply of a call that waits: progress goes out first where the client asked for it, and then the answer into the same stream.</summary>
internal sealed class HeldReply(CallContext call) : OuterReply(call.Reply)
{
    /// <summary>One <c>notifications/progress</c>; nothing where the client gave no token.</summary>
    public async ValueTask TellAsync(string approvalId, TimeSpan waited, TimeSpan hold)
    {
        if (call.Message.ProgressToken.IsEmpty)
        {
            return;
        }

        if (!Inner.HasBegunEvents)
        {
            await Inner.BeginEventsAsync(200, call.Session.SealedId);
        }

        // SPEC: progress rises with each notification. It stays below 1, so that the server's own, which come later, rise too.
        var part = Math.Min(0.99, Math.Round(waited / hold, 4));
        await Inner.EventAsync(SseWriter.Event(WireWriter.Progress(
            call.Message.ProgressToken, part,
            string.Create(CultureInfo.InvariantCulture, $"Request {approvalId} waits for a person, {waited.TotalSeconds:0} s of {hold.TotalSeconds:0} s."))));
    }

    /// <inheritdoc/>
    public override ValueTask JsonAsync(int status, ReadOnlyMemory<byte> json, string? sessionId) => Inner.HasBegunEvents
        ? Inner.EventAsync(SseWriter.Event(json))
        : Inner.JsonAsync(status, json, sessionId);

    /// <inheritdoc/>
    public override ValueTask EmptyAsync(int status, string? sessionId) => Inner.HasBegunEvents
        ? Inner.EventAsync(SseWriter.Event(WireWriter.Error(
            call.Message.Id, RpcCode.UpstreamFault, "The server answered with a status and nothing else.", "upstream-answer-invalid")))
        : Inner.EmptyAsync(status, sessionId);

    /// <inheritdoc/>
    public override ValueTask BeginEventsAsync(int status, string? sessionId) =>
        Inner.HasBegunEvents ? default : Inner.BeginEventsAsync(status, sessionId);
}
