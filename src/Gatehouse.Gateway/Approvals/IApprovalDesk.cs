using System.Collections.Immutable;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Approvals;

/// <summary>Parks calls that need a person and hands an approval out once. Each change of state is a compare-and-set.</summary>
public interface IApprovalDesk
{
    /// <summary>Looks for a request of the same subject that covers what is demanded; parks a new one where there is none.</summary>
    ValueTask<ApprovalAnswer> PresentAsync(ApprovalDraft draft, CancellationToken cancel);

    /// <summary>Waits until a request is no longer open, whichever process settles it, or has expired. May return too early, never too late for long.</summary>
    /// <remarks>It has no end of its own but <paramref name="cancel"/>; a store that does not answer is waited for.</remarks>
    ValueTask WaitAsync(string approvalId, CancellationToken cancel);

    /// <summary>Uses an approval up: approved → claimed. False when another was first or it is no longer approved.</summary>
    ValueTask<bool> ClaimAsync(string approvalId, string callId, CancellationToken cancel);

    /// <summary>Provably nothing was sent: claimed → approved.</summary>
    ValueTask GiveBackAsync(string approvalId, CancellationToken cancel);

    /// <summary>The claimed call ended: claimed → done, or → unknown when nobody knows.</summary>
    ValueTask ConcludeAsync(string approvalId, bool isKnown, CancellationToken cancel);
}

/// <summary>What one approval covers: section 6 of the policy language.</summary>
/// <param name="GrantId">The grant.</param>
/// <param name="ServerId">The server.</param>
/// <param name="ServerFingerprint">Address and credential of the server, as a hash.</param>
/// <param name="Tool">The tool.</param>
/// <param name="DefinitionHash">The accepted definition.</param>
/// <param name="Digest">SHA-256 of the canonical params, lower-case hex.</param>
public sealed record ApprovalSubject(
    string GrantId, string ServerId, string ServerFingerprint, string Tool, string DefinitionHash, string Digest);

/// <summary>A call that needs a person.</summary>
public sealed record ApprovalDraft
{
    /// <summary>What the approval would cover.</summary>
    public required ApprovalSubject Subject { get; init; }

    /// <summary>Rule ids of every entry that fires.</summary>
    public required ImmutableArray<string> Rules { get; init; }

    /// <summary>Every entry's message.</summary>
    public required ImmutableArray<string> Messages { get; init; }

    /// <summary>The shortest of the entries.</summary>
    public required TimeSpan Expires { get; init; }

    /// <summary>The most of the entries.</summary>
    public required int Approvers { get; init; }

    /// <summary>The exact <c>params</c> without <c>_meta</c>, as they came: stored encrypted, deleted after settling.</summary>
    public required ReadOnlyMemory<byte> Params { get; init; }

    /// <summary>The grant's label, for the person who decides.</summary>
    public required string GrantLabel { get; init; }

    /// <summary>The client's name as it reports it, or null.</summary>
    public string? Client { get; init; }
}

/// <summary>What the desk says of a call.</summary>
/// <param name="State">Open, approved, refused; or void when it could not be parked (see the fault).</param>
/// <param name="ApprovalId">The request; empty with a fault.</param>
/// <param name="ExpiresAt">When the request closes, or the approval lapses.</param>
/// <param name="Fault"><c>too-many-approvals</c>, or a failure of the store; the call is denied.</param>
public sealed record ApprovalAnswer(ApprovalState State, string ApprovalId, DateTimeOffset ExpiresAt, Fault? Fault)
{
    /// <summary>Whether the same call has just run, on another approval.</summary>
    public bool HasJustRun { get; init; }
}

/// <summary>The states of a request.</summary>
public enum ApprovalState : byte
{
    /// <summary>No longer of any use: its grant, definition, server or credential changed.</summary>
    Void = 0,

    /// <summary>Waits for a person.</summary>
    Open,

    /// <summary>A person said yes; it can be used once.</summary>
    Approved,

    /// <summary>Its call is under way.</summary>
    Claimed,

    /// <summary>Its call was made.</summary>
    Done,

    /// <summary>Nobody knows whether its call was made; it is not made again.</summary>
    Unknown,

    /// <summary>A person said no.</summary>
    Refused,

    /// <summary>Nobody answered, or the approval was not used, in time.</summary>
    Expired,
}
