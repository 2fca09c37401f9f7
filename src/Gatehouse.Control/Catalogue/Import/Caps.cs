using System.Text;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>How much of a server is taken: what prints without end is cut, and marked.</summary>
internal static class Caps
{
    /// <summary>Most tools of one server.</summary>
    public const int Tools = 2_000;

    /// <summary>Longest name of a tool, in UTF-16 units; one with a longer name is left out, for a part of a name is another name.</summary>
    public const int Name = 256;

    /// <summary>Longest title.</summary>
    public const int Title = 200;

    /// <summary>Longest description.</summary>
    public const int Description = 8_000;

    /// <summary>Longest schema and annotations, as JSON; longer ones are left out.</summary>
    public const int Definition = 64 * 1024;

    /// <summary>Most packages, addresses and aliases of one server.</summary>
    public const int Names = 20;

    /// <summary>Longest address, id or version.</summary>
    public const int Reference = 500;

    /// <summary>Longest entry, in UTF-16 units, that is read at all.</summary>
    public const int Entry = 16 * 1024 * 1024;

    /// <summary>The text up to a length, without half a character; a NUL, which databases refuse, becomes the replacement character.</summary>
    public static string Cut(string? text, int most, out bool isCut)
    {
        text ??= "";
        isCut = text.Length > most;
        if (isCut)
        {
            text = text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
        }

        return text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', (char)Rune.ReplacementChar.Value) : text;
    }

    /// <summary>The text up to a length.</summary>
    public static string Cut(string? text, int most) => Cut(text, most, out _);
}
