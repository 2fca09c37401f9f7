using System.Collections.Immutable;

namespace Gatehouse.Api.Audit;

/// <summary>Counts of changes over time.</summary>
/// <param name="Since">Beginning of the first span.</param>
/// <param name="Until">Before.</param>
/// <param name="Step"><c>minute</c>, <c>hour</c> or <c>day</c>, of UTC: as fine as a picture can show.</param>
/// <param name="IsPart">Whether the time has changes that were not looked at: the newest 5,000 of the chain are.</param>
/// <param name="Spans">Oldest first; spans without a change are left out.</param>
public sealed record AuditTotals(DateTimeOffset Since, DateTimeOffset Until, string Step, bool IsPart, ImmutableArray<SpanChanges> Spans);

/// <summary>Changes of one span.</summary>
/// <param name="Start">Its beginning.</param>
/// <param name="Counts">How many.</param>
public sealed record SpanChanges(DateTimeOffset Start, ChangeCounts Counts);

/// <summary>How many changes, by what kind of somebody made them.</summary>
/// <param name="Person">By people who signed in.</param>
/// <param name="ApiKey">By programs with an API key.</param>
/// <param name="Server">By the server itself.</param>
/// <param name="Link">By somebody with no more than a link.</param>
public sealed record ChangeCounts(long Person, long ApiKey, long Server, long Link);
