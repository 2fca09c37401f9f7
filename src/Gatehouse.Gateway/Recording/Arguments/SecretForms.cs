using System.Collections.Immutable;
using Gatehouse.Policy;
using Gatehouse.Policy.Operators.Patterns;

namespace Gatehouse.Gateway.Recording.Arguments;

/// <summary>Forms of text that are secrets whatever the member is called: redacted whatever a server's setting says.</summary>
internal static class SecretForms
{
    // A part that every match has, which is looked for first: a long text without it is not walked through.
    private static readonly ImmutableArray<(byte[] Part, BoundPattern Whole)> _forms =
    [
        // Tokens of ours, private keys, signed tokens, a password in an address, a header's bearer, well-known prefixes.
        Form("gth_", "gth_[0-9A-Za-z]{20}"),
        Form("ghk_", "ghk_[0-9A-Za-z]{20}"),
        Form("PRIVATE KEY-----", "-----BEGIN [A-Z ]*PRIVATE KEY-----"),
        Form("eyJ", @"eyJ[0-9A-Za-z_\-]{8}[0-9A-Za-z_\-]*\.[0-9A-Za-z_\-]{8}"),
        Form("://", @"://[^/\s:@]*:[^/\s@]+@"),
        Form("earer", @"[Bb]earer\s+[0-9A-Za-z._~+/\-]{12}"),
        Form("BEARER", @"BEARER\s+[0-9A-Za-z._~+/\-]{12}"),
        Form("AKIA", "AKIA[0-9A-Z]{16}"),
        Form("ASIA", "ASIA[0-9A-Z]{16}"),
        Form("gh", "gh[pousr]_[0-9A-Za-z]{20}"),
        Form("github_pat_", "github_pat_[0-9A-Za-z_]{20}"),
        Form("xox", @"xox[abprs]-[0-9A-Za-z\-]{10}"),
        Form("sk-", @"sk-[0-9A-Za-z_\-]{20}"),
    ];

    /// <summary>Whether a secret of one of the forms stands in the text; where it is too long to tell, yes.</summary>
    public static bool StandIn(ReadOnlySpan<byte> utf8)
    {
        foreach (var (part, whole) in _forms)
        {
            if (utf8.IndexOf(part) >= 0 && whole.Matches(utf8).Truth != Truth.False)
            {
                return true;
            }
        }

        return false;
    }

    private static (byte[] Part, BoundPattern Whole) Form(string part, string whole) =>
        BoundPattern.Compile(whole) is { Pattern: { } pattern }
            ? (System.Text.Encoding.ASCII.GetBytes(part), pattern)
            : throw new InvalidOperationException($"`{whole}` is no pattern");
}
