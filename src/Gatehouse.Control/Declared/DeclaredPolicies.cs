using System.Security.Cryptography;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Declared;

/// <summary>Policies of the operator's file: named as the file names them, a version for each text.</summary>
internal static class DeclaredPolicies
{
    /// <summary>Makes them as the file says.</summary>
    /// <returns>Their ids by name.</returns>
    public static async Task<(Dictionary<string, string> Ids, Fault? Fault)> ApplyAsync(Change change, GatewayConfig config)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var rows = await change.Db.Policies.Where(row => row.OrganisationId == change.Who.OrganisationId && (row.IsOfFile || row.Retired == null))
            .ToListAsync(change.Cancel);
        foreach (var file in Files(config))
        {
            byte[] document;
            try
            {
                document = await File.ReadAllBytesAsync(file.Path, change.Cancel);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                return (ids, new Fault(new("file-unreadable"), $"the policy `{file.Name}` cannot be read"));
            }

            // What people made under this name becomes the file's.
            var row = rows.Find(known => known.Name == file.Name && known.Retired is null) ?? rows.Find(known => known.Name == file.Name);
            ids[file.Name] = await SaveAsync(change, row, file.Name, document);
        }

        return (ids, null);
    }

    /// <summary>The organisation's baseline; and what the file has no longer is gone.</summary>
    public static async Task EndAsync(Change change, GatewayConfig config, Dictionary<string, string> ids)
    {
        // What uses a policy is asked of the tables.
        await change.Db.SaveChangesAsync(change.Cancel);
        var organisation = await change.Db.Organisations.SingleAsync(row => row.Id == change.Who.OrganisationId, change.Cancel);
        var rows = await Rows(change).Where(row => row.Retired == null).ToListAsync(change.Cancel);
        var baseline = config.Baseline is { } file ? ids[file.Name] : null;
        if (organisation.BaselinePolicyId != baseline && (baseline is not null || rows.Exists(row => row.Id == organisation.BaselinePolicyId)))
        {
            (organisation.BaselinePolicyId, organisation.Version) = (baseline, organisation.Version + 1);
            change.Note("organisation.changed", "organisation", organisation.Id);
        }

        // One that people attached somewhere goes on as it was: taking it away would be another decision than the file's.
        await change.Db.SaveChangesAsync(change.Cancel);
        foreach (var gone in rows.Where(row => !ids.ContainsValue(row.Id)))
        {
            if (!(await PolicyRows.UsesAsync(change.Db, gone.Id, change.Cancel)).IsEmpty)
            {
                continue;
            }

            (gone.Retired, gone.Version) = (change.Now, gone.Version + 1);
            change.Note("policy.removed", PolicyRows.Kind, gone.Id);
        }
    }

    private static IQueryable<NamedPolicy> Rows(Change change) =>
        change.Db.Policies.Where(row => row.OrganisationId == change.Who.OrganisationId && row.IsOfFile);

    private static IEnumerable<PolicyFile> Files(GatewayConfig config) => config.Servers.Select(server => server.Baseline)
        .Concat(config.Grants.Select(grant => grant.Policy)).Append(config.Baseline).OfType<PolicyFile>()
        .DistinctBy(file => file.Name, StringComparer.Ordinal);

    private static async Task<string> SaveAsync(Change change, NamedPolicy? row, string name, byte[] document)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(document));
        var isNew = row is null;
        row ??= new NamedPolicy
        {
            Id = Ids.New("pol"), OrganisationId = change.Who.OrganisationId, Name = name, Created = change.Now, IsOfFile = true, CurrentNumber = 0,
        };
        if (isNew)
        {
            change.Db.Policies.Add(row);
        }

        var before = await change.Db.PolicyVersions.AsNoTracking()
            .SingleOrDefaultAsync(version => version.PolicyId == row.Id && version.Number == row.CurrentNumber, change.Cancel);
        if (before?.Hash == hash && row is { Retired: null, IsOfFile: true, ObservedNumber: null })
        {
            return row.Id;
        }

        (row.Retired, row.IsOfFile, row.ObservedNumber, row.ObservedSince) = (null, true, null, null);
        if (before?.Hash != hash)
        {
            var last = await change.Db.PolicyVersions.Where(version => version.PolicyId == row.Id)
                .MaxAsync(version => (int?)version.Number, change.Cancel) ?? 0;
            change.Db.PolicyVersions.Add(new PolicyVersion
            {
                PolicyId = row.Id, Number = last + 1, Document = document, Hash = hash, AuthorId = "", Author = change.Who.Label, At = change.Now,
                Message = "read from the operator's file", IsWidening = before is null || Widening.MayOpen(before.Document, document),
                MadeFrom = isNew ? 1 : row.CurrentNumber, State = PolicyVersionState.Saved,
            });
            row.CurrentNumber = last + 1;
        }

        row.Version += isNew ? 0 : 1;
        change.Note(isNew ? "policy.created" : "policy.saved", PolicyRows.Kind, row.Id);
        return row.Id;
    }
}
