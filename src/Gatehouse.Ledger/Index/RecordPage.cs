using System.Collections.Immutable;

namespace Gatehouse.Ledger.Index;

/// <summary>One page of calls.</summary>
/// <param name="Calls">In the order that was asked for; may be fewer than asked for, even none, while there is a next page.</param>
/// <param name="Next">Where the next page begins; null behind the last call.</param>
public sealed record RecordPage(ImmutableArray<RecordedCall> Calls, RecordCursor? Next);

/// <summary>The end of a page.</summary>
/// <param name="Time">Time of the last call that was looked at.</param>
/// <param name="Id">Its id.</param>
public readonly record struct RecordCursor(DateTimeOffset Time, long Id);

/// <summary>What was taken in since the last look.</summary>
/// <param name="Calls">In the order of taking in.</param>
/// <param name="Last">From where to look the next time.</param>
/// <param name="Skipped">How many calls, of anybody, were passed over because too many had come.</param>
public sealed record RecordTail(ImmutableArray<RecordedCall> Calls, long Last, long Skipped);
