using System.Text;

namespace Gatehouse.Policy.Predicates;

/// <summary>Letter case of member names: simple upper-casing, and <c>ſ</c> is <c>s</c>, U+212A is <c>k</c>.</summary>
/// <remarks>
/// `policy-language` section 3: JSON libraries that ignore letter case fold these, so a member that is a variant of
/// the one a policy reads makes the condition unknown.
/// </remarks>
internal static class NameFolding
{
    /// <summary>The longest source that can fold to a text of that many bytes: six of <c>\u212A</c> become one.</summary>
    public static int LongestSource(int foldedLength) => foldedLength * 6;

    /// <summary>Folds UTF-8 and returns the length; what it writes may be longer than the source.</summary>
    public static int Fold(ReadOnlySpan<byte> utf8, Span<byte> into)
    {
        var at = 0;
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var read);
            utf8 = utf8[read..];
            at += Upper(rune).EncodeToUtf8(into[at..]);
        }

        return at;
    }

    /// <summary>The folded form of a key of a policy.</summary>
    public static byte[] Fold(string key)
    {
        var utf8 = Encoding.UTF8.GetBytes(key);
        var buffer = new byte[utf8.Length * 2];
        return buffer[..Fold(utf8, buffer)];
    }

    /// <summary>Whether two names differ at most in letter case.</summary>
    public static bool IsVariant(string name, string other)
    {
        var rest = other.EnumerateRunes();
        foreach (var rune in name.EnumerateRunes())
        {
            if (!rest.MoveNext() || Upper(rune) != Upper(rest.Current))
            {
                return false;
            }
        }

        return !rest.MoveNext();
    }

    private static Rune Upper(Rune rune) => rune.Value switch
    {
        0x17F => new Rune('S'),
        0x212A => new Rune('K'),
        _ => Rune.ToUpperInvariant(rune),
    };
}
