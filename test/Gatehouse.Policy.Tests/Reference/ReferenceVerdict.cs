using Gatehouse.Policy.Decisions;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>What the page says of a call.</summary>
/// <param name="Outcome">Denied, needs approval or allowed.</param>
/// <param name="Rule">The logged rule of section 4; empty for a plain allow.</param>
/// <param name="Message">The text of section 6; null where the page gives no text.</param>
/// <param name="Approvals">Every approval entry that fires.</param>
/// <param name="Charges">Every limit and by how much.</param>
/// <param name="Observed">What documents in observe mode would have done.</param>
internal sealed record ReferenceVerdict(
    Outcome Outcome,
    string Rule,
    string? Message,
    IReadOnlyList<ReferenceApproval> Approvals,
    IReadOnlyList<ReferenceCharge> Charges,
    IReadOnlyList<Observation> Observed)
{
    public static ReferenceVerdict Denied(string rule, string? message, IReadOnlyList<Observation>? observed = null) =>
        new(Outcome.Denied, rule, message, [], [], observed ?? []);
}

/// <summary>One approval entry that fires.</summary>
internal sealed record ReferenceApproval(string Rule, string? Message, TimeSpan Expires, TimeSpan Hold, int Approvers);

/// <summary>One limit that the call moves.</summary>
internal sealed record ReferenceCharge(string Rule, decimal Amount, bool IsShadow);

/// <summary>One denial of steps 4 to 8 inside a document, without the document's prefix.</summary>
/// <param name="Rule">The rule id.</param>
/// <param name="Message">The message for a given full rule id; null where the page gives no text.</param>
internal sealed record ReferenceDenial(string Rule, Func<string, string?> Message);
