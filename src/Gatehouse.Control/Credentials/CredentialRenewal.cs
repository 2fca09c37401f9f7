using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Credentials;

/// <summary>Once at start: what an older key had encrypted is encrypted with the newest, so that the older one can go.</summary>
internal static class CredentialRenewal
{
    /// <returns>How many secrets were encrypted anew; those that no key opens stay as they are.</returns>
    public static async Task<int> RunAsync(ControlDb db, CredentialVault vault, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var old = await db.ServerSecrets.Where(row => row.KeyVersion != vault.KeyVersion).ToListAsync(cancel);
        var renewed = old.Count(vault.Renew);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return renewed;
    }
}
