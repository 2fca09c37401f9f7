using System.Collections.Immutable;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Gateway.Tools.Texts;

namespace Gatehouse.Control.Catalogue.Search;

/// <summary>Well-known names, and under which owners their own servers are. What bears such a name under another owner says so.</summary>
/// <remarks>The list is <c>known-names.txt</c>: a name, then the owners that are its own. A mark of trust it is not: it only warns.</remarks>
internal static class KnownNames
{
    private static readonly ImmutableArray<Known> _all = Read();

    /// <summary>The well-known name that this server's name has or looks like, though its owner is another; null else.</summary>
    public static string? Imitated(CatalogueServer server)
    {
        var name = LookAlikes.Look(server.Name);
        var parts = name.Split(['/', ':'], StringSplitOptions.RemoveEmptyEntries);
        var owner = parts.Length > 1 ? parts[0].TrimStart('@') : "";
        var words = name.Split(['/', '-', '_', '.', ' ', '@'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var known in _all)
        {
            if (known.Owners.Contains(owner, StringComparer.Ordinal)
                || known.Owners.Any(own => owner.StartsWith("io.github." + own, StringComparison.Ordinal) || owner.EndsWith("." + own, StringComparison.Ordinal)
                    || owner.StartsWith($"com.{own}", StringComparison.Ordinal)))
            {
                continue;
            }

            if (words.Any(word => word == known.Look || IsMisspelt(word, known.Look)))
            {
                return known.Name;
            }
        }

        return null;
    }

    /// <summary>Whether one letter was left out, put in, exchanged or swapped with its neighbour, in a word of six letters or more.</summary>
    internal static bool IsMisspelt(string word, string known)
    {
        if (known.Length < 6 || Math.Abs(word.Length - known.Length) > 1 || word == known)
        {
            return false;
        }

        var at = 0;
        while (at < Math.Min(word.Length, known.Length) && word[at] == known[at])
        {
            at++;
        }

        var rest = word.AsSpan(at);
        var other = known.AsSpan(at);
        return word.Length > known.Length ? rest[1..].SequenceEqual(other)
            : word.Length < known.Length ? rest.SequenceEqual(other[1..])
            : rest[1..].SequenceEqual(other[1..])
                || (rest.Length > 1 && rest[0] == other[1] && rest[1] == other[0] && rest[2..].SequenceEqual(other[2..]));
    }

    private static ImmutableArray<Known> Read()
    {
        using var stream = typeof(KnownNames).Assembly.GetManifestResourceStream("known-names.txt")!;
        using var reader = new StreamReader(stream);
        var all = ImmutableArray.CreateBuilder<Known>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                all.Add(new Known(parts[0], LookAlikes.Look(parts[0]), [.. parts.Select(LookAlikes.Look)]));
            }
        }

        return all.ToImmutable();
    }

    private sealed record Known(string Name, string Look, ImmutableArray<string> Owners);
}
