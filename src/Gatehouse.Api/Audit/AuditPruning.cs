namespace Gatehouse.Api.Audit;

/// <summary>What was pruned, as the audit has it.</summary>
/// <param name="Through">Sequence of the last row that is gone.</param>
public sealed record AuditPruning(long Through);
