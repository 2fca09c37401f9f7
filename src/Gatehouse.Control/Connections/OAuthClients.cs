using System.Text.Json;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Control.Connections;

/// <summary>The clients that are known, and the end of those that nobody used.</summary>
internal sealed class OAuthClients(ControlDb db, TimeProvider time)
{
    /// <summary>Most clients that nobody consented to. Of more than that the oldest go.</summary>
    public const int MostUnused = 1_000;

    /// <summary>How long a client without a consent is kept.</summary>
    public static readonly TimeSpan UnusedLife = TimeSpan.FromDays(1);

    /// <summary>A client by its id; null for none.</summary>
    public Task<OAuthClient?> FindAsync(string clientId, CancellationToken cancel) =>
        db.OAuthClients.SingleOrDefaultAsync(row => row.ClientId == clientId, cancel);

    /// <summary>Keeps a client as it describes itself now.</summary>
    public async Task<OAuthClient> SaveAsync(string clientId, bool isDocument, ClientWords words, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var row = await FindAsync(clientId, cancel);
        if (row is null)
        {
            await RemoveUnusedAsync(MostUnused - 1, now - UnusedLife, cancel);
            row = new OAuthClient { Id = Ids.New("cli"), ClientId = clientId, IsDocument = isDocument, Created = now };
            db.OAuthClients.Add(row);
        }

        row.ClientType = ClientTypes.Public;
        row.ConsentType = ConsentTypes.Explicit;
        row.ApplicationType = ClientChecks.IsNative(words.Redirects) ? ApplicationTypes.Native : ApplicationTypes.Web;
        row.DisplayName = words.Name;
        row.RedirectUris = JsonSerializer.Serialize(words.Redirects);
        row.Read = now;
        row.ConcurrencyToken = Guid.NewGuid().ToString();
        await db.SaveChangesAsync(cancel);
        return row;
    }

    /// <summary>Removes clients without a consent: those made before an instant, and the oldest of more than may be.</summary>
    public async Task RemoveUnusedAsync(int most, DateTimeOffset before, CancellationToken cancel)
    {
        await Unused().Where(row => row.Created < before).ExecuteDeleteAsync(cancel);
        if (await Unused().CountAsync(cancel) is var count && count > most)
        {
            var oldest = await Unused().OrderBy(row => row.Created).ThenBy(row => row.Id).Take(count - most).Select(row => row.Id).ToListAsync(cancel);
            await db.OAuthClients.Where(row => oldest.Contains(row.Id)).ExecuteDeleteAsync(cancel);
        }
    }

    private IQueryable<OAuthClient> Unused() => db.OAuthClients.Where(row => !db.Connections.Any(one => one.Application!.Id == row.Id));
}
