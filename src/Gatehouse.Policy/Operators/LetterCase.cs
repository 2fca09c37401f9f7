using System.Buffers;
using System.Text;

namespace Gatehouse.Policy.Operators;

/// <summary>Texts that differ in letter case only.</summary>
internal static class LetterCase
{
    /// <summary>Equal by simple upper-casing: what Windows takes for one name.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => AreEqual(left, right, wide: false);

    /// <summary>Equal by simple upper-casing, or by taking <c>ſ</c> for <c>s</c> and U+212A for <c>k</c>.</summary>
    public static bool AreAlike(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => AreEqual(left, right, wide: true);

    private static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool wide)
    {
        while (!left.IsEmpty && !right.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(left, out var one, out var oneLength) != OperationStatus.Done
                || Rune.DecodeFromUtf8(right, out var two, out var twoLength) != OperationStatus.Done
                || (one != two && Fold(one, wide) != Fold(two, wide)))
                return false;
            left = left[oneLength..];
            right = right[twoLength..];
        }

        return left.IsEmpty && right.IsEmpty;
    }

    private static Rune Fold(Rune rune, bool wide) => (wide, rune.Value) switch
    {
        (true, 'ſ') => new Rune('S'),
        (true, 0x212A) => new Rune('K'),
        _ => Rune.ToUpperInvariant(rune),
    };
}
