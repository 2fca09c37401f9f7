namespace Gatehouse.Ledger.Journal;

/// <summary>A signed statement: this writer's journal had this row, with this hash, at this place.</summary>
/// <param name="Writer">The writer.</param>
/// <param name="Sequence">The row; rows are numbered from 1 without gaps, so it is their count as well.</param>
/// <param name="Hash">SHA-256 of the row, lower-case hex; it covers every row before.</param>
/// <param name="Time">When it was signed.</param>
/// <param name="Open">The first sequence from which intents may still lack their outcome.</param>
/// <param name="Previous">SHA-256 of the line before in the file of checkpoints, or 64 zeros.</param>
public sealed record Checkpoint(
    string Writer, long Sequence, string Hash, DateTimeOffset Time, long Open, string Previous);
