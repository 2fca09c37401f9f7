using System.Reflection;

namespace Gatehouse.Risk.Lexicon;

/// <summary>The files of lexicon and model. Most have lines <c>key: words</c>, with comments after <c>#</c>.</summary>
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
        using var stream = Open(file);
        using var text = new StreamReader(stream);
        while (text.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>A file that is no text.</summary>
    public static byte[] Bytes(string file)
    {
        using var stream = Open(file);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The words of a value.</summary>
    public static string[] Words(string value) => value.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Stream Open(string file) => Assembly.GetExecutingAssembly().GetManifestResourceStream(file)
        ?? throw new InvalidOperationException($"the lexicon has no file `{file}`");
}
