using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>What a person does with the places where they are signed in. <see cref="SignIn"/> begins them.</summary>
internal sealed class SessionAdministration(ControlDb db, ControlStore store, Pages pages, TimeProvider time)
{
    private const string Kind = "session";

    /// <summary>Who asks, and what they may do.</summary>
    public async ValueTask<Outcome<Whoami>> WhoamiAsync(Principal who, CancellationToken cancel)
    {
        if (who.Lacks(Right.BeOneself) is { } lacking)
        {
            return lacking;
        }

        var choices = await (
            from organisation in db.Organisations.AsNoTracking()
            where organisation.Id == who.OrganisationId
                || (who.Kind == ActorKind.Person
                    && db.Members.Any(row => row.OrganisationId == organisation.Id && row.PersonId == who.Id))
            orderby organisation.Created, organisation.Id
            select new OrganisationChoice(organisation.Id, organisation.Name)).ToListAsync(cancel);
        return new Whoami
        {
            Kind = Words<ActorKind>.Of(who.Kind),
            Id = who.Id,
            Label = who.Label,
            Organisation = choices.Single(choice => choice.Id == who.OrganisationId),
            Role = who.Role,
            Servers = who.Servers,
            Rights = RightTable.Of(who.Role),
            Organisations = [.. choices],
            HasAuthenticator = who.Kind == ActorKind.Person
                && await db.Users.AnyAsync(row => row.Id == who.Id && row.TwoFactorEnabled, cancel),
            HasPassword = who.Kind == ActorKind.Person
                && await db.Users.AnyAsync(row => row.Id == who.Id && row.PasswordHash != null, cancel),
            HasOpenId = who.Kind == ActorKind.Person && await db.UserLogins.AnyAsync(row => row.UserId == who.Id, cancel),
            IsEmailConfirmed = who.Kind == ActorKind.Person
                && await db.Users.AnyAsync(row => row.Id == who.Id && row.EmailConfirmed, cancel),
        };
    }

    /// <summary>Where the person is signed in, oldest first.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>query-invalid</c>, <c>cursor-invalid</c>.</remarks>
    public async ValueTask<Outcome<Page<SessionView>>> ListAsync(Principal who, PageQuery query, CancellationToken cancel)
    {
        if ((who.Lacks(Right.BeOneself) ?? NoPerson(who)) is { } lacking)
        {
            return lacking;
        }

        var now = time.GetUtcNow();
        return await pages.ReadAsync(
            who, "sessions " + who.Id,
            db.Sessions.AsNoTracking().Where(row => row.PersonId == who.Id && row.Revoked == null && row.Expires > now),
            query, row => View(row, who), cancel);
    }

    /// <summary>Ends one of the person's sessions; theirs alone.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>not-found</c>.</remarks>
    public ValueTask<Outcome<Done>> EndAsync(Principal who, string id, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.BeOneself, async change =>
        {
            if (NoPerson(change.Who) is { } lacking)
            {
                return lacking;
            }

            var session = await change.Db.Sessions.SingleOrDefaultAsync(
                row => row.Id == id && row.PersonId == change.Who.Id && row.Revoked == null, change.Cancel);
            if (session is null)
            {
                return ControlFaults.Absent(Kind, id);
            }

            session.Revoked = change.Now;
            change.Note("session.ended", Kind, id);
            change.IsUnseenByCalls = true;
            return Done.It;
        }, cancel);

    /// <summary>Signs out.</summary>
    /// <remarks>Fault: <c>person-needed</c>.</remarks>
    public ValueTask<Outcome<Done>> SignOutAsync(Principal who, CancellationToken cancel) =>
        who.SessionId is { } session ? EndAsync(who, session, cancel) : ValueTask.FromResult<Outcome<Done>>(NoPerson(who)!);

    /// <summary>Works on in another of the person's organisations.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>not-found</c>.</remarks>
    public ValueTask<Outcome<Done>> ChooseAsync(Principal who, SessionOrganisation choice, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.BeOneself, async change =>
        {
            if (NoPerson(change.Who) is { } lacking)
            {
                return lacking;
            }

            if (!await change.Db.Members.AnyAsync(
                row => row.OrganisationId == choice.OrganisationId && row.PersonId == change.Who.Id, change.Cancel))
            {
                return ControlFaults.Absent("organisation", choice.OrganisationId);
            }

            var session = await change.Db.Sessions.SingleAsync(row => row.Id == change.Who.SessionId, change.Cancel);
            session.OrganisationId = choice.OrganisationId;
            change.Note("session.moved", Kind, session.Id);
            change.IsUnseenByCalls = true;
            return Done.It;
        }, cancel);

    /// <summary>The fault of an API key where only a person will do; null for a person.</summary>
    public static Fault? NoPerson(Principal who) => who.Kind == ActorKind.Person
        ? null
        : new Fault(PeopleFaults.PersonNeeded, "an API key has no sessions, password or authenticator", "sign in as a person");

    private static SessionView View(Session row, Principal who) => new()
    {
        Id = row.Id,
        IsThis = row.Id == who.SessionId,
        Created = row.Created,
        LastSeen = row.LastSeen,
        Expires = row.Expires,
        From = row.From,
        Agent = row.Agent,
    };
}
