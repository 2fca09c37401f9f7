using System.Collections.Immutable;

namespace Gatehouse.Ledger.Journal;

/// <summary>Something in the journal that is not as it was written.</summary>
/// <param name="Kind">What.</param>
/// <param name="Writer">Whose chain; empty for the file of checkpoints.</param>
/// <param name="Segment">The file's name; empty when the flaw is a missing file.</param>
/// <param name="Line">The line in that file, from 1; 0 when the flaw is no line's.</param>
/// <param name="Sequence">The row; 0 when it is no row's.</param>
/// <param name="Text">One sentence.</param>
public sealed record JournalFlaw(FlawKind Kind, string Writer, string Segment, long Line, long Sequence, string Text);

/// <summary>Kinds of flaws.</summary>
public enum FlawKind : byte
{
    /// <summary>A row is not the one that was written, or stands elsewhere.</summary>
    Edited = 0,

    /// <summary>Rows are gone from the middle or the beginning.</summary>
    Missing,

    /// <summary>The end is behind a checkpoint: cut, or an older copy was put in place.</summary>
    RolledBack,

    /// <summary>A checkpoint is forged, missing or out of place.</summary>
    Checkpoint,

    /// <summary>The last row is incomplete: a kill leaves that, and the next start cuts it.</summary>
    Torn,
}

/// <summary>What verification found.</summary>
/// <param name="Writers">Number of chains.</param>
/// <param name="Rows">Number of rows that were read.</param>
/// <param name="Checkpoints">Number of checkpoints that were read.</param>
/// <param name="Flaws">Every flaw, in the order of the files.</param>
public sealed record JournalVerdict(int Writers, long Rows, long Checkpoints, ImmutableArray<JournalFlaw> Flaws)
{
    /// <summary>Whether nothing was changed; a row torn by a kill is no change.</summary>
    public bool IsSound => Flaws.All(static flaw => flaw.Kind == FlawKind.Torn);
}
