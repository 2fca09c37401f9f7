using Gatehouse.Control.Accounts;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Credentials;

/// <summary>Once at start: what an older key had encrypted is encrypted with the newest, so that the older one can go.</summary>
internal static class CredentialRenewal
{
    /// <returns>How many secrets were encrypted anew; those that no key opens stay as they are.</returns>
    public static async Task<int> RunAsync(ControlDb db, CredentialVault vault, AccountVault accounts, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var old = await db.ServerSecrets.Where(row => row.KeyVersion != vault.KeyVersion).ToListAsync(cancel);
        var renewed = old.Count(vault.Renew);
        renewed += (await db.UpstreamAccounts.Where(row => row.KeyVersion != vault.KeyVersion).ToListAsync(cancel)).Count(accounts.Renew);
        renewed += (await db.ServerAuth.Where(row => row.KeyVersion != vault.KeyVersion).ToListAsync(cancel)).Count(accounts.Renew);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return renewed;
    }
}
