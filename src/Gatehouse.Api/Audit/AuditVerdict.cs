namespace Gatehouse.Api.Audit;

/// <summary>What a check of an audit found.</summary>
/// <param name="IsSound">Whether every row is the one that was written.</param>
/// <param name="Rows">Rows that were read, up to the flaw.</param>
/// <param name="First">Sequence of the first one; 0 without rows.</param>
/// <param name="Last">Sequence of the last one.</param>
/// <param name="Checkpoints">Signed checkpoints that were compared.</param>
/// <param name="Flaw">The first thing that is wrong.</param>
public sealed record AuditVerdict(bool IsSound, long Rows, long First, long Last, long Checkpoints, AuditFlaw? Flaw = null);

/// <summary>Something that is not as it was written.</summary>
/// <param name="Kind"><c>edited</c>, <c>missing</c>, <c>rolled_back</c> or <c>checkpoint</c>.</param>
/// <param name="Sequence">The row; 0 where it is no row's.</param>
/// <param name="Text">One sentence.</param>
public sealed record AuditFlaw(string Kind, long Sequence, string Text);
