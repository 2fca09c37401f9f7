using System.Text;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>"When letter case is ignored: simple upper-casing, and <c>ſ</c> is <c>s</c>, U+212A is <c>k</c>."</summary>
internal static class LetterCase
{
    public static bool Same(string left, string right) => Fold(left) == Fold(right);

    public static string Fold(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value switch
    {
        0x017F => "S",
        0x212A => "K",
        _ => Rune.ToUpperInvariant(rune).ToString(),
    }));
}
