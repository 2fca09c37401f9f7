using Gatehouse.Control.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Storage;

/// <summary>Where ASP.NET Core Identity keeps persons, their passkeys and their authenticator keys.</summary>
internal static class IdentityTables
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<Person>(person =>
        {
            person.ToTable("people");
            person.Property(row => row.Id).HasMaxLength(64);
            person.HasIndex(row => row.NormalizedEmail).IsUnique();
        });
        builder.Entity<IdentityUserClaim<string>>().ToTable("person_claims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("person_logins");
        builder.Entity<IdentityUserToken<string>>().ToTable("person_tokens");
        builder.Entity<IdentityUserPasskey<string>>().ToTable("person_passkeys");
    }
}
