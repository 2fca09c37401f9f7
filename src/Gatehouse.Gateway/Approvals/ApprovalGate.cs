using System.Collections.Immutable;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Approvals;

/// <summary>Step 9: turns the approvals that a decision asks for into one request at the desk.</summary>
internal sealed class ApprovalGate(IApprovalDesk desk)
{
    /// <summary>What the desk says of this call.</summary>
    public ValueTask<ApprovalAnswer> PresentAsync(CallContext call, ToolFacts tool, Decision decision, CancellationToken cancel)
    {
        var demands = decision.Approvals;
        return desk.PresentAsync(
            new ApprovalDraft
            {
                Subject = Subject(call, tool),
                Rules = [.. demands.Select(demand => demand.Rule)],
                Messages = [.. demands.Select(demand => demand.Message).Distinct(StringComparer.Ordinal)],
                Expires = demands.Min(demand => demand.Expires),
                Approvers = demands.Max(demand => demand.Approvers),
                Params = WithoutMeta(call.Message),
                GrantLabel = call.Grant.Facts.Label,
                Client = call.Session.Client?.Name,
            },
            cancel);
    }

    /// <summary>What makes two calls one and the same.</summary>
    public static ApprovalSubject Subject(CallContext call, ToolFacts tool) => new(
        call.Grant.Id, call.Server.Id, call.Server.Entry.Fingerprint, tool.Name, tool.DefinitionHash,
        CanonicalParams.Digest(call.Message.Params.Span, withoutAnswers: false) ?? throw new InvalidOperationException("the reader found the params sound"));

    private static ReadOnlyMemory<byte> WithoutMeta(ClientMessage message) =>
        message.Meta.IsEmpty
            ? message.Params
            : new JsonSplice(message.Params).Remove(message.Meta).Apply(JsonCaps.Request).Json;

    /// <summary>Waits until a request is no longer open.</summary>
    public ValueTask WaitAsync(string approvalId, CancellationToken cancel) => desk.WaitAsync(approvalId, cancel);

    /// <summary>Uses an approval up; false when another call was first.</summary>
    public ValueTask<bool> ClaimAsync(string approvalId, string callId, CancellationToken cancel) =>
        desk.ClaimAsync(approvalId, callId, cancel);

    /// <summary>Gives it back, because provably nothing was sent.</summary>
    public ValueTask GiveBackAsync(string? approvalId, CancellationToken cancel) =>
        approvalId is null ? default : desk.GiveBackAsync(approvalId, cancel);

    /// <summary>The claimed call ended.</summary>
    public ValueTask ConcludeAsync(string? approvalId, bool isKnown, CancellationToken cancel) =>
        approvalId is null ? default : desk.ConcludeAsync(approvalId, isKnown, cancel);
}
