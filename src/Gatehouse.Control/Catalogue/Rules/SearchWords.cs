using System.Collections.Immutable;
using System.Text;

namespace Gatehouse.Control.Catalogue.Rules;

/// <summary>Texts as words to be found by: letters and digits, small, with <c>listOpenOrders</c> as three words.</summary>
internal static class SearchWords
{
    private const int MostWords = 8;
    private const int LongestWord = 40;

    /// <summary>The words of what somebody typed, at most eight. Nothing of an operator is left in them.</summary>
    public static ImmutableArray<string> Of(string? text) => text is null
        ? []
        : [.. Split(text.Length > 500 ? text[..500] : text).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static word => word.Length > LongestWord ? word[..LongestWord] : word).Distinct(StringComparer.Ordinal).Take(MostWords)];

    /// <summary>A text with its words apart.</summary>
    public static string Split(string text)
    {
        var built = new StringBuilder(text.Length + 16);
        var before = ' ';
        foreach (var letter in text)
        {
            if (!char.IsLetterOrDigit(letter))
            {
                Blank(built);
            }
            else
            {
                if (char.IsUpper(letter) && char.IsLower(before))
                {
                    Blank(built);
                }

                built.Append(char.ToLowerInvariant(letter));
            }

            before = letter;
        }

        return built.ToString();
    }

    private static void Blank(StringBuilder built)
    {
        if (built.Length > 0 && built[^1] != ' ')
        {
            built.Append(' ');
        }
    }
}
