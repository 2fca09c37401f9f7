using System.Collections.Immutable;
using Gatehouse.Api.Audit;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>What somebody may do at this moment, by the tables.</summary>
internal sealed class Standing(ControlDb db, TimeProvider time)
{
    private static readonly Fault _gone = new(
        ControlFaults.SignInNeeded, "the session or key is not valid any more", "sign in again, or use another API key");

    /// <summary>The same principal with the rights of now; a refusal where session, key or membership are gone.</summary>
    public async ValueTask<Outcome<Principal>> ConfirmAsync(Principal who, CancellationToken cancel) => who.Kind switch
    {
        ActorKind.Person when who.SessionId is { } session => await PersonAsync(who.From, row => row.Id == session, cancel),
        ActorKind.ApiKey => await ApiKeyAsync(who.From, row => row.Id == who.Id, cancel),
        _ => _gone,
    };

    /// <summary>The person of a session.</summary>
    public async ValueTask<Outcome<Principal>> PersonAsync(
        string from, System.Linq.Expressions.Expression<Func<Session, bool>> which, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var found = await (
            from session in db.Sessions.AsNoTracking().Where(which)
            where session.Revoked == null && session.Expires > now
            join person in db.Users.AsNoTracking() on session.PersonId equals person.Id
            join member in db.Members.AsNoTracking()
                on new { session.OrganisationId, session.PersonId } equals new { member.OrganisationId, member.PersonId }
            select new { session.Id, PersonId = person.Id, person.Email, member.OrganisationId, member.Role, member.Servers })
            .SingleOrDefaultAsync(cancel);
        return found is null
            ? _gone
            : new Principal
            {
                Kind = ActorKind.Person,
                Id = found.PersonId,
                Label = found.Email!,
                OrganisationId = found.OrganisationId,
                Role = found.Role,
                Servers = found.Role == Role.Approver ? found.Servers?.ToImmutableArray() : null,
                From = from,
                SessionId = found.Id,
            };
    }

    /// <summary>The API key as somebody who asks.</summary>
    public async ValueTask<Outcome<Principal>> ApiKeyAsync(
        string from, System.Linq.Expressions.Expression<Func<ApiKey, bool>> which, CancellationToken cancel)
    {
        var at = time.GetUtcNow();
        var key = await db.ApiKeys.AsNoTracking().Where(which)
            .SingleOrDefaultAsync(row => row.Revoked == null && row.Expires > at, cancel);
        if (key is null || await KeyMakers.StandingOfAsync(db, key, cancel) is not { } now)
        {
            return _gone;
        }

        return new Principal
        {
            Kind = ActorKind.ApiKey, Id = key.Id, Label = key.Label, OrganisationId = key.OrganisationId, Role = now.Role,
            Servers = now.Role == Role.Approver ? now.Servers?.ToImmutableArray() : null, From = from,
        };
    }
}
