using Gatehouse.Control.Grants;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Declared;

/// <summary>Grants of the operator's file, by the ids and the hashes of tokens that stand there.</summary>
internal static class DeclaredGrants
{
    /// <summary>Makes them as the file says; those that it has no longer are revoked.</summary>
    public static async Task<Fault?> ApplyAsync(Change change, GatewayConfig config, Dictionary<string, string> policies)
    {
        foreach (var grant in config.Grants)
        {
            var row = await change.Db.Grants.SingleOrDefaultAsync(known => known.Id == grant.Facts.Id, change.Cancel);
            if (row is not null && ((!row.IsOfFile && row.Revoked is not null) || row.OrganisationId != change.Who.OrganisationId || row.ServerId != grant.ServerId))
            {
                return new Fault(
                    GrantFaults.IdTaken, $"the id `{grant.Facts.Id}` is another grant's, or was of another server", "choose another id");
            }

            var isNew = row is null;
            row ??= new Grant
            {
                Id = grant.Facts.Id, OrganisationId = change.Who.OrganisationId, ServerId = grant.ServerId, Label = grant.Facts.Label, OwnerId = "",
                MadeById = change.Who.Id, Expires = grant.Expires, Created = change.Now, IsOfFile = true,
            };
            if (isNew)
            {
                change.Db.Grants.Add(row);
            }

            if (await SetAsync(change, row, grant, policies) is { } fault)
            {
                return fault;
            }

            if (isNew || change.Db.Entry(row).State == EntityState.Modified)
            {
                row.Version += isNew ? 0 : 1;
                change.Note(isNew ? "grant.created" : "grant.changed", GrantViews.Kind, row.Id);
            }
        }

        var ids = config.Grants.Select(grant => grant.Facts.Id).ToList();
        foreach (var gone in await change.Db.Grants.Where(row => row.OrganisationId == change.Who.OrganisationId && row.IsOfFile && row.Revoked == null
            && !ids.Contains(row.Id)).ToListAsync(change.Cancel))
        {
            await GrantRevocation.RunAsync(change, gone);
        }

        return null;
    }

    private static async Task<Fault?> SetAsync(Change change, Grant row, GrantConfig grant, Dictionary<string, string> policies)
    {
        var tags = grant.Facts.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)
            .Select(tag => tag.Value.Length == 0 ? tag.Key : $"{tag.Key}={tag.Value}").ToList();
        (row.Label, row.Expires, row.Revoked, row.IsOfFile) = (grant.Facts.Label, grant.Expires, null, true);
        row.PolicyId = grant.Policy is { } file ? policies[file.Name] : null;
        row.Tags = row.Tags.SequenceEqual(tags, StringComparer.Ordinal) ? row.Tags : tags;

        var hash = grant.Token.ToHex();
        var tokens = await change.Db.GrantTokens.Where(token => token.GrantId == row.Id || token.Hash == hash).ToListAsync(change.Cancel);
        if (tokens.Exists(token => token.GrantId != row.Id))
        {
            return new Fault(GrantFaults.TokenTaken, $"the token of the grant `{row.Id}` opens another grant", "make another token");
        }

        foreach (var old in tokens.Where(token => token.Hash != hash))
        {
            change.Db.GrantTokens.Remove(old);
        }

        if (!tokens.Exists(token => token.Hash == hash))
        {
            change.Db.GrantTokens.Add(new IssuedToken { Hash = hash, GrantId = row.Id, Shown = "", Created = change.Now });

            // The grant is another one for whoever read it before; that its version rises is the caller's.
            var entry = change.Db.Entry(row);
            entry.State = entry.State == EntityState.Unchanged ? EntityState.Modified : entry.State;
            change.Note("grant.token_set", GrantViews.Kind, row.Id);
        }

        return null;
    }
}
