using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>Who belongs to an organisation and what they may do in it.</summary>
internal sealed class MemberAdministration(ControlDb db, ControlStore store, Pages pages)
{
    private const string Kind = "member";

    /// <summary>The members, oldest first.</summary>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>.</remarks>
    public async ValueTask<Outcome<Page<MemberView>>> ListAsync(Principal who, PageQuery query, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadMembers) is { } lacking)
        {
            return lacking;
        }

        var rows = from member in db.Members.AsNoTracking()
                   where member.OrganisationId == who.OrganisationId
                   join person in db.Users.AsNoTracking() on member.PersonId equals person.Id
                   select new { Member = member, person.Email };
        var (part, fault) = await pages.ReadRowsAsync(
            who, "members", query, cancel,
            position => position is { } after
                ? rows.Where(row => row.Member.Created > after.Created
                    || (row.Member.Created == after.Created && string.Compare(row.Member.PersonId, after.Id) > 0))
                : rows,
            filtered => filtered.OrderBy(row => row.Member.Created).ThenBy(row => row.Member.PersonId),
            row => new Position(row.Member.Created, row.Member.PersonId));
        return fault is not null ? fault : new Page<MemberView>([.. part.Rows.Select(row => View(row.Member, row.Email!))], part.Next);
    }

    /// <summary>One member.</summary>
    /// <remarks>Fault: <c>not-found</c>.</remarks>
    public async ValueTask<Outcome<MemberView>> ReadAsync(Principal who, string id, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadMembers) is { } lacking)
        {
            return lacking;
        }

        return await FindAsync(db, who, id, cancel) is { } member
            ? View(member, await EmailAsync(db, id, cancel))
            : ControlFaults.Absent(Kind, id);
    }

    /// <summary>Gives another role, or limits an approver to some servers.</summary>
    /// <remarks>Faults: <c>not-found</c>, <c>match-missing</c>, <c>match-stale</c>, <c>last-admin</c>, <c>value-invalid</c>.</remarks>
    public ValueTask<Outcome<MemberView>> ChangeAsync(
        Principal who, string id, MemberEdit edit, Expected expected, CancellationToken cancel) =>
        store.ChangeAsync<MemberView>(who, Right.ChangeMembers, async change =>
        {
            if (await FindAsync(change.Db, change.Who, id, change.Cancel) is not { } member)
            {
                return ControlFaults.Absent(Kind, id);
            }

            var before = View(member, await EmailAsync(change.Db, id, change.Cancel));
            if (expected.Refuse(before) is { } stale)
            {
                return stale;
            }

            var role = edit.Role ?? member.Role;
            if (role != Role.Admin && await IsLastAdminAsync(change, member))
            {
                return LastAdmin();
            }

            // A limit belongs to approvers; with the role it goes.
            var servers = edit.Servers.IsGiven ? edit.Servers.Value : role == member.Role ? before.Servers : null;
            if (await ServerLimit.InvalidAsync(change, role, servers) is { } invalid)
            {
                return invalid;
            }

            (member.Role, member.Servers) = (role, servers?.ToList());
            member.Version++;
            var after = View(member, before.Email);
            change.Note("member.changed", Kind, id, before, after);
            change.IsUnseenByCalls = true;
            return after;
        }, cancel);

    /// <summary>Takes a member out of the organisation: sessions, keys and invitations go, and the grants as is said.</summary>
    /// <remarks>Faults: <c>not-found</c>, <c>last-admin</c>, <c>value-invalid</c>.</remarks>
    public ValueTask<Outcome<Done>> RemoveAsync(Principal who, string id, MemberRemoval removal, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.ChangeMembers, async change =>
        {
            if (await FindAsync(change.Db, change.Who, id, change.Cancel) is not { } member)
            {
                return ControlFaults.Absent(Kind, id);
            }

            if (await IsLastAdminAsync(change, member))
            {
                return LastAdmin();
            }

            if (await MemberLeaving.SettleGrantsAsync(change, id, removal) is { } invalid)
            {
                return invalid;
            }

            var ended = await MemberLeaving.EndAccessAsync(change, id);
            var before = View(member, await EmailAsync(change.Db, id, change.Cancel));
            change.Db.Members.Remove(member);
            change.NoteRemoval("member.removed", Kind, id, before, ended);
            return Done.It;
        }, cancel);

    /// <summary>Ends every session of a member in this organisation.</summary>
    /// <remarks>Fault: <c>not-found</c>.</remarks>
    public ValueTask<Outcome<Done>> EndSessionsAsync(Principal who, string id, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.ChangeMembers, async change =>
        {
            if (await FindAsync(change.Db, change.Who, id, change.Cancel) is null)
            {
                return ControlFaults.Absent(Kind, id);
            }

            await MemberLeaving.EndSessionsAsync(change, id);
            change.Note("member.sessions_ended", Kind, id);
            change.IsUnseenByCalls = true;
            return Done.It;
        }, cancel);

    /// <summary>A member as the API shows them.</summary>
    public static MemberView View(Member member, string email) => new()
    {
        Id = member.PersonId,
        Email = email,
        Role = member.Role,
        Servers = member.Servers?.ToImmutableArray(),
        Created = member.Created,
        Version = member.Version,
    };

    /// <summary>A member of the organisation of who asks; null for anybody else, existing or not.</summary>
    public static Task<Member?> FindAsync(ControlDb db, Principal who, string id, CancellationToken cancel) =>
        db.Members.SingleOrDefaultAsync(row => row.OrganisationId == who.OrganisationId && row.PersonId == id, cancel);

    private static async Task<string> EmailAsync(ControlDb db, string id, CancellationToken cancel) =>
        (await db.Users.AsNoTracking().Where(row => row.Id == id).Select(row => row.Email).SingleAsync(cancel))!;

    private static async Task<bool> IsLastAdminAsync(Change change, Member member) =>
        member.Role == Role.Admin && !await change.Db.Members.AnyAsync(
            row => row.OrganisationId == member.OrganisationId && row.PersonId != member.PersonId && row.Role == Role.Admin, change.Cancel);

    private static Fault LastAdmin() => new(
        PeopleFaults.LastAdmin, "the organisation would be left without an admin", "make somebody else an admin first");
}
