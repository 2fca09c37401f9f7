using System.Collections.Immutable;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Ledger.Journal;

/// <summary>One row of the journal, read back. What a kind does not have is null, zero or empty.</summary>
internal sealed record JournalEntry
{
    public long Sequence { get; set; }

    public string Previous { get; set; } = "";

    public DateTimeOffset Time { get; set; }

    public string Kind { get; set; } = "";

    public string? Call { get; set; }

    public string? Grant { get; set; }

    public string? Server { get; set; }

    public string? Method { get; set; }

    public string? Target { get; set; }

    public string? Definition { get; set; }

    public string? Policy { get; set; }

    public string? Decision { get; set; }

    public string? Rule { get; set; }

    /// <summary>The JSON text of the arguments' shape.</summary>
    public string? Arguments { get; set; }

    public string? Digest { get; set; }

    /// <summary>Whether the values were to be stored apart.</summary>
    public bool IsKept { get; set; }

    public ImmutableArray<Reserved> Reserved { get; set; } = [];

    public string? Approval { get; set; }

    /// <summary>The JSON text of what observing documents would have done.</summary>
    public string? Observed { get; set; }

    public string? Session { get; set; }

    public string? Client { get; set; }

    public string? Trace { get; set; }

    public long Of { get; set; }

    public string? Class { get; set; }

    public long Bytes { get; set; }

    public long Microseconds { get; set; }

    public string? Fault { get; set; }

    /// <summary>Whether provably nothing was sent.</summary>
    public bool IsUnsent { get; set; }

    public ImmutableArray<Reserved> Released { get; set; } = [];

    public string? Reason { get; set; }

    public int Status { get; set; }

    public long Count { get; set; }

    public string? State { get; set; }

    public string? Who { get; set; }

    public string? Checkpoint { get; set; }
}
