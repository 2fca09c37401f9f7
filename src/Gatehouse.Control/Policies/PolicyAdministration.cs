using System.Collections.Immutable;
using System.Security.Cryptography;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
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
internal sealed class PolicyAdministration(ControlDb db, ControlStore store, Pages pages, PolicyChecks checks)
{
    private const int LongestName = 100;
    private const int LongestMessage = 500;

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
        var hashes = await (
            from policy in db.Policies.AsNoTracking()
            join version in db.PolicyVersions.AsNoTracking()
                on new { policy.Id, Number = policy.CurrentNumber } equals new { Id = version.PolicyId, version.Number }
            where ids.Contains(policy.Id)
            select new { policy.Id, version.Hash }).ToDictionaryAsync(row => row.Id, row => row.Hash, StringComparer.Ordinal, cancel);
        var grants = await db.Grants.AsNoTracking().Where(row => row.Revoked == null && row.PolicyId != null && ids.Contains(row.PolicyId))
            .GroupBy(row => row.PolicyId!).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Key, row => row.Count, StringComparer.Ordinal, cancel);
        return new Page<PolicyView>(
            [.. page.Items.Select(row => new PolicyView
            {
                Id = row.Id,
                Name = row.Name,
                Current = row.CurrentNumber,
                Hash = hashes[row.Id],
                Grants = grants.GetValueOrDefault(row.Id),
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
    /// <remarks>Faults: <c>value-invalid</c>, <c>policy-invalid</c>, <c>policy-unconfirmed</c>, <c>policy-name-taken</c>.</remarks>
    public ValueTask<Outcome<PolicyDetail>> CreateAsync(Principal who, NewPolicy policy, Repeat? repeat, CancellationToken cancel) =>
        store.ChangeAsync<PolicyDetail>(who, Right.ChangePolicies, async change =>
        {
            if ((await InvalidNameAsync(change, policy.Name, null) ?? InvalidMessage(policy.Message)
                ?? await InvalidServerAsync(change.Db, change.Who, policy.ServerId, cancel)) is { } invalid)
            {
                return invalid;
            }

            var document = PolicyChecks.Bytes(policy.Document);
            var findings = checks.Run(document, policy.ServerId is { } server ? [server] : []);
            if (PolicyChecks.Refuse(findings, policy.Confirmed) is { } refusal)
            {
                return refusal;
            }

            var row = new NamedPolicy
            {
                Id = Ids.New("pol"), OrganisationId = change.Who.OrganisationId, Name = policy.Name, Created = change.Now,
            };
            change.Db.Policies.Add(row);
            Add(change, row, document, policy.Message, isWidening: true);
            return await NotedAsync(change, "policy.created", row, null, findings);
        }, cancel, repeat);

    /// <summary>Renames a policy.</summary>
    public ValueTask<Outcome<PolicyDetail>> RenameAsync(
        Principal who, string id, PolicyEdit edit, Expected expected, CancellationToken cancel) =>
        ChangeAsync(who, id, expected, null, async (change, row, before) =>
        {
            if (await InvalidNameAsync(change, edit.Name, id) is { } invalid)
            {
                return invalid;
            }

            row.Name = edit.Name;
            return await NotedAsync(change, "policy.renamed", row, before, null);
        }, cancel);

    /// <summary>Saves another version: in force on the next call. Where somebody else saved meanwhile, the refusal has the difference.</summary>
    public ValueTask<Outcome<PolicyDetail>> SaveAsync(
        Principal who, string id, NewPolicyVersion version, Expected expected, CancellationToken cancel) =>
        ChangeAsync(who, id, expected, version.Document, (change, row, before) => SaveAsync(
            change, row, before, "policy.saved", PolicyChecks.Bytes(version.Document), version.Message, version.Confirmed), cancel);

    /// <summary>Goes back to the text of an earlier version, as a new one.</summary>
    public ValueTask<Outcome<PolicyDetail>> RollBackAsync(
        Principal who, string id, PolicyRollback back, Expected expected, CancellationToken cancel) =>
        ChangeAsync(who, id, expected, null, async (change, row, before) =>
            await PolicyRows.VersionAsync(change.Db, id, back.Number, change.Cancel) is { } old
                ? await SaveAsync(change, row, before, "policy.rolled_back", old.Document, back.Message ?? $"back to version {back.Number}", back.Confirmed)
                : ControlFaults.Invalid("number", "is no version of the policy"), cancel);

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

    private async ValueTask<Outcome<PolicyDetail>> SaveAsync(
        Change change, NamedPolicy row, PolicyDetail before, string what, byte[] document, string? message, bool isConfirmed)
    {
        if (InvalidMessage(message) is { } invalid)
        {
            return invalid;
        }

        var findings = checks.Run(document, await PolicyChecks.ServersOfAsync(change.Db, row.Id, change.Cancel));
        if (PolicyChecks.Refuse(findings, isConfirmed) is { } refusal)
        {
            return refusal;
        }

        row.CurrentNumber = 1 + await change.Db.PolicyVersions.Where(version => version.PolicyId == row.Id).MaxAsync(version => version.Number, change.Cancel);
        Add(change, row, document, message, Widening.MayOpen(PolicyChecks.Bytes(before.Document), document));
        return await NotedAsync(change, what, row, before, findings);
    }

    private static void Add(Change change, NamedPolicy row, byte[] document, string? message, bool isWidening) =>
        change.Db.PolicyVersions.Add(new PolicyVersion
        {
            PolicyId = row.Id,
            Number = row.CurrentNumber,
            Document = document,
            Hash = Convert.ToHexStringLower(SHA256.HashData(document)),
            AuthorId = change.Who.Id,
            Author = change.Who.Label,
            At = change.Now,
            Message = message ?? "",
            IsWidening = isWidening,
        });

    private ValueTask<Outcome<PolicyDetail>> ChangeAsync(
        Principal who, string id, Expected expected, string? sent,
        Func<Change, NamedPolicy, PolicyDetail, ValueTask<Outcome<PolicyDetail>>> set, CancellationToken cancel) =>
        store.ChangeAsync<PolicyDetail>(who, Right.ChangePolicies, async change =>
        {
            var found = await PolicyRows.FindAsync(change, id);
            if (found.Value is not { } row)
            {
                return found.Refusal!;
            }

            var before = await PolicyRows.DetailAsync(change.Db, row, change.Cancel);
            if (expected.Refuse(before) is { } stale)
            {
                return stale.Current is null || sent is null ? stale : stale with { Diff = LineDiff.Of(before.Document, sent) };
            }

            row.Version++;
            return await set(change, row, before);
        }, cancel);

    private static async ValueTask<Outcome<PolicyDetail>> NotedAsync(
        Change change, string what, NamedPolicy row, PolicyDetail? before, ImmutableArray<Finding>? findings)
    {
        await change.Db.SaveChangesAsync(change.Cancel);
        var after = await PolicyRows.DetailAsync(change.Db, row, change.Cancel);
        change.Note(what, PolicyRows.Kind, row.Id, before, after);
        return after with { Findings = findings };
    }

    private static async ValueTask<Fault?> InvalidNameAsync(Change change, string name, string? own) =>
        Text.Invalid("name", name, LongestName)
        ?? (await PolicyRows.Of(change.Db, change.Who).AnyAsync(row => row.Name == name && row.Id != own, change.Cancel)
            ? new Fault(PolicyFaults.NameTaken, "the organisation has a policy of that name", "choose another name")
            : null);

    private static Fault? InvalidMessage(string? message) =>
        string.IsNullOrEmpty(message) ? null : Text.Invalid("message", message, LongestMessage);

    private static async ValueTask<Fault?> InvalidServerAsync(ControlDb db, Principal who, string? id, CancellationToken cancel) =>
        id is null || await ServerRows.Of(db, who).AnyAsync(row => row.Id == id, cancel)
            ? null
            : ControlFaults.Invalid("server_id", "is no server of the organisation");
}
