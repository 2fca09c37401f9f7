using System.Globalization;

namespace Gatehouse.Control.Catalogue.Rules;

/// <summary>The part of an address that stands for a name.</summary>
internal static class Slug
{
    private const int Longest = 80;

    /// <summary>Small letters, digits, dashes and underscores; never empty.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="otherwise">What stands for a name without a letter or digit of ASCII.</param>
    public static string Of(string name, string otherwise)
    {
        var built = new System.Text.StringBuilder(Math.Min(name.Length, Longest));
        foreach (var letter in name)
        {
            if (built.Length == Longest)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(letter) || letter == '_')
            {
                built.Append(char.ToLowerInvariant(letter));
            }
            else if (built.Length > 0 && built[^1] != '-')
            {
                built.Append('-');
            }
        }

        var slug = built.ToString().Trim('-');
        return slug.Length > 0 ? slug : otherwise;
    }

    /// <summary>The slug, with numbers behind it until nothing else has it: somebody may be called as it would be with the first.</summary>
    public static string Free(string slug, long id, Func<string, bool> isTaken)
    {
        var free = slug;
        for (var number = 1; isTaken(free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{slug}-{id}{(number == 1 ? "" : $"-{number}")}");
        }

        return free;
    }
}
