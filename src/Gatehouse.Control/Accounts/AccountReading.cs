using System.Collections.Frozen;
using Gatehouse.Control.Credentials;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Accounts;

/// <summary>The tokens in force, out of the tables.</summary>
internal sealed class AccountReading(AccountVault vault, AccountTokens tokens)
{
    /// <summary>Which servers are signed in to, by the transaction that reads everything else; the tokens are in force at once.</summary>
    public async Task<IReadOnlySet<string>> ReadAsync(
        ControlDb db, IReadOnlyCollection<RegisteredServer> servers, IReadOnlyCollection<Grant> grants, CancellationToken cancel)
    {
        var auth = await db.ServerAuth.AsNoTracking().ToDictionaryAsync(row => row.ServerId, StringComparer.Ordinal, cancel);
        if (auth.Count == 0)
        {
            tokens.Apply(TokensInForce.None);
            return FrozenSet<string>.Empty;
        }

        var bindings = servers.Where(row => row.Url is not null)
            .ToDictionary(row => row.Id, row => CredentialVault.BindingOf(new Uri(row.Url!)), StringComparer.Ordinal);
        var accounts = new Dictionary<(string, string), TokenInForce>();
        var secrets = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var row in await db.UpstreamAccounts.AsNoTracking().ToListAsync(cancel))
        {
            // SECURITY: tokens of another address than the server has now, and of another way to sign in, are not used.
            if (!row.IsFailed && auth.TryGetValue(row.ServerId, out var asked) && asked.IsPerPerson == (row.PersonId.Length > 0)
                && bindings.GetValueOrDefault(row.ServerId) == row.BoundTo && vault.Open(row) is { } opened)
            {
                accounts[(row.ServerId, row.PersonId)] = new TokenInForce(row.Id, row.Version, "Bearer " + opened.AccessToken, row.Expires);
                if (!secrets.TryGetValue(row.ServerId, out var list))
                {
                    secrets[row.ServerId] = list = [];
                }

                list.AddRange([opened.AccessToken, .. opened.RefreshToken is { } refresh ? new[] { refresh } : [], .. opened.ClientSecret is { } own ? new[] { own } : []]);
            }
        }

        tokens.Apply(new TokensInForce(
            accounts.ToFrozenDictionary(),
            grants.Where(row => auth.TryGetValue(row.ServerId, out var asked) && asked.IsPerPerson)
                .ToFrozenDictionary(row => row.Id, row => row.OwnerId, StringComparer.Ordinal),
            secrets.ToFrozenDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value, StringComparer.Ordinal)));
        return auth.Keys.ToFrozenSet(StringComparer.Ordinal);
    }
}
