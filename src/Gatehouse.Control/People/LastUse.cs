using Gatehouse.Api.Audit;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>Notes when a session or key was used last, to the minute, and lets a used session live on.</summary>
/// <remarks>
/// It changes nothing that anybody decided, so it has no row in the audit. Where nothing can be written reading goes on without
/// it; a session then ends when it would have ended unused, never later.
/// </remarks>
internal sealed class LastUse(ControlDb db, UnnotedUse unnoted, TimeProvider time)
{
    public async ValueTask NoteAsync(Principal who, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (!unnoted.IsPausing(now) && await WriteAsync(who, now, cancel) is { } write && !await BriefWrite.TryAsync(db, write, cancel))
        {
            unnoted.Failed(now);
        }
    }

    // Null where it was noted within the last minute.
    private async ValueTask<Func<Task>?> WriteAsync(Principal who, DateTimeOffset now, CancellationToken cancel)
    {
        var stale = now - SessionLife.Grain;
        if (who.Kind == ActorKind.ApiKey)
        {
            return await db.ApiKeys.AnyAsync(row => row.Id == who.Id && (row.LastUsed == null || row.LastUsed < stale), cancel)
                ? () => db.ApiKeys.Where(row => row.Id == who.Id)
                    .ExecuteUpdateAsync(row => row.SetProperty(key => key.LastUsed, now), cancel)
                : null;
        }

        var session = await db.Sessions.AsNoTracking()
            .Where(row => row.Id == who.SessionId && row.LastSeen < stale)
            .Select(row => new { row.Created })
            .SingleOrDefaultAsync(cancel);
        if (session is null)
        {
            return null;
        }

        var (idle, longest) = (now + SessionLife.Idle, session.Created + SessionLife.Longest);
        var expires = idle < longest ? idle : longest;
        return () => db.Sessions.Where(row => row.Id == who.SessionId).ExecuteUpdateAsync(
            row => row.SetProperty(found => found.LastSeen, now).SetProperty(found => found.Expires, expires), cancel);
    }
}
