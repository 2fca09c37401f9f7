using System.Collections.Immutable;
using Gatehouse.Policy.Language;

namespace Gatehouse.Api.Policies;

/// <summary>A named policy with its version in force.</summary>
public record PolicyView : IVersioned
{
    /// <summary>Opaque id, <c>pol_…</c>; counters are kept under it over all versions.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it; unique in the organisation.</summary>
    public required string Name { get; init; }

    /// <summary>Number of the version in force.</summary>
    /// <value>From 1.</value>
    public required int Current { get; init; }

    /// <summary>How that version came to be in force; <c>proposed</c> while nobody has confirmed the first one, which can be attached nowhere.</summary>
    public required PolicyVersionState State { get; init; }

    /// <summary>A version that is evaluated beside it on real calls and decides nothing; null for none.</summary>
    public int? ObservedNumber { get; init; }

    /// <summary>Since when that one is.</summary>
    public DateTimeOffset? ObservedSince { get; init; }

    /// <summary>Versions made from it that wait for a second person, oldest first.</summary>
    public required ImmutableArray<int> Proposals { get; init; }

    /// <summary>SHA-256 of its document, as records name it.</summary>
    public required string Hash { get; init; }

    /// <summary>Grants that have it.</summary>
    public required int Grants { get; init; }

    /// <summary><c>file</c> where the operator's file keeps it: then it is not changed here. Null for what people keep.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <inheritdoc/>
    public required int Version { get; init; }
}

/// <summary>A policy with the document in force.</summary>
public sealed record PolicyDetail : PolicyView
{
    /// <summary>The document, byte for byte as it was saved.</summary>
    public required string Document { get; init; }

    /// <summary>The tests beside it, as they were saved; null where it has none.</summary>
    public string? Tests { get; init; }

    /// <summary>Grants, servers and the organisation that have it.</summary>
    public required ImmutableArray<PolicyUse> UsedBy { get; init; }

    /// <summary>What the validator said when it was saved just now; null when it was only read.</summary>
    public ImmutableArray<Finding>? Findings { get; init; }
}

/// <summary>Where a policy is attached.</summary>
/// <param name="Kind"><c>grant</c>, <c>server</c> or <c>organisation</c>.</param>
/// <param name="Id">Which.</param>
/// <param name="Label">What people call it.</param>
public sealed record PolicyUse(string Kind, string Id, string Label);

/// <summary>One version of a policy. It never changes.</summary>
public sealed record PolicyVersionView
{
    /// <summary>From 1, in order.</summary>
    public required int Number { get; init; }

    /// <summary>SHA-256 of the document.</summary>
    public required string Hash { get; init; }

    /// <summary>Who saved it.</summary>
    public required string Author { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What the author said about it; empty for nothing.</summary>
    public required string Message { get; init; }

    /// <summary>Whether it may open something that the version before kept shut: where that is not sure, it says yes.</summary>
    public required bool IsWidening { get; init; }

    /// <summary>How it came to be in force, or why it is not.</summary>
    public required PolicyVersionState State { get; init; }

    /// <summary>The version that was in force when it was saved.</summary>
    public required int MadeFrom { get; init; }

    /// <summary>The second person; null where there was none.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>When they said yes.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The document; null in lists.</summary>
    public string? Document { get; init; }

    /// <summary>The tests beside it then; null in lists and where there were none.</summary>
    public string? Tests { get; init; }
}

/// <summary>Makes a policy.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Document">The document's text.</param>
/// <param name="Message">What others should know.</param>
/// <param name="ServerId">A server whose accepted tools it is checked against, too.</param>
/// <param name="Confirmed">Whether what the validator wants a yes to gets one.</param>
/// <param name="Tests">A test file's text; it has to pass now and on every save.</param>
public sealed record NewPolicy(
    string Name, string Document, string? Message = null, string? ServerId = null, bool Confirmed = false, string? Tests = null);

/// <summary>Saves another version of a policy; it is in force at once, or proposed. The version that it was made from is needed.</summary>
/// <param name="Document">The document's text.</param>
/// <param name="Message">What others should know.</param>
/// <param name="Confirmed">Whether what the validator wants a yes to gets one.</param>
/// <param name="Tests">Other tests from this version on, empty for none; left out, those of before stay. They have to pass.</param>
public sealed record NewPolicyVersion(string Document, string? Message = null, bool Confirmed = false, string? Tests = null);

/// <summary>Goes back to the text of an earlier version, as a new one.</summary>
/// <param name="Number">The earlier version.</param>
/// <param name="Message">What others should know.</param>
/// <param name="Confirmed">Whether what the validator wants a yes to gets one.</param>
/// <param name="WithTests">Whether the tests of then come back, too; else those of now have to pass.</param>
public sealed record PolicyRollback(int Number, string? Message = null, bool Confirmed = false, bool WithTests = false);

/// <summary>A change of a policy's name.</summary>
/// <param name="Name">1 to 100 characters.</param>
public sealed record PolicyEdit(string Name);

/// <summary>Checks a document without saving it.</summary>
/// <param name="Document">The document's text.</param>
/// <param name="ServerId">A server whose accepted tools it is checked against, too.</param>
/// <param name="PolicyId">The policy that it would be a version of.</param>
public sealed record PolicyCheck(string Document, string? ServerId = null, string? PolicyId = null);

/// <summary>What the validator says.</summary>
/// <param name="IsValid">Whether it could be saved.</param>
/// <param name="Findings">Everything at once, with places.</param>
/// <param name="IsWidening">Whether it may open more than the policy's version in force; null where none was named.</param>
public sealed record PolicyVerdict(bool IsValid, ImmutableArray<Finding> Findings, bool? IsWidening = null);

/// <summary>The difference of two versions.</summary>
/// <param name="From">The earlier one.</param>
/// <param name="To">The later one.</param>
/// <param name="Diff">Unified, line by line; empty where they are the same.</param>
/// <param name="IsWidening">Whether the later one may open more.</param>
public sealed record PolicyDiff(int From, int To, string Diff, bool IsWidening);
