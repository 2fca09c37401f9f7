namespace Gatehouse.Risk.Words;

/// <summary>Lower case without accents, one character for one: a place in the folded text is the same place in the original.</summary>
internal static class Folding
{
    private const string Latin1 = "aaaaaaaceeeeiiiidnooooo ouuuuypsaaaaaaaceeeeiiiidnooooo ouuuuypy";

    /// <summary>One character.</summary>
    public static char Fold(char letter) => letter switch
    {
        < (char)128 => letter is >= 'A' and <= 'Z' ? (char)(letter | 0x20) : letter,
        >= '\u00c0' and <= '\u00ff' => Latin1[letter - '\u00c0'],
        '\u0131' or '\u0130' => 'i',
        '\u011f' or '\u011e' => 'g',
        '\u015f' or '\u015e' or '\u015b' or '\u015a' or '\u0160' or '\u0161' or '\u017f' => 's',
        '\u0142' or '\u0141' => 'l',
        '\u0107' or '\u0106' or '\u010d' or '\u010c' => 'c',
        '\u0144' => 'n',
        '\u017c' or '\u017a' or '\u017b' or '\u017e' => 'z',
        '\u0119' or '\u011b' => 'e',
        '\u0105' or '\u0103' => 'a',
        '\u212a' => 'k',
        >= '\uff21' and <= '\uff3a' => (char)(letter - '\uff21' + 'a'),
        >= '\uff41' and <= '\uff5a' => (char)(letter - '\uff41' + 'a'),
        _ => char.ToLowerInvariant(letter),
    };

    /// <summary>A whole word.</summary>
    public static string Fold(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        for (var at = 0; at < span.Length; at++)
        {
            span[at] = Fold(from[at]);
        }
    });

    /// <summary>Whether words stand in it without spaces: Chinese, Japanese, Korean, Thai.</summary>
    public static bool IsCompact(char letter) => letter is (>= '\u3040' and <= '\u9fff') or (>= '\uac00' and <= '\ud7af');
}
