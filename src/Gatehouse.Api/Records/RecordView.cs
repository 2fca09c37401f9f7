using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Api.Records;

/// <summary>One decision about a call, and what came of it. Names, clients and targets are text from outside and may be hostile.</summary>
public sealed record RecordView
{
    /// <summary>The call's id: in denials, logs and spans, too.</summary>
    public required string Call { get; init; }

    /// <summary>When it was decided. Order is by the journal, clocks are advisory.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The server.</summary>
    public required string ServerId { get; init; }

    /// <summary>The grant.</summary>
    public required string GrantId { get; init; }

    /// <summary>The JSON-RPC method.</summary>
    public required string Method { get; init; }

    /// <summary>Tool, prompt or resource; null where the method has none.</summary>
    public string? Target { get; init; }

    /// <summary>What was decided.</summary>
    /// <value><c>allowed</c>, <c>denied</c> or <c>pending</c>.</value>
    public required string Decision { get; init; }

    /// <summary>The rule that decided, or that a person answered; null for a plain allow.</summary>
    public string? Rule { get; init; }

    /// <summary>What came of an allowed call; null while it runs and where it was never made.</summary>
    /// <value><c>done</c>, <c>error</c>, <c>fault</c>, <c>cancelled</c> or <c>unknown</c>.</value>
    public string? Outcome { get; init; }

    /// <summary>Stable word of an upstream fault.</summary>
    public string? Fault { get; init; }

    /// <summary>From sending to the end of the answer; null without an outcome.</summary>
    /// <value>Milliseconds.</value>
    public double? Milliseconds { get; init; }

    /// <summary>Size of the answer; null without an outcome.</summary>
    public long? Bytes { get; init; }

    /// <summary>The approval that the call used up or waits for.</summary>
    public string? ApprovalId { get; init; }

    /// <summary><c>[name, type, bytes]</c> of each argument, never a value.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>Keyed digest of the arguments: equal calls have equal ones.</summary>
    public string? Digest { get; init; }

    /// <summary>Set where the server's setting had the values stored, which are read apart and only with a right of its own.</summary>
    public bool? ArgumentsStored { get; init; }

    /// <summary>What was taken from limits.</summary>
    public ImmutableArray<ReservedView>? Limits { get; init; }

    /// <summary><c>[outcome, rule]</c> of what observing documents would have done.</summary>
    public JsonElement? Observed { get; init; }

    /// <summary>Hash of the tool's accepted definition.</summary>
    public string? Definition { get; init; }

    /// <summary>Hash of the grant's own policy document.</summary>
    public string? Policy { get; init; }

    /// <summary>What session limits are kept under.</summary>
    public string? Session { get; init; }

    /// <summary>What the client calls itself.</summary>
    public string? Client { get; init; }

    /// <summary>W3C trace id.</summary>
    public string? Trace { get; init; }

    /// <summary>Whose journal it stands in.</summary>
    public required string Writer { get; init; }

    /// <summary>Its row there.</summary>
    public required long Sequence { get; init; }

    /// <summary>What people did with the call while it waited; only of one record, not in lists.</summary>
    public ImmutableArray<SettlementView>? Settlements { get; init; }
}

/// <summary>What was taken from one limit.</summary>
/// <param name="Counter">Which: a digest of everything in its identity.</param>
/// <param name="Window">Its window.</param>
/// <param name="At">The store's time.</param>
/// <param name="Amount">How much.</param>
public sealed record ReservedView(string Counter, string Window, DateTimeOffset At, decimal Amount);

/// <summary>What a person did with a waiting call.</summary>
/// <param name="Time">When.</param>
/// <param name="State">What it became.</param>
/// <param name="Who">The person, as the system knows them.</param>
public sealed record SettlementView(DateTimeOffset Time, string State, string Who);
