using Gatehouse.Api.Records;

namespace Gatehouse.Server.Dashboard.Parts;

/// <summary>One of the counts of calls, as a part of a column.</summary>
/// <param name="Outcome">As filters name it.</param>
/// <param name="Word">As a sentence has it, after the number.</param>
/// <param name="Tone">Its colour.</param>
/// <param name="Count">Takes it from the counts.</param>
internal sealed record CallSeries(string Outcome, string Word, string Tone, Func<CallCounts, long> Count);
