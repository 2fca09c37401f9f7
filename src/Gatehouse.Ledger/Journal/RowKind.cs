namespace Gatehouse.Ledger.Journal;

/// <summary>What a row is to the writer.</summary>
internal enum RowKind : byte
{
    /// <summary>Somebody waits for it, but no call is lost with it.</summary>
    Note = 0,

    /// <summary>A call's decision.</summary>
    Intent,

    /// <summary>The last row of this process.</summary>
    Last,
}
