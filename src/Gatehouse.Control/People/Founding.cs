using Gatehouse.Api.Organisations;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;

namespace Gatehouse.Control.People;

/// <summary>A new organisation and the person who begins it, its first admin.</summary>
internal static class Founding
{
    /// <summary>Null where the name and the password will do.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>password-weak</c>.</remarks>
    public static Fault? Invalid(string organisation, string password) =>
        Text.Invalid("organisation", organisation, OrganisationAdministration.Longest) ?? Passwords.Weak(password);

    /// <summary>Puts both into the tables, and into the audit.</summary>
    /// <param name="change">The open change, whose principal names the organisation's new id.</param>
    /// <param name="name">What people call the organisation.</param>
    /// <param name="email">A valid address that nobody has.</param>
    /// <param name="passwordHash">The hash of the person's password.</param>
    /// <param name="isConfirmed">Whether the person showed that the address is theirs.</param>
    public static OrganisationView Add(Change change, string name, string email, string passwordHash, bool isConfirmed)
    {
        var id = change.Who.OrganisationId;
        var organisation = new Organisation { Id = id, Name = name, Created = change.Now };
        change.Db.Organisations.Add(organisation);
        var person = NewPerson.Add(change, email, passwordHash, isConfirmed);
        var member = new Member { OrganisationId = id, PersonId = person.Id, Role = Role.Admin, Created = change.Now };
        change.Db.Members.Add(member);
        var view = OrganisationAdministration.View(organisation);
        change.Note("organisation.created", "organisation", id, null, view);
        change.Note("member.added", "member", person.Id, null, MemberAdministration.View(member, email));
        return view;
    }
}
