using System.Buffers.Text;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Gateway.Identity;

/// <summary>The secret of one grant: <c>gth_</c>, 43 characters of 256 random bits, 6 of a checksum.</summary>
/// <remarks>The checksum lets secret scanners tell a token from noise; it protects nothing.</remarks>
public static class GrantToken
{
    /// <summary>What every token begins with.</summary>
    public const string Prefix = "gth_";

    private const int RandomChars = 43;
    private const int ChecksumChars = 6;
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>A new token, from the system's generator.</summary>
    public static string Create()
    {
        var body = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return body + Checksum(body);
    }

    /// <summary>Whether the text has a token's form and its checksum is right.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Prefix.Length + RandomChars + ChecksumChars
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.EndsWith(Checksum(text[..^ChecksumChars]), StringComparison.Ordinal);

    /// <summary>The part that may be shown to tell tokens apart: the prefix and 4 characters.</summary>
    public static string Shown(string token) => token[..Math.Min(token.Length, Prefix.Length + 4)] + "…";

    private static string Checksum(string body)
    {
        var rest = Crc32.HashToUInt32(Encoding.ASCII.GetBytes(body));
        Span<char> digits = stackalloc char[ChecksumChars];
        for (var i = ChecksumChars - 1; i >= 0; i--)
        {
            digits[i] = Base62[(int)(rest % 62)];
            rest /= 62;
        }

        return new string(digits);
    }
}
