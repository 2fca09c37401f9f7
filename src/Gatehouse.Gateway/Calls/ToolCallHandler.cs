using System.Collections.Immutable;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Calls;

/// <summary>One <c>tools/call</c>, top to bottom. Read this file first.</summary>
internal sealed partial class ToolCallHandler(
    ToolIndex tools, ToolLister lister, LimitGate limits, ApprovalGate approvals, HeldCalls held, CallRecord record,
    SessionMemory memory, Forwarder forwarder, Denials denials, TaskHandles handles, ParamHeaderTable headers, TimeProvider time, ILogger log)
{
    /// <summary>Decides the call and forwards it, or answers why not.</summary>
    public async ValueTask HandleAsync(CallContext call)
    {
        // The answer to the gateway's own question is no part of the call.
        call = PageQuestion.TakeOff(call);
        var name = call.Message.Name ?? "";

        // 1. Know the tool: a name that is hidden, new or changed has no decision to get wrong.
        var (tool, unlisted) = await tools.FindAsync(call, name, lister);
        if (tool is null)
        {
            await denials.UnlistedAsync(call, unlisted!);
            return;
        }

        // A client that asks for a task gets its handle here; the call itself comes this way again, with nobody waiting for it.
        if (handles.IsAskedFor(call, tool))
        {
            await handles.StartAsync(call, tool);
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

        // A modern call repeats some arguments as headers; where they differ, two readers would see two calls.
        // SECURITY: not before the decision, for a hidden tool's declared headers would give it away.
        if (headers.Check(call, tool) is { } mismatch)
        {
            await denials.MismatchAsync(call, mismatch);
            return;
        }

        // 4. to 6. Take what the call needs. SECURITY: whatever fails on the way denies, and nothing stays taken.
        var holding = new Holding();
        if (await TryTakeAsync(call, tool, decision, holding) is { } refusal)
        {
            await GiveBackAsync(call, holding);

            // A call that can be a task is made once the person has answered, whether or not the client still waits.
            if (refusal.Unapproved is { } asked && await handles.ParkAsync(call, tool, decision, asked))
            {
                return;
            }

            // A call whose policy says so waits here for the person: it then begins again with what is in force by then.
            if (refusal.Unapproved is not { } answer || await held.WaitAsync(call, decision, answer) is not { } hold)
            {
                await RefuseAsync(call, tool, decision, refusal);
            }
            else if (hold.Again is { } again)
            {
                await HandleAsync(again);
            }

            return;
        }

        memory.Note(call.Grant.Id, call.Session.Key, tool.Name, tool.Category);

        // 7. Forward, and note what came of it: once, however it ends.
        var began = time.GetTimestamp();
        var end = new ForwardEnd(OutcomeClass.Unknown, 0, "internal-error", NothingSent: false);
        try
        {
            end = await forwarder.ForwardAsync(call, opened);
        }
        finally
        {
            await SettleAsync(call, holding, end);
            record.Conclude(call, holding.Receipt, end, time.GetElapsedTime(began));
        }
    }

    private async ValueTask<Refusal?> TryTakeAsync(CallContext call, ToolFacts tool, Decision decision, Holding holding)
    {
        try
        {
            return await TakeAsync(call, tool, decision, holding);
        }
#pragma warning disable CA1031 // SPEC: `policy-language` section 4: a counter or an approval that cannot be read denies.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(log, failure, call.CallId);
            return new Refusal(Denied: Decision.Error with { Observed = decision.Observed });
        }
    }

    // Null when everything is taken; else why not, to be answered once what was taken is given back.
    private async ValueTask<Refusal?> TakeAsync(CallContext call, ToolFacts tool, Decision decision, Holding holding)
    {
        // 4. Ask. ORDER: limits that are used up deny before a person is asked; the approval covers these arguments
        //    and no others, and is used up before anything else is taken.
        if (decision.Outcome == Outcome.NeedsApproval)
        {
            var room = await limits.PeekAsync(decision, call.Subjects, CancellationToken.None);
            if (room.Denied is { } noRoom)
            {
                return new Refusal(Limited: noRoom, RetryAfter: room.RetryAfter);
            }

            if (await AskAsync(call, tool, decision, holding) is { } answer)
            {
                return new Refusal(Unapproved: answer);
            }
        }

        // 5. Reserve: all limits or none; with none left the approval stays.
        var verdict = await limits.ReserveAsync(decision, call.Subjects, CancellationToken.None);
        if (verdict.Denied is { } full)
        {
            return new Refusal(Limited: full, RetryAfter: verdict.RetryAfter);
        }

        holding.Reserved = verdict.Reserved;

        // 6. Record. ORDER: before anything leaves the gateway; a call that cannot be recorded is not made.
        holding.Receipt = await record.IntendAsync(call, tool, decision, holding.Reserved, holding.Approval);
        return holding.Receipt.Fault is { } fault ? new Refusal(Unavailable: fault) : null;
    }

    private ValueTask RefuseAsync(CallContext call, ToolFacts tool, Decision decision, Refusal refusal) => refusal switch
    {
        { Limited: { } limited } => denials.LimitedAsync(call, tool, limited, refusal.RetryAfter),
        { Unapproved: { } answer } => denials.UnapprovedAsync(call, tool, decision, answer),
        { Unavailable: { } fault } => denials.UnavailableAsync(call, fault),
        _ => denials.DenyAsync(call, tool, refusal.Denied ?? Decision.Error),
    };

    private Decision Decide(CallContext call, ToolFacts tool)
    {
        var facts = new CallFacts
        {
            Tool = tool,
            Arguments = call.Message.Arguments.Span,
            Server = call.Server.Facts,
            Grant = call.Grant.Facts,
            Client = call.Session.Client,
            Session = memory.Recall(call.Grant.Id, call.Session.Key, call.Session.IsOlderThanProcess),
            Now = time.GetUtcNow(),
        };
        var decision = call.Grant.Policy.Decide(facts);
        return call.Grant.Observed is { } observed ? ObservedPolicy.Note(observed, facts, decision) : decision;
    }

    // Null when a person's yes was used up for this call; else what the desk says of it.
    private async ValueTask<ApprovalAnswer?> AskAsync(CallContext call, ToolFacts tool, Decision decision, Holding holding)
    {
        var answer = await approvals.PresentAsync(call, tool, decision, CancellationToken.None);
        if (answer is not { State: ApprovalState.Approved, Fault: null })
        {
            return answer;
        }

        if (await approvals.ClaimAsync(answer.ApprovalId, call.CallId, CancellationToken.None))
        {
            holding.Approval = answer.ApprovalId;
            return null;
        }

        // The same call was first by a moment: this one is another call now, and asks anew.
        return await approvals.PresentAsync(call, tool, decision, CancellationToken.None);
    }

    // Only what provably sent no byte gives anything back.
    private async ValueTask SettleAsync(CallContext call, Holding holding, ForwardEnd end)
    {
        if (end.NothingSent)
        {
            await GiveBackAsync(call, holding);
        }
        else if (holding.Approval is { } approval)
        {
            var isKnown = end.Class is not OutcomeClass.Unknown;
            await TryAsync(call, () => approvals.ConcludeAsync(approval, isKnown, CancellationToken.None));
        }
    }

    private async ValueTask GiveBackAsync(CallContext call, Holding holding)
    {
        await TryAsync(call, () => limits.ReleaseAsync(holding.Reserved, CancellationToken.None));
        await TryAsync(call, () => approvals.GiveBackAsync(holding.Approval, CancellationToken.None));
    }

    // What cannot be given back stays taken: too strict, never too lax. The call's own end does not hang on it.
    private async ValueTask TryAsync(CallContext call, Func<ValueTask> settle)
    {
        try
        {
            await settle();
        }
#pragma warning disable CA1031 // The answer and the record of the outcome have to follow in any case.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(log, failure, call.CallId);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "a limit, an approval or the record failed for call {CallId}")]
    private static partial void LogFailure(ILogger log, Exception failure, string callId);

    // Why a call is not made: one of these.
    private sealed record Refusal(
        Decision? Denied = null, Decision? Limited = null, long? RetryAfter = null, ApprovalAnswer? Unapproved = null,
        Fault? Unavailable = null);

    // What was taken for one call so far.
    private sealed class Holding
    {
        public string? Approval { get; set; }

        public ImmutableArray<Reserved> Reserved { get; set; } = [];

        public IntentReceipt Receipt { get; set; }
    }
}
