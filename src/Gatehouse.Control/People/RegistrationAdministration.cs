using Gatehouse.Api.Organisations;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>Makes a stranger's account and organisation, by a link that went to their address.</summary>
/// <remarks>
/// SECURITY: name and password are chosen by who opens the link, never by who asked for it: else a stranger could ask for an
/// account of somebody else's address with a password of their own.
/// </remarks>
internal sealed class RegistrationAdministration(
    ControlDb db, ControlStore store, Passwords passwords, WrongCredentials wrong, ControlSettings settings, TimeProvider time)
{
    private static readonly Fault _invalid = new(
        PeopleFaults.LinkInvalid, "the link was used, is too old, or never was one", "ask for an account once more");

    /// <remarks>Faults: <c>link-invalid</c>, <c>value-invalid</c>, <c>password-weak</c>, <c>too-many-requests</c>.</remarks>
    public async ValueTask<Outcome<OrganisationView>> ConfirmAsync(RegistrationConfirmation wanted, string from, CancellationToken cancel)
    {
        // 1. The link, before anything that costs.
        var hash = SecretForms.Hash(SecretForms.Registration, wanted.Token);
        if (!settings.IsRegistrationOpen || hash is null || await FindAsync(db, hash, time.GetUtcNow(), cancel) is not { } found)
        {
            return wrong.IsExceededAfter(from) ? WrongCredentials.TooMany : _invalid;
        }

        if (Founding.Invalid(wanted.Organisation, wanted.Password) is { } invalid)
        {
            return invalid;
        }

        var passwordHash = passwords.Hash(wanted.Password);

        // 2. The link again, inside the transaction, and used up there, with every other one of the address.
        return await store.ChangeUncheckedAsync<OrganisationView>(Principal.OfLink(Ids.New("org"), found.Email, from), async change =>
        {
            if (await FindAsync(change.Db, hash, change.Now, change.Cancel) is null
                || await change.Db.Users.AnyAsync(row => row.NormalizedEmail == found.NormalizedEmail, change.Cancel))
            {
                return _invalid;
            }

            await change.Db.Registrations.Where(row => row.NormalizedEmail == found.NormalizedEmail).ExecuteDeleteAsync(change.Cancel);
            return Founding.Add(change, wanted.Organisation, found.Email, passwordHash, isConfirmed: true);
        }, cancel);
    }

    private static Task<Registration?> FindAsync(ControlDb db, string hash, DateTimeOffset now, CancellationToken cancel) =>
        db.Registrations.AsNoTracking().SingleOrDefaultAsync(row => row.TokenHash == hash && row.Expires > now, cancel);
}
