using System.Collections.Immutable;

namespace Gatehouse.Ledger.Index;

/// <summary>Which totals to read.</summary>
public sealed record TotalQuery
{
    /// <summary>Only these servers.</summary>
    public required IReadOnlyCollection<string> Servers { get; init; }

    /// <summary>Only this tool; null for all.</summary>
    public string? Tool { get; init; }

    /// <summary>From the span that this time is in.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Before.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>How long one span is; latencies are kept by hour and day alone.</summary>
    public required TotalStep Step { get; init; }
}

/// <summary>Calls of one span.</summary>
/// <param name="Start">Its beginning.</param>
/// <param name="Counts">How many.</param>
public sealed record Total(DateTimeOffset Start, OutcomeCounts Counts);

/// <summary>Calls of one tool.</summary>
/// <param name="ServerId">The server.</param>
/// <param name="Tool">The tool; empty for names that no accepted definition has.</param>
/// <param name="Counts">How many.</param>
public sealed record ToolTotal(string ServerId, string Tool, OutcomeCounts Counts);

/// <summary>How long answers took, to 3 %.</summary>
/// <param name="ServerId">The server.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Count">Answers that were measured.</param>
/// <param name="Median">Half of them took no longer.</param>
/// <param name="P95">95 of 100 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
public sealed record ToolLatency(string ServerId, string Tool, long Count, TimeSpan Median, TimeSpan P95, TimeSpan P99);

/// <summary>How a grant was used lately.</summary>
/// <param name="LastUsed">Time of its last call; null for never.</param>
/// <param name="Calls">Calls of the last 24 hours, to a quarter of an hour.</param>
/// <param name="Denied">How many of them were denied.</param>
public sealed record GrantUse(DateTimeOffset? LastUsed, long Calls, long Denied);

/// <summary>What a person did with a waiting call.</summary>
/// <param name="Time">When.</param>
/// <param name="State">What it became.</param>
/// <param name="Who">The person, as the system knows them.</param>
public sealed record RecordedSettlement(DateTimeOffset Time, string State, string Who);

/// <summary>One call with what people did about it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Settlements">Oldest first.</param>
public sealed record CallStory(RecordedCall Call, ImmutableArray<RecordedSettlement> Settlements);
