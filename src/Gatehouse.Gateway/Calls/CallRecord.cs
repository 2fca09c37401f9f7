using System.Collections.Immutable;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Telemetry;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Calls;

/// <summary>Writes the intent of a decided call, and later its outcome.</summary>
internal sealed class CallRecord(IRecorder recorder, TimeProvider time)
{
    /// <summary>A call of a tool that is about to be made.</summary>
    public ValueTask<IntentReceipt> IntendAsync(
        CallContext call, ToolFacts tool, Decision decision, ImmutableArray<Reserved> reserved, string? approval) =>
        WriteAsync(
            Intent(call, tool.Name, RecordedOutcome.Allowed, decision) with
            {
                DefinitionHash = tool.DefinitionHash,
                // An approved call names the rule that a person answered; a plain allow names none.
                Rule = approval is null ? "" : decision.Approvals[0].Rule,
                Reserved = reserved,
                ApprovalId = approval,
            });

    /// <summary>A message through another door that is about to be passed.</summary>
    public ValueTask<IntentReceipt> IntendAsync(CallContext call, string target, Decision decision) =>
        WriteAsync(Intent(call, target, RecordedOutcome.Allowed, decision));

    /// <summary>A call that is not made. Where it cannot be written down it is denied all the same.</summary>
    public ValueTask<IntentReceipt> DenyAsync(
        CallContext call, string target, string definitionHash, RecordedOutcome outcome, Decision decision, string? approval) =>
        WriteAsync(Intent(call, target, outcome, decision) with { DefinitionHash = definitionHash, ApprovalId = approval });

    /// <summary>What came of a call that was sent.</summary>
    public void Conclude(CallContext call, in IntentReceipt receipt, ForwardEnd end, TimeSpan took)
    {
        recorder.Conclude(receipt, new CallOutcome(end.Class, end.Bytes, took, end.Fault, end.NothingSent));
        GatewayMeter.Answered(call.Server.Id, Word(end.Class), took);
        GatewayTrace.Answered(Word(end.Class));
    }

    /// <summary>A message that was refused before any policy looked at it.</summary>
    public void Refuse(string reason, int status, string? grantId, string? serverId)
    {
        recorder.Refuse(new Refusal(time.GetUtcNow(), reason, status, grantId, serverId));
        GatewayMeter.Refused(reason);
    }

    private ValueTask<IntentReceipt> WriteAsync(in CallIntent intent)
    {
        GatewayMeter.Decided(intent.ServerId, Word(intent.Outcome));
        GatewayTrace.Decided(intent.CallId, Word(intent.Outcome));
        return recorder.IntendAsync(intent, CancellationToken.None);
    }

    private static string Word(RecordedOutcome outcome) => outcome switch
    {
        RecordedOutcome.Allowed => "allowed",
        RecordedOutcome.Pending => "pending",
        _ => "denied",
    };

    private static string Word(OutcomeClass end) => end switch
    {
        OutcomeClass.Done => "done",
        OutcomeClass.Error => "error",
        OutcomeClass.Fault => "fault",
        OutcomeClass.Cancelled => "cancelled",
        _ => "unknown",
    };

    private CallIntent Intent(CallContext call, string target, RecordedOutcome outcome, Decision decision) => new()
    {
        CallId = call.CallId,
        Time = time.GetUtcNow(),
        Method = call.Message.Method,
        ServerId = call.Server.Id,
        GrantId = call.Grant.Id,
        Target = target,
        DefinitionHash = "",
        PolicyHash = call.Grant.PolicyHash,
        Outcome = outcome,
        Rule = decision.Rule,
        Arguments = call.Message.Arguments,
        Keeping = call.Server.Keeping,
        Reserved = [],
        Observed = decision.Observed,
        Session = call.Session.Key,
        Client = call.Session.Client?.Name,
        TraceId = GatewayTrace.TraceId(call.TraceParent),
    };
}
