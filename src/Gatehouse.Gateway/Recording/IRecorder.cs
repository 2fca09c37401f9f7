using System.Collections.Immutable;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Recording;

/// <summary>Writes down what is about to happen, then what came of it.</summary>
public interface IRecorder
{
    /// <summary>Writes the intent; when it returns without a fault, the intent survives a kill of the process.</summary>
    /// <remarks>Everything of the intent is read before the method returns its task. It answers within about a second.</remarks>
    ValueTask<IntentReceipt> IntendAsync(in CallIntent intent, CancellationToken cancel);

    /// <summary>Notes the outcome of a recorded intent. Never waits; the line follows with the next intent, or soon.</summary>
    void Conclude(in IntentReceipt receipt, in CallOutcome outcome);

    /// <summary>Counts a message that was refused before any policy looked at it; a flood is counted, not listed.</summary>
    void Refuse(in Refusal refusal);

    /// <summary>Whether intents can be written now.</summary>
    bool IsReady { get; }
}

/// <summary>Where an intent was written, or why it was not.</summary>
/// <param name="Sequence">Its place in the writer's journal, from 1; 0 with a fault.</param>
/// <param name="Fault">Why nothing was written; the call must not be made.</param>
public readonly record struct IntentReceipt(long Sequence, Fault? Fault);

/// <summary>One decision, as it is recorded before anything leaves the gateway.</summary>
public readonly record struct CallIntent
{
    /// <summary>The call's own id, unique, at most 32 characters.</summary>
    public required string CallId { get; init; }

    /// <summary>The gateway's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The JSON-RPC method.</summary>
    public required string Method { get; init; }

    /// <summary>The server.</summary>
    public required string ServerId { get; init; }

    /// <summary>The grant.</summary>
    public required string GrantId { get; init; }

    /// <summary>Tool, prompt name or resource URI; empty where the method has none. For an unknown tool it may be hostile text.</summary>
    public required string Target { get; init; }

    /// <summary>The tool's accepted definition; empty where there is none.</summary>
    public string DefinitionHash { get; init; }

    /// <summary>Hash of the grant's own policy document; empty without one.</summary>
    public string PolicyHash { get; init; }

    /// <summary>What was decided.</summary>
    public required RecordedOutcome Outcome { get; init; }

    /// <summary>The rule; empty for a plain allow.</summary>
    public required string Rule { get; init; }

    /// <summary>The arguments' JSON text: only member names, types and a keyed digest are written, never values.</summary>
    public ReadOnlyMemory<byte> Arguments { get; init; }

    /// <summary>That their values are stored apart, and what of them; null, where the server's setting does not say so.</summary>
    public ArgumentKeeping? Keeping { get; init; }

    /// <summary>What was reserved for the call; empty when nothing was.</summary>
    public ImmutableArray<Reserved> Reserved { get; init; }

    /// <summary>The approval that the call uses up or waits for, or null.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>What documents in observe mode would have done.</summary>
    public ImmutableArray<Observation> Observed { get; init; }

    /// <summary>The session's key (a hash), or null.</summary>
    public string? Session { get; init; }

    /// <summary>The client's name as it reports it, or null: hostile text, at most 128 characters are kept.</summary>
    public string? Client { get; init; }

    /// <summary>W3C trace id in hex, or null.</summary>
    public string? TraceId { get; init; }
}

/// <summary>The decision as it is recorded and counted.</summary>
public enum RecordedOutcome : byte
{
    /// <summary>Not made.</summary>
    Denied = 0,

    /// <summary>Waits for a person.</summary>
    Pending,

    /// <summary>Made.</summary>
    Allowed,
}

/// <summary>What came of a call that was sent.</summary>
/// <param name="Class">How it ended.</param>
/// <param name="Bytes">Size of the answer.</param>
/// <param name="Duration">From sending to the end of the answer.</param>
/// <param name="Fault">Stable code of an upstream fault, or null.</param>
/// <param name="Released">Whether the reservation was given back because provably nothing was sent.</param>
public readonly record struct CallOutcome(
    OutcomeClass Class, long Bytes, TimeSpan Duration, string? Fault, bool Released);

/// <summary>How a sent call ended.</summary>
public enum OutcomeClass : byte
{
    /// <summary>Not known: the process died, or the answer was lost.</summary>
    Unknown = 0,

    /// <summary>A result.</summary>
    Done,

    /// <summary>A result with <c>isError</c>, or a JSON-RPC error.</summary>
    Error,

    /// <summary>The upstream failed.</summary>
    Fault,

    /// <summary>The client went away first.</summary>
    Cancelled,
}

/// <summary>A message that was refused before any policy looked at it.</summary>
/// <param name="Time">The gateway's clock.</param>
/// <param name="Reason">Stable word.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="GrantId">The grant, where it was known by then; else null.</param>
/// <param name="ServerId">The server, where it was known by then; else null.</param>
public readonly record struct Refusal(DateTimeOffset Time, string Reason, int Status, string? GrantId, string? ServerId);
