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
}
