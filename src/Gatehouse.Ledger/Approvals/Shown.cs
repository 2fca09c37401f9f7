using Gatehouse.Policy;

namespace Gatehouse.Ledger.Approvals;

/// <summary>A request with the exact arguments of its call.</summary>
/// <param name="Card">The request; null where there is none.</param>
/// <param name="Params">The <c>params</c> without <c>_meta</c>; empty once they are gone.</param>
/// <param name="Fault"><c>approval-unknown</c>, <c>seal-broken</c>.</param>
public sealed record Shown(ApprovalCard? Card, ReadOnlyMemory<byte> Params, Fault? Fault);
