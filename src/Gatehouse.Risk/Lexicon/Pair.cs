namespace Gatehouse.Risk.Lexicon;

/// <summary>What certain verbs do to certain objects: one line of <c>pairs.txt</c>.</summary>
/// <param name="Verb">What they do then.</param>
/// <param name="Verbs">The verbs; null is any.</param>
/// <param name="Objects">Groups of which one word must be there; 0 is any object.</param>
/// <param name="Domain">Groups of which one word must be somewhere in the definition; 0 is none.</param>
/// <param name="Near">Groups of which one word must be in the server's name or the tool's; 0 is none.</param>
/// <param name="Unless">Groups of which no word may be in the name or the opening.</param>
/// <param name="With">A word that must stand in the name or the opening too, like "from"; null is none.</param>
/// <param name="NameOnly">Whether the object must stand in the name.</param>
internal sealed record Pair(Verb Verb, HashSet<Term>? Verbs, GroupSet Objects, GroupSet Domain, GroupSet Near, GroupSet Unless, Term? With, bool NameOnly)
{
    private static readonly Lazy<Pair[]> Shared = new(static () => [.. LexiconFile.Lines("pairs.txt").Select(Read)]);

    /// <summary>All of them; the first that fits wins.</summary>
    public static Pair[] All => Shared.Value;

    private static Pair Read((string Key, string Value) line)
    {
        var fields = line.Value.Split('|', StringSplitOptions.TrimEntries);
        var table = WordTable.Instance;
        var options = fields.Skip(2).Select(option => option.Split(':', 2, StringSplitOptions.TrimEntries)).ToArray();
        return new(
            Enum.Parse<Verb>(line.Key, ignoreCase: true),
            fields[0] is "*" ? null : [.. LexiconFile.Words(fields[0]).Select(table.Add)],
            fields[1] is "*" ? 0 : Groups(fields[1]),
            Groups(Option("in")),
            Groups(Option("on")),
            Groups(Option("unless")),
            Option("with") is { Length: > 0 } with ? table.Add(with) : null,
            options.Any(option => option[0] == "named"));

        string Option(string name) => options.FirstOrDefault(option => option[0] == name)?[1] ?? "";
        GroupSet Groups(string names) => LexiconFile.Words(names).Aggregate(GroupSet.Zero, (bits, name) => bits | table.Group(name));
    }
}
