using System.Text;

namespace Gatehouse.Gateway.Tools.Texts;

/// <summary>Letters of other alphabets that look like Latin ones.</summary>
internal static class LookAlikes
{
    // Two rows, character by character: what it is, what it looks like.
    private const string Other = "аеорсухіјѕһԁԛԝкмтвнгпАВЕКМНОРСТУХІЈЅαοριντκυχεΑΒΕΖΗΙΚΜΝΟΡΤΥΧıȷɑɡɩſ";
    private const string Latin = "aeopcyxijshdqwkmtbhrnABEKMHOPCTYXIJSaopivtkuxeABEZHIKMNOPTYXijagis";

    /// <summary>The text with every such letter as the Latin one that it looks like; the rest as it is.</summary>
    public static string Fold(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '~'))
        {
            return text;
        }

        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            folded.Append(Like(rune) is { } latin ? latin.ToString() : rune.ToString());
        }

        return folded.ToString();
    }

    /// <summary>Whether a name mixes Latin letters with others that only look Latin, or has none but such.</summary>
    public static bool Deceives(string name)
    {
        var (latin, alike, other) = (0, 0, 0);
        foreach (var rune in name.EnumerateRunes())
        {
            if (!Rune.IsLetter(rune) && rune.Value is < 0xFF01 or > 0xFF5E && rune.Value is < 0x1D400 or > 0x1D7FF)
            {
                continue;
            }

            if (rune.IsAscii)
            {
                latin++;
            }
            else if (Like(rune) is not null)
            {
                alike++;
            }
            else
            {
                other++;
            }
        }

        return alike > 0 && (latin > 0 || other == 0);
    }

    /// <summary>What a name looks like to a hurried reader: two names of one look are one name to people.</summary>
    public static string Look(string name) => Fold(name).ToLowerInvariant()
        .Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal)
        .Replace('0', 'o').Replace('1', 'l').Replace('|', 'l');

    private static char? Like(Rune rune)
    {
        if (rune.IsAscii)
        {
            return null;
        }

        return rune.Value switch
        {
            >= 0xFF01 and <= 0xFF5E => (char)(rune.Value - 0xFF01 + '!'),
            >= 0x1D400 and <= 0x1D6A3 => MathLetter((rune.Value - 0x1D400) % 52),
            >= 0x1D7CE and <= 0x1D7FF => (char)('0' + ((rune.Value - 0x1D7CE) % 10)),
            0x212A => 'K',
            _ when rune.IsBmp && Other.IndexOf((char)rune.Value, StringComparison.Ordinal) is >= 0 and var at => Latin[at],
            _ => null,
        };
    }

    private static char MathLetter(int index) => (char)(index < 26 ? 'A' + index : 'a' + index - 26);
}
