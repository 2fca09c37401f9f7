using System.Runtime.InteropServices;

namespace Gatehouse.Risk.Words;

/// <summary>What a server's name and description say, once for all its tools that follow each other.</summary>
internal sealed class ServerReading
{
    private const int LongestText = 240;

    // A list has many tools of one server in a row; the answer is the same without this.
    [ThreadStatic]
    private static ServerReading? _last;

    private readonly string _name;
    private readonly string _description;

    private ServerReading(string name, string description)
    {
        (_name, _description) = (name, description);
        var tokens = new List<Token>();
        var folded = Folding.Fold(name);
        NameWords.Read(name, folded, tokens);
        foreach (var token in tokens)
        {
            Words.Add(folded.Substring(token.Start, token.Length));
        }

        Groups = NameGroups = Reading.Groups(CollectionsMarshal.AsSpan(tokens));
        tokens.Clear();
        Prose.Read(Folding.Fold(description), tokens);
        Groups |= Reading.Groups(CollectionsMarshal.AsSpan(tokens));
    }

    /// <summary>The words of the server's name, folded, each once.</summary>
    public HashSet<string> Words { get; } = new(StringComparer.Ordinal);

    /// <summary>Groups of its name and its description.</summary>
    public GroupSet Groups { get; }

    /// <summary>Groups of its name alone.</summary>
    public GroupSet NameGroups { get; }

    /// <summary>Whether the server is called so.</summary>
    public bool Has(ReadOnlySpan<char> folded) => Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(folded);

    /// <summary>Reads a server.</summary>
    public static ServerReading Of(string name, string description)
    {
        // What is kept is what is read: a description may be a megabyte.
        var read = description.AsSpan(0, Math.Min(description.Length, LongestText));
        return _last is { } last && last._name == name && read.SequenceEqual(last._description) ? last : _last = new(name, read.ToString());
    }
}
