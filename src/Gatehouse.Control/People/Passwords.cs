using System.Globalization;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Identity;

namespace Gatehouse.Control.People;

/// <summary>Hashes passwords and compares them: the same work for a person who does not exist.</summary>
/// <remarks>PBKDF2 takes a tenth of a second of a core, so it is done before a transaction begins, never inside one.</remarks>
internal sealed class Passwords(IPasswordHasher<Person> hasher)
{
    private static readonly Person _nobody = new();

    // Made once: whoever asks for a stranger waits as long as for a person.
    private readonly Lazy<string> _decoy = new(() => hasher.HashPassword(_nobody, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)));

    /// <summary>Null for a password that will do.</summary>
    /// <remarks>Fault: <c>password-weak</c>.</remarks>
    public static Fault? Weak(string password) =>
        password.Length is < IdentityRules.ShortestPassword or > IdentityRules.LongestPassword || password.Distinct().Count() < 5
            ? new Fault(
                PeopleFaults.PasswordWeak,
                $"the password does not have {IdentityRules.ShortestPassword} to {IdentityRules.LongestPassword} characters, five of them different",
                "take a sentence, or let a password manager make one")
            : null;

    public string Hash(string password) => hasher.HashPassword(_nobody, password);

    /// <summary>Whether it is the person's password; false for nobody, after the same time.</summary>
    public bool IsRight(Person? person, string password)
    {
        // A longer one was never set, and to hash it would cost by its length.
        var tried = password.Length <= IdentityRules.LongestPassword ? password : "";
        var isRight = hasher.VerifyHashedPassword(_nobody, person?.PasswordHash ?? _decoy.Value, tried) != PasswordVerificationResult.Failed;
        return isRight && person?.PasswordHash is not null;
    }
}
