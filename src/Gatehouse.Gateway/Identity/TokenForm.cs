using System.Buffers.Text;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Gateway.Identity;

/// <summary>A kind of secret: its prefix, 43 characters of 256 random bits, 6 of a checksum.</summary>
/// <param name="prefix">What every one begins with, for example <c>gth_</c>.</param>
/// <remarks>The checksum lets secret scanners tell a secret from noise; it protects nothing.</remarks>
public sealed class TokenForm(string prefix)
{
    private const int RandomChars = 43;
    private const int ChecksumChars = 6;
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>A new one, from the system's generator.</summary>
    public string Create()
    {
        var body = prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return body + Checksum(body);
    }

    /// <summary>Whether the text has the form and its checksum is right.</summary>
    public bool IsWellFormed(string text) =>
        text.Length == prefix.Length + RandomChars + ChecksumChars
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && text.EndsWith(Checksum(text[..^ChecksumChars]), StringComparison.Ordinal);

    /// <summary>The part that may be shown to tell them apart: the prefix and 4 characters.</summary>
    public string Shown(string token) => token[..Math.Min(token.Length, prefix.Length + 4)] + "…";

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
