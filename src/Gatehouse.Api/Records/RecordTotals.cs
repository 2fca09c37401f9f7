using System.Collections.Immutable;

namespace Gatehouse.Api.Records;

/// <summary>Counts of calls over time.</summary>
/// <param name="Since">Beginning of the first span.</param>
/// <param name="Until">Before.</param>
/// <param name="Step"><c>minute</c>, <c>hour</c> or <c>day</c>, of UTC.</param>
/// <param name="Spans">Oldest first; spans without a call are left out.</param>
public sealed record RecordTotals(DateTimeOffset Since, DateTimeOffset Until, string Step, ImmutableArray<SpanCounts> Spans);

/// <summary>Counts of one span.</summary>
/// <param name="Start">Its beginning.</param>
/// <param name="Counts">The counts.</param>
public sealed record SpanCounts(DateTimeOffset Start, CallCounts Counts);

/// <summary>How many calls: first by what was decided, then by what came of the allowed ones.</summary>
public sealed record CallCounts
{
    /// <summary>Let through.</summary>
    public long Allowed { get; init; }

    /// <summary>Not made.</summary>
    public long Denied { get; init; }

    /// <summary>Had to wait for a person.</summary>
    public long Pending { get; init; }

    /// <summary>Answered with a result.</summary>
    public long Done { get; init; }

    /// <summary>Answered with an error.</summary>
    public long Error { get; init; }

    /// <summary>Without a sound answer.</summary>
    public long Fault { get; init; }

    /// <summary>The client went away first.</summary>
    public long Cancelled { get; init; }

    /// <summary>Nobody knows.</summary>
    public long Unknown { get; init; }
}

/// <summary>How tools were used and how long their answers took.</summary>
/// <param name="Since">From.</param>
/// <param name="Until">Before.</param>
/// <param name="Tools">By server and name.</param>
public sealed record ToolUses(DateTimeOffset Since, DateTimeOffset Until, ImmutableArray<ToolUse> Tools);

/// <summary>One tool.</summary>
public sealed record ToolUse
{
    /// <summary>The server.</summary>
    public required string ServerId { get; init; }

    /// <summary>The tool; empty for all names that no accepted definition has.</summary>
    public required string Tool { get; init; }

    /// <summary>How many calls.</summary>
    public required CallCounts Counts { get; init; }

    /// <summary>How long answers took, to 3 %; null where none was measured.</summary>
    public LatencyView? Latency { get; init; }
}

/// <summary>Percentiles of the time to an answer.</summary>
/// <param name="Count">Answers that were measured: done, error and fault.</param>
/// <param name="P50">Half of them took no longer, in milliseconds.</param>
/// <param name="P95">95 of 100, in milliseconds.</param>
/// <param name="P99">99 of 100, in milliseconds.</param>
public sealed record LatencyView(long Count, double P50, double P95, double P99);
