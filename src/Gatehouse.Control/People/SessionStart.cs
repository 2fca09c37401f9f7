using Gatehouse.Api.Audit;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>Begins a session of somebody who has shown who they are, by whichever way.</summary>
internal sealed class SessionStart(ControlDb db, ControlStore store)
{
    /// <summary>The organisation that was asked for, or the first; null where the person belongs to none such.</summary>
    public Task<string?> OrganisationAsync(string personId, string? wanted, CancellationToken cancel) => db.Members.AsNoTracking()
        .Where(row => row.PersonId == personId && (wanted == null || row.OrganisationId == wanted))
        .OrderBy(row => row.Created).ThenBy(row => row.OrganisationId)
        .Select(row => row.OrganisationId)
        .FirstOrDefaultAsync(cancel);

    /// <summary>A session, and the value of its cookie.</summary>
    /// <param name="person">As they were when they showed who they are.</param>
    /// <param name="organisation">One of theirs.</param>
    /// <param name="from">Network address.</param>
    /// <param name="agent">What the browser calls itself.</param>
    /// <param name="failed">What is told where that does not hold any more.</param>
    /// <param name="also">What else belongs to it, in the same transaction; false gives up.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask<Outcome<SignedIn>> OpenAsync(
        Person person, string organisation, string from, string? agent, Fault failed, Func<Change, Task<bool>>? also, CancellationToken cancel)
    {
        var (id, password) = (person.Id, person.PasswordHash);
        var who = new Principal
        {
            Kind = ActorKind.Person, Id = id, Label = person.Email!, OrganisationId = organisation, Role = Role.Viewer, From = from,
        };
        return store.ChangeUncheckedAsync<SignedIn>(who, async change =>
        {
            // The password of now, not of a moment ago; and one that was right wipes the wrong ones.
            var rows = await change.Db.Users
                .Where(row => row.Id == id && row.PasswordHash == password)
                .ExecuteUpdateAsync(row => row.SetProperty(found => found.AccessFailedCount, 0), change.Cancel);
            if (rows == 0 || (also is not null && !await also(change)))
            {
                return failed;
            }

            // Bounded: what ended a month ago tells nobody anything.
            var old = change.Now - TimeSpan.FromDays(30);
            await change.Db.Sessions.Where(row => row.PersonId == id && row.Expires < old).ExecuteDeleteAsync(change.Cancel);
            var token = SecretForms.Session.Create();
            var session = new Session
            {
                Id = Ids.New("ses"),
                TokenHash = SecretForms.Hash(SecretForms.Session, token)!,
                PersonId = id,
                OrganisationId = organisation,
                Created = change.Now,
                LastSeen = change.Now,
                Expires = change.Now + SessionLife.Idle,
                From = from,
                Agent = agent is null ? null : ControlFaults.Shown(agent.Replace(' ', '_')).Replace('_', ' '),
            };
            change.Db.Sessions.Add(session);
            change.Note("session.started", "session", session.Id);
            change.IsUnseenByCalls = true;
            return new SignedIn(session.Id, token);
        }, cancel);
    }
}

/// <summary>Somebody signed in.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Token">The value of the cookie; nobody else keeps it.</param>
internal sealed record SignedIn(string SessionId, string Token);
