using System.Security.Cryptography;

namespace Gatehouse.Control.Storage;

/// <summary>Opaque ids: a prefix, an underscore, 26 lower-case base32 characters of 128 random bits.</summary>
internal static class Ids
{
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Length = 26;

    public static string New(string prefix)
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        Span<char> text = stackalloc char[Length];
        var (bits, held, next) = (0, 0, 0);
        for (var i = 0; i < Length; i++)
        {
            if (held < 5)
            {
                bits = ((bits & 0x1F) << 8) | (next < random.Length ? random[next++] : 0);
                held += 8;
            }

            held -= 5;
            text[i] = Base32[(bits >> held) & 0x1F];
        }

        return $"{prefix}_{text}";
    }
}
