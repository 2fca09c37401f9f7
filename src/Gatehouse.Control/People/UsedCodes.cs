using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>A code of an authenticator works once, though it is shown for half a minute and taken for some more.</summary>
internal sealed class UsedCodes(ControlDb db, TimeProvider time)
{
    private static readonly TimeSpan _span = TimeSpan.FromMinutes(10);

    /// <summary>Uses a right code up; false where it was used before: one statement, so that of two at once one is late.</summary>
    public async Task<bool> TryUseAsync(string personId, string code, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var old = now - _span;
        await db.UsedCodes.Where(row => row.At < old).ExecuteDeleteAsync(cancel);
        return await db.Database.ExecuteSqlAsync(
            $"INSERT INTO used_codes (person_id, code, at) VALUES ({personId}, {code}, {now.UtcTicks}) ON CONFLICT DO NOTHING", cancel) == 1;
    }
}
