namespace Gatehouse.Ledger.Approvals;

/// <summary>What the journal knows of a call that used an approval up.</summary>
internal enum ClaimFate : byte
{
    /// <summary>It was recorded, and nobody knows what came of it.</summary>
    Unknown = 0,

    /// <summary>It was made.</summary>
    Done,

    /// <summary>It never left: no intent was written, or the outcome says that nothing was sent.</summary>
    NotSent,
}
