using System.Text.RegularExpressions;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>"File paths are judged as text; links and mounts are not seen."</summary>
internal static class ReferenceFilePath
{
    private static readonly string[] Devices =
    [
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        .. "0123456789¹²³".Select(digit => $"COM{digit}"), .. "0123456789¹²³".Select(digit => $"LPT{digit}"),
    ];

    private enum Style
    {
        Posix,
        Windows,
        Unc,
    }

    public static Truth Within(string path, IReadOnlyList<string> directories)
    {
        if (Read(path) is not { } plain)
        {
            return Truth.Unknown;
        }

        // "Unknown: … a style in which no directory is listed."
        var sameStyle = directories.Select(Read).Where(directory => directory!.Value.Style == plain.Style).ToList();
        var answers = sameStyle
            .Select(directory => Within(plain.Segments, directory!.Value.Segments, plain.Style)).ToList();
        return answers.Contains(Truth.True) ? Truth.True
            : answers.Count == 0 || answers.Contains(Truth.Unknown) ? Truth.Unknown
            : Truth.False;
    }

    private static Truth Within(List<string> path, List<string> directory, Style style)
    {
        // Kleene's AND over the segments: one that certainly differs settles it.
        var sure = true;
        foreach (var (segment, listed) in path.Zip(directory))
        {
            var sameButForCase = LetterCase.Same(segment, listed);
            if (segment == listed || (style != Style.Posix && sameButForCase))
            {
                continue;
            }

            // "where two differ only in letter case, or differ and both hold non-ASCII characters, the answer is unknown".
            sure = false;
            if (style != Style.Posix || (!sameButForCase && !(IsForeign(segment) && IsForeign(listed))))
            {
                return Truth.False;
            }
        }

        // "A directory above a listed one is unknown too, for a tool may go down from it."
        return sure && path.Count >= directory.Count ? Truth.True : Truth.Unknown;
    }

    private static bool IsForeign(string segment) => segment.Any(c => c > '\x7f');

    /// <summary>"Absolute, POSIX <c>/a/b</c>, Windows <c>C:\a</c> or <c>C:/a</c>, UNC"; null where it is not plain.</summary>
    private static (Style Style, List<string> Segments)? Read(string text)
    {
        // "`~`, a control character, a blank at either end, `%` and two hex digits".
        if (text.Contains('~') || text.Any(char.IsControl) || text.Trim() != text
            || Regex.IsMatch(text, "%[0-9A-Fa-f]{2}", RegexOptions.NonBacktracking))
        {
            return null;
        }

        if (text.StartsWith('/'))
        {
            return text.Contains('\\') ? null : Plain(Style.Posix, text[1..].Split('/'));
        }

        if (Regex.IsMatch(text, @"\A[A-Za-z]:[\\/]", RegexOptions.NonBacktracking))
        {
            var segments = text[3..].Split('\\', '/');
            return Plain(Style.Windows, [text[..2], .. segments]);
        }

        // "Unknown: `\\?\`, `\\.\`": `?` is no server, and `.` is a dot segment.
        return text.StartsWith(@"\\", StringComparison.Ordinal) && !text.StartsWith(@"\\?\", StringComparison.Ordinal)
            ? Plain(Style.Unc, text[2..].Split('\\', '/'))
            : null;
    }

    private static (Style Style, List<string> Segments)? Plain(Style style, string[] parts)
    {
        // "one separator at the end is ignored".
        var segments = parts[^1].Length == 0 ? parts[..^1].ToList() : [.. parts];
        var names = style == Style.Windows ? segments.Skip(1) : segments;
        var plain = names.All(name => name is not ("" or "." or ".."))
            && (style == Style.Posix || names.All(IsPlainOnWindows))
            && (style != Style.Unc || segments.Count >= 2);
        return plain ? (style, segments) : null;
    }

    // "in Windows and UNC a further `:`, a segment that ends in a dot or blank, a device name".
    private static bool IsPlainOnWindows(string name) =>
        !name.Contains(':') && !name.EndsWith('.') && !name.EndsWith(' ')
        && !Devices.Contains(name.Split('.')[0].Trim(), StringComparer.OrdinalIgnoreCase);
}
