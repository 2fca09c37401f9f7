using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Calls;

/// <summary>The answers to calls that are not made: each is recorded, then told in the words of section 6.</summary>
internal sealed class Denials(CallRecord record, PageAsks? asks = null)
{
    private const string JustRan = "The same call has just run.";
    private const string StoreAway = "This call needs a person, and the store of approvals is unavailable, so nobody was asked.";

    private static readonly TimeSpan _storeBack = TimeSpan.FromSeconds(10);

    /// <summary>Denied by policy, or a tool that is as good as absent.</summary>
    public async ValueTask DenyAsync(CallContext call, ToolFacts tool, Decision decision)
    {
        await record.DenyAsync(call, tool.Name, tool.DefinitionHash, RecordedOutcome.Denied, decision, approval: null);
        await ReplyAsync(call, decision.Kind == DenialKind.UnknownTool
            ? WireWriter.UnknownTool(call.Message.Id, tool.Name)
            : WireWriter.Decision(call.Message.Id, call.Message.Era, Note(call, decision)));
    }

    /// <summary>A prompt, resource or task that policy does not let pass.</summary>
    public async ValueTask DenyAsync(CallContext call, string target, Decision decision)
    {
        await record.DenyAsync(call, target, "", RecordedOutcome.Denied, decision, approval: null);
        await ReplyAsync(call, WireWriter.Error(call.Message.Id, RpcCode.PolicyDenied, "[POLICY DENIED] " + decision.Message, "policy-denied"));
    }

    /// <summary>A request of a grant that is frozen, whatever it asks for.</summary>
    public async ValueTask FrozenAsync(CallContext call, Decision decision)
    {
        var message = call.Message;
        await record.DenyAsync(call, message.Name ?? message.Uri ?? "", "", RecordedOutcome.Denied, decision, approval: null);
        await ReplyAsync(call, string.Equals(message.Method, "tools/call", StringComparison.Ordinal)
            ? WireWriter.Decision(message.Id, message.Era, Note(call, decision))
            : WireWriter.Error(message.Id, RpcCode.PolicyDenied, "[POLICY DENIED] " + decision.Message, "policy-denied"));
    }

    /// <summary>What is in force is not known: nothing is passed until it is.</summary>
    public async ValueTask UnconfirmedAsync(CallContext call)
    {
        record.Refuse("snapshot-unconfirmed", 503, call.Grant.Id, call.Server.Id);
        if (call.Message.Kind == MessageKind.Request)
        {
            await call.Reply.JsonAsync(
                503, WireWriter.Error(call.Message.Id, RpcCode.Unavailable, "The gateway cannot tell what is in force, so nothing is passed.", "snapshot-unconfirmed"), null);
        }
        else
        {
            await call.Reply.EmptyAsync(503, null);
        }
    }

    /// <summary>The grant went while the call waited for a person.</summary>
    public async ValueTask GrantGoneAsync(CallContext call)
    {
        record.Refuse("grant-gone", 403, call.Grant.Id, call.Server.Id);
        await call.Reply.JsonAsync(
            403, WireWriter.Error(call.Message.Id, RpcCode.InvalidRequest, "The grant is no longer in force.", "grant-gone"), null);
    }

    /// <summary>A limit is used up.</summary>
    public async ValueTask LimitedAsync(CallContext call, ToolFacts tool, Decision decision, long? retryAfter)
    {
        await record.DenyAsync(call, tool.Name, tool.DefinitionHash, RecordedOutcome.Denied, decision, approval: null);
        var note = Note(call, decision);
        await ReplyAsync(call, WireWriter.Decision(call.Message.Id, call.Message.Era, retryAfter is { } seconds
            ? note with { Retry = RetryAdvice.After, RetryAfter = TimeSpan.FromSeconds(seconds) }
            : note));
    }

    /// <summary>Parked, refused, or not to be parked.</summary>
    public async ValueTask UnapprovedAsync(CallContext call, ToolFacts tool, Decision decision, ApprovalAnswer answer)
    {
        var note = await ParkedAsync(call, tool, decision, answer);
        var isOpen = answer is { State: ApprovalState.Open, Fault: null };
        await ReplyAsync(call, isOpen && PageQuestion.IsFor(call) ? WireWriter.AskToOpen(call.Message.Id, PageQuestion.Key, note)
            : isOpen && PageQuestion.IsForLegacy(call) && asks?.TryAsk(call, answer) == true ? WireWriter.OpenFirst(call.Message.Id, note)
            : WireWriter.Decision(call.Message.Id, call.Message.Era, note));
    }

    /// <summary>Records that a call waits, was refused, or cannot be parked; who it is told to is the caller's matter.</summary>
    /// <returns>What an agent is told of it.</returns>
    public async ValueTask<DecisionNote> ParkedAsync(CallContext call, ToolFacts tool, Decision decision, ApprovalAnswer answer)
    {
        var isPending = answer is { Fault: null, State: ApprovalState.Open or ApprovalState.Approved };
        var told = decision with
        {
            Outcome = isPending ? Outcome.NeedsApproval : Outcome.Denied,
            Rule = answer.Fault?.Code == ApprovalFaults.TooMany ? "(too many approvals)" : answer.Fault is null ? decision.Approvals[0].Rule : "(error)",
            Message = isPending
                ? string.Join(' ', decision.Approvals.Select(demand => demand.Message).Append(answer.HasJustRun ? JustRan : "").Where(text => text.Length > 0).Distinct(StringComparer.Ordinal))
                : answer.Fault?.Code == ApprovalFaults.TooMany ? "Too many requests of this grant wait for a person."
                : answer.Fault?.Code == ApprovalFaults.StoreUnavailable ? StoreAway
                : answer.Fault is not null ? Decision.Error.Message
                : Why(answer.State),
        };
        var approval = answer.ApprovalId.Length > 0 ? answer.ApprovalId : null;
        await record.DenyAsync(call, tool.Name, tool.DefinitionHash, isPending ? RecordedOutcome.Pending : RecordedOutcome.Denied, told, approval);
        var note = Note(call, told);
        if (isPending)
        {
            note = note with
            {
                Retry = RetryAdvice.WhenApproved,
                ApprovalId = approval,
                ApprovalUrl = call.Snapshot.Settings.ApprovalUrl?.Replace("{id}", approval, StringComparison.Ordinal),
                ExpiresAt = answer.ExpiresAt,
            };
        }

        // Nobody said no: the same call may be judged otherwise once the store is back.
        return answer.Fault?.Code == ApprovalFaults.StoreUnavailable
            ? note with { Retry = RetryAdvice.After, RetryAfter = _storeBack }
            : note;
    }

    /// <summary>Headers that say something else than the body.</summary>
    public async ValueTask MismatchAsync(CallContext call, WireRefusal refusal)
    {
        record.Refuse(refusal.Reason, refusal.Status, call.Grant.Id, call.Server.Id);
        await call.Reply.JsonAsync(refusal.Status, WireWriter.Refusal(refusal with { Id = call.Message.Id }), null);
    }

    /// <summary>A call that cannot be recorded is not made.</summary>
    public ValueTask UnavailableAsync(CallContext call, Fault fault) => call.Reply.JsonAsync(
        503, WireWriter.Error(call.Message.Id, RpcCode.Unavailable, "The gateway cannot record the call, so it is not made.", fault.Code.Word), null);

    /// <summary>Nothing is known of the server's tools, so no call to it can be judged.</summary>
    public async ValueTask UnlistedAsync(CallContext call, ToolsFault fault)
    {
        record.Refuse(fault.Code, fault.Status, call.Grant.Id, call.Server.Id);
        await call.Reply.JsonAsync(
            fault.Status, WireWriter.Error(call.Message.Id, RpcCode.UpstreamFault, fault.Message, fault.Code), null);
    }

    /// <summary>A cursor, task or state that this gateway did not seal for this grant.</summary>
    public async ValueTask ForeignAsync(CallContext call)
    {
        record.Refuse("foreign-value", 200, call.Grant.Id, call.Server.Id);
        if (call.Message.Kind != MessageKind.Request)
        {
            await call.Reply.EmptyAsync(400, null);
            return;
        }

        await ReplyAsync(call, WireWriter.Error(call.Message.Id, RpcCode.InvalidParams, "A cursor, task id or request state is not valid here.", "foreign-value"));
    }

    /// <summary>A request about tasks from a client that did not say that it knows them.</summary>
    public async ValueTask TasksNotDeclaredAsync(CallContext call)
    {
        record.Refuse("tasks-not-declared", 400, call.Grant.Id, call.Server.Id);
        await call.Reply.JsonAsync(400, WireWriter.TasksNotDeclared(call.Message.Id), null);
    }

    private static string Why(ApprovalState state) => state switch
    {
        ApprovalState.Refused => "A person refused this call.",
        ApprovalState.Expired => "The request for this call has expired.",
        ApprovalState.Claimed or ApprovalState.Done or ApprovalState.Unknown => "The approval of this call was used already.",
        _ => "The approval of this call is void: its grant, server or tool changed.",
    };

    private static ValueTask ReplyAsync(CallContext call, ReadOnlyMemory<byte> json) =>
        call.Reply.JsonAsync(200, json, call.Session.SealedId);

    private static DecisionNote Note(CallContext call, Decision decision) => new()
    {
        Outcome = decision.Outcome,
        Rule = decision.Rule,
        Message = decision.Message,
        Retry = RetryAdvice.Never,
        RequestId = call.CallId,
    };
}
