using System.Collections.Immutable;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Credentials;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Servers;

/// <summary>Servers as the API shows them, with the state of their secrets and never a value.</summary>
internal sealed class ServerViews(CredentialVault vault)
{
    public async Task<ServerView> OfAsync(ControlDb db, RegisteredServer row, CancellationToken cancel) => Of(
        row, await db.ServerSecrets.AsNoTracking().Where(secret => secret.ServerId == row.Id).ToListAsync(cancel),
        await db.ServerAuth.AsNoTracking().SingleOrDefaultAsync(auth => auth.ServerId == row.Id, cancel));

    public async Task<ImmutableArray<ServerView>> OfAsync(ControlDb db, IReadOnlyCollection<RegisteredServer> rows, CancellationToken cancel)
    {
        var ids = rows.Select(row => row.Id).ToList();
        var secrets = (await db.ServerSecrets.AsNoTracking().Where(secret => ids.Contains(secret.ServerId)).ToListAsync(cancel))
            .ToLookup(secret => secret.ServerId, StringComparer.Ordinal);
        var auth = await db.ServerAuth.AsNoTracking().Where(found => ids.Contains(found.ServerId))
            .ToDictionaryAsync(found => found.ServerId, StringComparer.Ordinal, cancel);
        return [.. rows.Select(row => Of(row, secrets[row.Id], auth.GetValueOrDefault(row.Id)))];
    }

    /// <summary>The view as somebody may see it. SECURITY: some servers have their key in the address, which who cannot change them needs not.</summary>
    public static ServerView For(Principal who, ServerView view) =>
        view.Url is null || who.Lacks(Right.ChangeServers) is null || KeyShape.Address(view.Url) is not { } shown
        || !shown.Contains(KeyShape.Cover, StringComparison.Ordinal) ? view : view with { Url = shown };

    private ServerView Of(RegisteredServer row, IEnumerable<ServerSecret> secrets, ServerAuth? auth)
    {
        var url = row.Url is null ? null : new Uri(row.Url);
        return new ServerView
        {
            Id = row.Id,
            Name = row.Name,
            Description = row.Description,
            Tags = [.. row.Tags],
            Url = row.Url,
            StdioEntry = row.StdioEntry,
            Transport = row.Transport,
            OnDefinitionChange = row.OnDefinitionChange,
            MaySample = row.MaySample,
            MayListRoots = row.MayListRoots,
            StoreArguments = ArgumentStorings.View(row.StoreArguments),
            BaselinePolicyId = row.BaselinePolicyId,
            Secrets = [.. secrets.OrderBy(secret => secret.Header, StringComparer.Ordinal)
                .Select(secret => new ServerSecretView(secret.Header, vault.Open(secret, url).State, secret.Saved))],
            Auth = AccountViews.Of(auth),
            Frozen = FreezeMark.View(row.Frozen),
            ManagedBy = row.IsOfFile ? DeclaredFaults.Word : null,
            Created = row.Created,
            Version = row.Version,
        };
    }
}
