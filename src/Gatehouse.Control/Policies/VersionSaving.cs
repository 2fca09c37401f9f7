using System.Collections.Immutable;
using System.Security.Cryptography;
using Gatehouse.Api.Audit;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Policies;

/// <summary>A text that is to be a version.</summary>
/// <param name="Document">The document's bytes.</param>
/// <param name="Message">What the author says.</param>
/// <param name="IsConfirmed">Whether what the validator wants a yes to has one.</param>
/// <param name="Tests">Other tests from now on, empty for none; null keeps those of before.</param>
internal sealed record VersionText(byte[] Document, string? Message, bool IsConfirmed, string? Tests);

/// <summary>How a text becomes a version, inside the change's transaction.</summary>
internal sealed class VersionSaving(PolicyChecks checks, PolicyTestGate tests)
{
    private const int LongestMessage = 500;

    /// <summary>The first version of a new policy.</summary>
    public async ValueTask<(Refusal? Refusal, ImmutableArray<Finding> Findings)> BeginAsync(
        Change change, NamedPolicy row, VersionText text, string? serverId)
    {
        var findings = checks.Run(text.Document, serverId is null ? [] : [serverId]);
        var wanted = Wanted(text, null);
        if (Refuse(text, wanted, findings) is { } refusal)
        {
            return (refusal, findings);
        }

        await AddAsync(change, row, text, wanted, isWidening: true, await NeedsSecondAsync(change) ? PolicyVersionState.Proposed : PolicyVersionState.Saved);
        return (null, findings);
    }

    /// <summary>The next version: in force on the next call, or proposed where it may open something and two people are needed for that.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>policy-invalid</c>, <c>policy-unconfirmed</c>, <c>policy-tests-…</c>.</remarks>
    public async ValueTask<Outcome<PolicyDetail>> SaveAsync(Change change, NamedPolicy row, PolicyDetail before, string what, VersionText text)
    {
        var findings = await FindingsAsync(change, row, text.Document);
        var wanted = Wanted(text, before.Tests);
        if (Refuse(text, wanted, findings) is { } refusal)
        {
            return refusal;
        }

        // Nobody has confirmed a first version yet: there is nothing that another one could be narrower than.
        var isWidening = Widening.MayOpen(PolicyChecks.Bytes(before.Document), text.Document);
        var isProposed = before.State == PolicyVersionState.Proposed || (isWidening && await NeedsSecondAsync(change));
        var state = isProposed ? PolicyVersionState.Proposed : PolicyVersionState.Saved;
        var number = await AddAsync(change, row, text, wanted, isWidening, state);
        if (!isProposed)
        {
            row.CurrentNumber = number;
        }

        return await PolicyChange.NotedAsync(change, isProposed ? "policy.proposed" : what, row, before, findings);
    }

    /// <summary>A version that is not in force: to be observed. It may do no harm, so tests and confirmations wait until it is promoted.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>policy-invalid</c>.</remarks>
    public async ValueTask<(Refusal? Refusal, int Number, ImmutableArray<Finding> Findings)> ObserveAsync(
        Change change, NamedPolicy row, VersionText text, PolicyDetail before)
    {
        var findings = await FindingsAsync(change, row, text.Document);
        if (Refuse(text, null, findings) is { } refusal)
        {
            return (refusal, 0, findings);
        }

        var isWidening = Widening.MayOpen(PolicyChecks.Bytes(before.Document), text.Document);
        return (null, await AddAsync(change, row, text, Wanted(text, before.Tests), isWidening, PolicyVersionState.Observed), findings);
    }

    /// <summary>What the validator says of a document for the servers that the policy is for.</summary>
    public async ValueTask<ImmutableArray<Finding>> FindingsAsync(Change change, NamedPolicy row, byte[] document) =>
        checks.Run(document, await PolicyChecks.ServersOfAsync(change.Db, row.Id, change.Cancel));

    private Refusal? Refuse(VersionText text, byte[]? wanted, ImmutableArray<Finding> findings) =>
        !string.IsNullOrEmpty(text.Message) && Text.Invalid("message", text.Message, LongestMessage) is { } invalid ? invalid
        : PolicyChecks.Refuse(findings, text.IsConfirmed) ?? tests.Refuse(text.Document, wanted);

    private static byte[]? Wanted(VersionText text, string? before) => (text.Tests ?? before) is { Length: > 0 } wanted ? PolicyChecks.Bytes(wanted) : null;

    private static Task<bool> NeedsSecondAsync(Change change) =>
        change.Db.Organisations.AnyAsync(row => row.Id == change.Who.OrganisationId && row.WideningNeedsSecond, change.Cancel);

    private static async ValueTask<int> AddAsync(
        Change change, NamedPolicy row, VersionText text, byte[]? wanted, bool isWidening, PolicyVersionState state)
    {
        var last = await change.Db.PolicyVersions.Where(version => version.PolicyId == row.Id).MaxAsync(version => (int?)version.Number, change.Cancel) ?? 0;
        change.Db.PolicyVersions.Add(new PolicyVersion
        {
            PolicyId = row.Id,
            Number = last + 1,
            Document = text.Document,
            Tests = wanted,
            Hash = Convert.ToHexStringLower(SHA256.HashData(text.Document)),
            AuthorId = change.Who.Id,
            Author = change.Who.Label,
            AnswererId = change.Who.Kind == ActorKind.ApiKey
                ? await KeyMakers.PersonOfAsync(change.Db, change.Who.Id, change.Cancel)
                : change.Who.Id,
            At = change.Now,
            Message = text.Message ?? "",
            IsWidening = isWidening,
            MadeFrom = row.CurrentNumber,
            State = state,
        });
        return last + 1;
    }
}
