using System.Collections.Immutable;
using System.Text;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Recording.Arguments;

/// <summary>Names of members whose values are secrets wherever they stand: redacted whatever a server's setting says.</summary>
internal static class SecretNames
{
    /// <summary>The patterns, in the plain form of <see cref="Plain"/>: docs/guide/stored-arguments.md has the same list.</summary>
    public static readonly ImmutableArray<NamePattern> Patterns =
    [
        .. new[]
        {
            "*PASSWORD*", "*PASSWD*", "*PASSPHRASE*", "*PASSCODE*", "PASS", "PWD", "*SECRET*", "*TOKEN*", "*APIKEY*", "*ACCESSKEY*",
            "*PRIVATEKEY*", "*SIGNINGKEY*", "*ENCRYPTIONKEY*", "*CREDENTIAL*", "*AUTHORIZATION*", "AUTH", "*BEARER*", "*COOKIE*", "JWT",
            "OTP", "TOTP", "PIN", "CVV", "CVC", "*CARDNUMBER*", "*SESSIONID*", "*CONNECTIONSTRING*",
        }.Select(static text => new NamePattern(text)),
    ];

    /// <summary>Members that name what another member of the object holds, as in <c>{"name": "Authorization", "value": "…"}</c>.</summary>
    public static readonly ImmutableHashSet<string> Naming = ["NAME", "KEY", "HEADER", "FIELD", "PARAMETER", "VARIABLE"];

    /// <summary>Members that hold what is named so.</summary>
    public static readonly ImmutableHashSet<string> Held = ["VALUE", "VALUES", "VAL", "CONTENT", "DATA"];

    /// <summary>A name without what is written one way here and another there: letter case, wide letters, whatever is no letter or digit.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="isPattern">Whether <c>*</c> stays.</param>
    public static string Plain(string name, bool isPattern)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            // The wide forms of ASCII, and two letters that upper-casing leaves: long s and the Kelvin sign.
            var narrow = rune.Value switch
            {
                >= 0xFF01 and <= 0xFF5E => new Rune(rune.Value - 0xFEE0),
                0x17F => new Rune('S'),
                0x212A => new Rune('K'),
                _ => rune,
            };
            if (Rune.IsLetterOrDigit(narrow) || (isPattern && rune.Value == '*'))
            {
                plain.Append(Rune.ToUpperInvariant(narrow).ToString());
            }
        }

        return plain.ToString();
    }
}
