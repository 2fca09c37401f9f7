using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Ledger.Journal;

/// <summary>Where and how a journal is written.</summary>
public sealed record JournalOptions
{
    /// <summary>The folder <c>journal/</c>; writers stand below it.</summary>
    public required string Folder { get; init; }

    /// <summary>Name of the writing process, for example <c>serve</c>; where it is taken, <c>-2</c>, <c>-3</c> … is appended.</summary>
    public required string Writer { get; init; }

    /// <summary>Keys for argument digests (<c>journal-digest</c>) and checkpoint signatures (<c>journal-checkpoint</c>).</summary>
    public required KeyRing Keys { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What an intent survives.</summary>
    /// <value>Default: a kill of the process.</value>
    public Durability Durability { get; init; } = Durability.Process;

    /// <summary>A new segment is begun before the current one would exceed this size.</summary>
    /// <value>Bytes; default 64 MiB.</value>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>Whether a taken writer name is made free by a number; otherwise opening fails.</summary>
    public bool SharesFolder { get; init; } = true;

    /// <summary>For tests: called with the first sequence of each batch before it is written; may throw like the disk.</summary>
    internal Action<long>? BeforeWrite { get; init; }

    /// <summary>For tests: called with each file that is about to be synced for a checkpoint.</summary>
    internal Action<Microsoft.Win32.SafeHandles.SafeFileHandle>? BeforeSync { get; init; }
}
