using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>Five wrong passwords or codes shut a person out for 15 minutes, the right password included.</summary>
internal sealed class Lockout(ControlDb db, TimeProvider time)
{
    private const int Most = 5;
    private static readonly TimeSpan _span = TimeSpan.FromMinutes(15);

    public bool IsLocked(Person person) => person.LockoutEnd > time.GetUtcNow();

    /// <summary>Counts one that was wrong: one statement, so that none of many at once is lost.</summary>
    /// <param name="email">For a stranger nothing is changed, by the same statement.</param>
    /// <param name="cancel">Gives up.</param>
    public Task CountAsync(string email, CancellationToken cancel)
    {
        var normal = EmailAddress.Normal(email);
        DateTimeOffset? end = time.GetUtcNow() + _span;
        return db.Users.Where(person => person.NormalizedEmail == normal).ExecuteUpdateAsync(
            person => person
                .SetProperty(row => row.LockoutEnd, row => row.AccessFailedCount + 1 >= Most ? end : row.LockoutEnd)
                .SetProperty(row => row.AccessFailedCount, row => row.AccessFailedCount + 1 >= Most ? 0 : row.AccessFailedCount + 1),
            cancel);
    }
}
