using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Calls;

/// <summary>One <c>tools/call</c>, top to bottom. Read this file first.</summary>
internal sealed class ToolCallHandler(
    ToolIndex tools, ToolLister lister, LimitGate limits, ApprovalGate approvals, CallRecord record,
    SessionMemory memory, Forwarder forwarder, Denials denials, ParamHeaderTable headers, TimeProvider time)
{
    /// <summary>Decides the call and forwards it, or answers why not.</summary>
    public async ValueTask HandleAsync(CallContext call)
    {
        var name = call.Message.Name ?? "";

        // 1. Know the tool: a name that is hidden, new or changed has no decision to get wrong.
        var (tool, unlisted) = await tools.FindAsync(call, name, lister);
        if (tool is null)
        {
            await denials.UnlistedAsync(call, unlisted!);
            return;
        }

        // A modern call repeats some arguments as headers; where they differ, two readers would see two calls.
        if (headers.Check(call, tool) is { } mismatch)
        {
            await denials.MismatchAsync(call, mismatch);
            return;
        }

        // 2. Open what the gateway had sealed: what is decided on and what is sent are the same bytes from here on.
        if (forwarder.Open(call) is not { } opened)
        {
            await denials.ForeignAsync(call);
            return;
        }

        // 3. Decide: pure, in memory, against the policy version this request began with.
        var decision = Decide(call, tool);
        if (decision.Outcome == Outcome.Denied)
        {
            await denials.DenyAsync(call, tool, decision);
            return;
        }

        // 4. Ask. ORDER: limits that are used up deny before a person is asked; the approval covers these arguments
        //    and no others, and is used up before anything else is taken.
        string? approval = null;
        if (decision.Outcome == Outcome.NeedsApproval)
        {
            (approval, var isSettled) = await AskAsync(call, tool, decision);
            if (!isSettled)
            {
                return;
            }
        }

        // 5. Reserve: all limits or none; with none left the approval stays.
        var verdict = await limits.ReserveAsync(decision, call.Subjects, CancellationToken.None);
        if (verdict.Denied is { } full)
        {
            await approvals.GiveBackAsync(approval, CancellationToken.None);
            await denials.LimitedAsync(call, tool, full, verdict.RetryAfter);
            return;
        }

        // 6. Record. ORDER: before anything leaves the gateway; a call that cannot be recorded is not made.
        var receipt = await record.IntendAsync(call, tool, decision, verdict.Reserved, approval);
        if (receipt.Fault is not null)
        {
            await limits.ReleaseAsync(verdict.Reserved, CancellationToken.None);
            await approvals.GiveBackAsync(approval, CancellationToken.None);
            await denials.UnavailableAsync(call, receipt.Fault);
            return;
        }

        memory.Note(call.Grant.Id, call.Session.Key, tool.Name, tool.Category);

        // 7. Forward, and note what came of it. Only what provably sent no byte gives anything back.
        var began = time.GetTimestamp();
        var end = await forwarder.ForwardAsync(call, opened);
        if (end.NothingSent)
        {
            await limits.ReleaseAsync(verdict.Reserved, CancellationToken.None);
            await approvals.GiveBackAsync(approval, CancellationToken.None);
        }
        else
        {
            await approvals.ConcludeAsync(approval, isKnown: end.Class is not OutcomeClass.Unknown, CancellationToken.None);
        }

        record.Conclude(call, receipt, end, time.GetElapsedTime(began));
    }

    private Decision Decide(CallContext call, ToolFacts tool) => call.Grant.Policy.Decide(new CallFacts
    {
        Tool = tool,
        Arguments = call.Message.Arguments.Span,
        Server = call.Server.Facts,
        Grant = call.Grant.Facts,
        Client = call.Session.Client,
        Session = memory.Recall(call.Grant.Id, call.Session.Key, call.Session.IsOlderThanProcess),
        Now = time.GetUtcNow(),
    });

    private async ValueTask<(string? Approval, bool IsSettled)> AskAsync(CallContext call, ToolFacts tool, Decision decision)
    {
        var room = await limits.PeekAsync(decision, call.Subjects, CancellationToken.None);
        if (room.Denied is { } full)
        {
            await denials.LimitedAsync(call, tool, full, room.RetryAfter);
            return (null, false);
        }

        var answer = await approvals.PresentAsync(call, tool, decision, CancellationToken.None);
        if (answer is { State: ApprovalState.Approved, Fault: null })
        {
            if (await approvals.ClaimAsync(answer.ApprovalId, call.CallId, CancellationToken.None))
            {
                return (answer.ApprovalId, true);
            }

            // The same call was first by a moment: this one is another call now, and asks anew.
            answer = await approvals.PresentAsync(call, tool, decision, CancellationToken.None);
        }

        await denials.UnapprovedAsync(call, tool, decision, answer);
        return (null, false);
    }
}
