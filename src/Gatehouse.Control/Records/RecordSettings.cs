using Gatehouse.Control.Exports.Otlp;
using Gatehouse.Ledger.Index;

namespace Gatehouse.Control.Records;

/// <summary>Where the records and the audit's checkpoints are, and how long both are kept.</summary>
internal sealed record RecordSettings
{
    /// <summary>The index of the journal.</summary>
    public required RecordIndex Index { get; init; }

    /// <summary>The folder <c>journal/</c>.</summary>
    public required string JournalFolder { get; init; }

    /// <summary>The folder of the audit's signed checkpoints.</summary>
    public required string AuditFolder { get; init; }

    /// <summary>How long calls are kept.</summary>
    /// <value>Null, the default: for ever.</value>
    public TimeSpan? CallsKept { get; init; }

    /// <summary>How long the audit is kept.</summary>
    /// <value>Null, the default: for ever.</value>
    public TimeSpan? AuditKept { get; init; }

    /// <summary>The collector that is told everything; null for none.</summary>
    public RecordCollector? Collector { get; init; }
}
