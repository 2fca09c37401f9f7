namespace Gatehouse.Ledger.Journal;

/// <summary>What a recorded intent survives.</summary>
public enum Durability : byte
{
    /// <summary>A power cut: every batch is synced to the disk before its calls leave.</summary>
    Power = 0,

    /// <summary>A kill of the process: the operating system has the bytes.</summary>
    Process,
}
