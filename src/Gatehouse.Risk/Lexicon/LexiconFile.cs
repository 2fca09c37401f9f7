using System.Reflection;

namespace Gatehouse.Risk.Lexicon;

/// <summary>The lexicon's text files: lines <c>key: words</c>, with comments after <c>#</c>.</summary>
internal static class LexiconFile
{
    /// <summary>The lines of one file, split at the first colon.</summary>
    public static IEnumerable<(string Key, string Value)> Lines(string file)
    {
        foreach (var line in Raw(file))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line[0] != '#')
            {
                yield return (line[..colon].Trim(), line[(colon + 1)..].Trim());
            }
        }
    }

    /// <summary>The lines of one file as they are.</summary>
    public static IEnumerable<string> Raw(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"the lexicon has no file `{file}`");
        using var text = new StreamReader(stream);
        while (text.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>The words of a value.</summary>
    public static string[] Words(string value) => value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
