using Gatehouse.Control.Storage;

namespace Gatehouse.Control.People;

/// <summary>Puts a person into the tables as Identity wants them.</summary>
internal static class NewPerson
{
    /// <param name="change">The open change.</param>
    /// <param name="email">A valid address that nobody has.</param>
    /// <param name="passwordHash">The hash of their password; null for who signs in another way.</param>
    /// <param name="isConfirmed">Whether they showed that the address is theirs.</param>
    public static Person Add(Change change, string email, string? passwordHash, bool isConfirmed = false)
    {
        var person = new Person
        {
            Id = Ids.New("per"),
            Email = email,
            NormalizedEmail = EmailAddress.Normal(email),
            EmailConfirmed = isConfirmed,
            UserName = email,
            NormalizedUserName = EmailAddress.Normal(email),
            PasswordHash = passwordHash,
            LockoutEnabled = true,
            SecurityStamp = Ids.New("stamp"),
            Created = change.Now,
        };
        change.Db.Users.Add(person);
        return person;
    }
}
