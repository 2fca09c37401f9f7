using Microsoft.AspNetCore.Identity;

namespace Gatehouse.Control.People;

/// <summary>How ASP.NET Core Identity is set.</summary>
internal static class IdentityRules
{
    /// <summary>Shortest password.</summary>
    public const int ShortestPassword = 12;

    /// <summary>Longest password: to hash a text costs by its length.</summary>
    public const int LongestPassword = 256;

    public static void Set(IdentityOptions options)
    {
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3; // The first with passkeys.

        // Length is what counts; rules about kinds of letters make people choose worse ones.
        options.Password.RequiredLength = ShortestPassword;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Password.RequiredUniqueChars = 5;

        options.Lockout.AllowedForNewUsers = true;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        options.User.RequireUniqueEmail = true;
        options.User.AllowedUserNameCharacters = ""; // Names are addresses, and those are checked by their own rule.
    }
}
