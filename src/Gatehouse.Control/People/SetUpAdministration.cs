using Gatehouse.Api;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>The first organisation of an installation, by a link that only who started the server has seen.</summary>
internal sealed class SetUpAdministration(
    ControlDb db, ControlStore store, Passwords passwords, WrongCredentials wrong, PeopleAddress address, TimeProvider time)
{
    private static readonly Fault _invalid = new(
        PeopleFaults.LinkInvalid, "the set-up link was used, is too old, or never was one", "restart the server: it prints a new one");

    /// <summary>A new link; the ones before it stop working. Null once there is an organisation.</summary>
    public async Task<string?> NewLinkAsync(CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.SetUpLinks.ExecuteDeleteAsync(cancel);
        if (await db.Organisations.AnyAsync(cancel))
        {
            await transaction.CommitAsync(cancel);
            return null;
        }

        var token = SecretForms.SetUp.Create();
        db.SetUpLinks.Add(new SetUpLink
        {
            TokenHash = SecretForms.Hash(SecretForms.SetUp, token)!, Expires = time.GetUtcNow() + SessionLife.SetUpLink,
        });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return $"{address.Public}/setup?token={token}";
    }

    /// <summary>Makes the organisation and its first admin, and uses the link up.</summary>
    /// <remarks>Faults: <c>link-invalid</c>, <c>value-invalid</c>, <c>password-weak</c>, <c>too-many-requests</c>.</remarks>
    public async ValueTask<Outcome<OrganisationView>> SetUpAsync(NewSetUp setUp, string from, CancellationToken cancel)
    {
        // 1. The link, before anything that costs: strangers do not make the server hash.
        if (SecretForms.Hash(SecretForms.SetUp, setUp.Token) is not { } hash || !await IsOpenAsync(hash, cancel))
        {
            return wrong.IsExceededAfter(from) ? WrongCredentials.TooMany : _invalid;
        }

        if ((EmailAddress.Invalid(setUp.Email) ?? Founding.Invalid(setUp.Organisation, setUp.Password)) is { } invalid)
        {
            return invalid;
        }

        var passwordHash = passwords.Hash(setUp.Password);

        // 2. The link again, inside the transaction, and used up there: two at once make one organisation.
        var id = Ids.New("org");
        return await store.ChangeUncheckedAsync<OrganisationView>(Principal.OfLink(id, setUp.Email, from), async change =>
        {
            var link = await change.Db.SetUpLinks.SingleOrDefaultAsync(
                row => row.TokenHash == hash && row.Used == null && row.Expires > change.Now, change.Cancel);
            if (link is null || await change.Db.Organisations.AnyAsync(change.Cancel))
            {
                return _invalid;
            }

            link.Used = change.Now;
            return Founding.Add(change, setUp.Organisation, setUp.Email, passwordHash, isConfirmed: false);
        }, cancel);
    }

    private Task<bool> IsOpenAsync(string hash, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return db.SetUpLinks.AnyAsync(row => row.TokenHash == hash && row.Used == null && row.Expires > now, cancel);
    }
}
