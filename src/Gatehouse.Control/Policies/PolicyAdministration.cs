using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Policies;

/// <summary>What may be done with the policies of an organisation. A document never changes: saving makes another version.</summary>
internal sealed class PolicyAdministration(
    ControlDb db, ControlStore store, Pages pages, PolicyChecks checks, PolicyChange changes, VersionSaving saving, PolicyTestGate tests)
{
    private const int LongestName = 100;

    /// <summary>Policies, oldest first.</summary>
    public async ValueTask<Outcome<Page<PolicyView>>> ListAsync(Principal who, PageQuery query, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadPolicies) is { } lacking)
        {
            return lacking;
        }

        var rows = await pages.ReadAsync(who, "policies", PolicyRows.Of(db, who).AsNoTracking(), query, static row => row, cancel);
        if (rows.Value is not { } page)
        {
            return rows.Refusal!;
        }

        var ids = page.Items.Select(static row => row.Id).ToList();
        var current = await (
            from policy in db.Policies.AsNoTracking()
            join version in db.PolicyVersions.AsNoTracking()
                on new { policy.Id, Number = policy.CurrentNumber } equals new { Id = version.PolicyId, version.Number }
            where ids.Contains(policy.Id)
            select new { policy.Id, version.Hash, version.State }).ToDictionaryAsync(row => row.Id, StringComparer.Ordinal, cancel);
        var proposals = (await PolicyRows.ProposalsOf(db, ids).Select(row => new { row.PolicyId, row.Number }).ToListAsync(cancel))
            .ToLookup(row => row.PolicyId, row => row.Number, StringComparer.Ordinal);
        var grants = await db.Grants.AsNoTracking().Where(row => row.Revoked == null && row.PolicyId != null && ids.Contains(row.PolicyId))
            .GroupBy(row => row.PolicyId!).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Key, row => row.Count, StringComparer.Ordinal, cancel);
        return new Page<PolicyView>(
            [.. page.Items.Select(row => new PolicyView
            {
                Id = row.Id,
                Name = row.Name,
                Current = row.CurrentNumber,
                ObservedNumber = row.ObservedNumber,
                ObservedSince = row.ObservedSince,
                State = current[row.Id].State,
                Proposals = [.. proposals[row.Id]],
                Hash = current[row.Id].Hash,
                Grants = grants.GetValueOrDefault(row.Id),
                ManagedBy = row.IsOfFile ? DeclaredFaults.Word : null,
                Created = row.Created,
                Version = row.Version,
            })],
            page.Next);
    }

    /// <summary>One policy with the document in force.</summary>
    public async ValueTask<Outcome<PolicyDetail>> ReadAsync(Principal who, string id, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadPolicies) is { } lacking)
        {
            return lacking;
        }

        var found = await PolicyRows.ReadAsync(db, who, id, cancel);
        return found.Value is { } row ? await PolicyRows.DetailAsync(db, row, cancel) : found.Refusal!;
    }

    /// <summary>Makes a policy.</summary>
    /// <remarks>Faults: <c>policy-name-taken</c>, those of saving.</remarks>
    public ValueTask<Outcome<PolicyDetail>> CreateAsync(Principal who, NewPolicy policy, Repeat? repeat, CancellationToken cancel)
    {
        var document = PolicyChecks.Bytes(policy.Document);
        if (!string.IsNullOrEmpty(policy.Tests) && who.Lacks(Right.ChangePolicies) is null)
        {
            // ORDER: before the transaction, which others wait for; inside it the results are known.
            tests.Run(document, PolicyChecks.Bytes(policy.Tests));
        }

        return store.ChangeAsync<PolicyDetail>(who, Right.ChangePolicies, async change =>
        {
            if ((await InvalidNameAsync(change, policy.Name, null)
                ?? await InvalidServerAsync(change.Db, change.Who, policy.ServerId, cancel)) is { } invalid)
            {
                return invalid;
            }

            var row = new NamedPolicy
            {
                Id = Ids.New("pol"), OrganisationId = change.Who.OrganisationId, Name = policy.Name, Created = change.Now,
            };
            change.Db.Policies.Add(row);
            var (refusal, findings) = await saving.BeginAsync(
                change, row, new VersionText(document, policy.Message, policy.Confirmed, policy.Tests), policy.ServerId);
            return refusal is not null ? refusal : await PolicyChange.NotedAsync(change, "policy.created", row, null, findings);
        }, cancel, repeat);
    }

    /// <summary>Renames a policy.</summary>
    public ValueTask<Outcome<PolicyDetail>> RenameAsync(
        Principal who, string id, PolicyEdit edit, Expected expected, CancellationToken cancel) =>
        changes.RunAsync(who, id, expected, null, async (change, row, before) =>
        {
            if (await InvalidNameAsync(change, edit.Name, id) is { } invalid)
            {
                return invalid;
            }

            row.Name = edit.Name;
            return await PolicyChange.NotedAsync(change, "policy.renamed", row, before, null);
        }, cancel);

    /// <summary>Removes a policy that nothing has. Its versions stay for the records.</summary>
    /// <remarks>Fault: <c>policy-in-use</c>.</remarks>
    public ValueTask<Outcome<Done>> RemoveAsync(Principal who, string id, Expected expected, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.ChangePolicies, async change =>
        {
            var found = await PolicyRows.FindAsync(change, id);
            if (found.Value is not { } row)
            {
                return found.Refusal!;
            }

            var before = await PolicyRows.DetailAsync(change.Db, row, change.Cancel);
            if (expected.Refuse(before) is { } stale)
            {
                return stale;
            }

            if (DeclaredFaults.Refuse(row.IsOfFile, PolicyRows.Kind) is { } kept)
            {
                return kept;
            }

            if (before.UsedBy.Length > 0)
            {
                return new Fault(
                    PolicyFaults.InUse, $"the policy is attached to {before.UsedBy.Length} grants, servers or organisations", "detach it first");
            }

            (row.Retired, row.Version) = (change.Now, row.Version + 1);
            change.Note("policy.removed", PolicyRows.Kind, id, before, null);
            return Done.It;
        }, cancel);

    /// <summary>Checks a document without saving it.</summary>
    public async ValueTask<Outcome<PolicyVerdict>> CheckAsync(Principal who, PolicyCheck check, CancellationToken cancel)
    {
        if ((who.Lacks(Right.ReadPolicies) ?? await InvalidServerAsync(db, who, check.ServerId, cancel)) is { } lacking)
        {
            return lacking;
        }

        var servers = new List<string>(check.ServerId is { } server ? [server] : []);
        var document = PolicyChecks.Bytes(check.Document);
        byte[]? current = null;
        if (check.PolicyId is { } id)
        {
            var found = await PolicyRows.ReadAsync(db, who, id, cancel);
            if (found.Value is not { } row)
            {
                return found.Refusal!;
            }

            servers.AddRange(await PolicyChecks.ServersOfAsync(db, id, cancel));
            current = (await PolicyRows.VersionAsync(db, id, row.CurrentNumber, cancel))!.Document;
        }

        var findings = checks.Run(document, servers);
        var isValid = !findings.Any(static finding => finding.Severity == FindingSeverity.Error);
        return new PolicyVerdict(isValid, findings, isValid && current is not null ? Widening.MayOpen(current, document) : null);
    }

    private static async ValueTask<Fault?> InvalidNameAsync(Change change, string name, string? own) =>
        Text.Invalid("name", name, LongestName)
        ?? (await PolicyRows.Of(change.Db, change.Who).AnyAsync(row => row.Name == name && row.Id != own, change.Cancel)
            ? new Fault(PolicyFaults.NameTaken, "the organisation has a policy of that name", "choose another name")
            : null);

    private static async ValueTask<Fault?> InvalidServerAsync(ControlDb db, Principal who, string? id, CancellationToken cancel) =>
        id is null || await ServerRows.Of(db, who).AnyAsync(row => row.Id == id, cancel)
            ? null
            : ControlFaults.Invalid("server_id", "is no server of the organisation");
}
