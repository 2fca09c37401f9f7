using Gatehouse.Api.Audit;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>Notes when a session or key was used last, to the minute, and lets a used session live on.</summary>
/// <remarks>It changes nothing that anybody decided, so it has no row in the audit.</remarks>
internal sealed class LastUse(ControlDb db, TimeProvider time)
{
    public async ValueTask NoteAsync(Principal who, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var stale = now - SessionLife.Grain;
        if (who.Kind == ActorKind.ApiKey)
        {
            if (await db.ApiKeys.AnyAsync(row => row.Id == who.Id && (row.LastUsed == null || row.LastUsed < stale), cancel))
            {
                await db.ApiKeys.Where(row => row.Id == who.Id)
                    .ExecuteUpdateAsync(row => row.SetProperty(key => key.LastUsed, now), cancel);
            }

            return;
        }

        var session = await db.Sessions.AsNoTracking()
            .Where(row => row.Id == who.SessionId && row.LastSeen < stale)
            .Select(row => new { row.Created })
            .SingleOrDefaultAsync(cancel);
        if (session is not null)
        {
            var (idle, longest) = (now + SessionLife.Idle, session.Created + SessionLife.Longest);
            var expires = idle < longest ? idle : longest;
            await db.Sessions.Where(row => row.Id == who.SessionId).ExecuteUpdateAsync(
                row => row.SetProperty(found => found.LastSeen, now).SetProperty(found => found.Expires, expires), cancel);
        }
    }
}
