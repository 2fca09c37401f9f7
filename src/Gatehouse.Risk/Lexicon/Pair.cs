namespace Gatehouse.Risk.Lexicon;

/// <summary>What certain verbs do to certain objects: one line of <c>pairs.txt</c>.</summary>
/// <param name="Verb">What they do then.</param>
/// <param name="Verbs">The verbs; null is any.</param>
/// <param name="Objects">Groups of which one word must be there; 0 is any object.</param>
/// <param name="Words">Words of the name that will do as well; null is none.</param>
/// <param name="Domain">Groups of which one word must be somewhere in the definition; 0 is none.</param>
/// <param name="Near">Groups of which one word must be in the server's name or the tool's; 0 is none.</param>
/// <param name="Unless">Groups of which no word may be in the name or the opening.</param>
/// <param name="With">A word that must stand in the name or the opening too, like "from"; null is none.</param>
/// <param name="Without">Words of which none may be in the name or anywhere in the description, undenied; null is none.</param>
/// <param name="NameOnly">Whether the object must stand in the name.</param>
internal sealed record Pair(Verb Verb, HashSet<Term>? Verbs, GroupSet Objects, HashSet<Term>? Words, GroupSet Domain, GroupSet Near, GroupSet Unless, Term? With, HashSet<Term>? Without, bool NameOnly)
{
    private static readonly Lazy<Pair[]> Shared = new(static () => [.. LexiconFile.Lines("pairs.txt").Select(Read)]);

    private static readonly Lazy<Pair[][]> ByVerb = new(Sort);

    /// <summary>Those of a verb; the first that fits wins.</summary>
    public static ReadOnlySpan<Pair> Of(Term verb) => ByVerb.Value[verb.Id];

    /// <summary>The words of a line but for groups: verbs, words of the name, words that must or must not stand beside them.</summary>
    public static IEnumerable<string> WordsIn(string value)
    {
        var fields = value.Split('|', StringSplitOptions.TrimEntries);
        return LexiconFile.Words(fields[0]).Where(static word => word != "*")
            .Concat(LexiconFile.Words(fields[1]).Where(static word => word[0] == '=').Select(static word => word[1..]))
            .Concat(fields.Skip(2).Where(static field => field.StartsWith("with", StringComparison.Ordinal))
                .SelectMany(static field => LexiconFile.Words(field[(field.IndexOf(':', StringComparison.Ordinal) + 1)..])));
    }

    private static Pair[][] Sort()
    {
        var all = Shared.Value;
        return [.. WordTable.Instance.Terms.Select(term => all.Where(pair => pair.Verbs?.Contains(term) ?? true).ToArray())];
    }

    private static Pair Read((string Key, string Value) line)
    {
        var fields = line.Value.Split('|', StringSplitOptions.TrimEntries);
        var table = WordTable.Instance;
        var options = fields.Skip(2).Select(option => option.Split(':', 2, StringSplitOptions.TrimEntries)).ToArray();
        return new(
            Enum.Parse<Verb>(line.Key, ignoreCase: true),
            fields[0] is "*" ? null : [.. LexiconFile.Words(fields[0]).Select(table.Add)],
            fields[1] is "*" ? 0 : Groups(fields[1]),
            fields[1].Contains('=', StringComparison.Ordinal) ? [.. Literal(fields[1]).Select(word => table.Add(word[1..]))] : null,
            Groups(Option("in")),
            Groups(Option("on")),
            Groups(Option("unless")),
            Option("with") is { Length: > 0 } with ? table.Add(with) : null,
            Option("without") is { Length: > 0 } without ? [.. LexiconFile.Words(without).Select(table.Add)] : null,
            options.Any(option => option[0] == "named"));

        string Option(string name) => options.FirstOrDefault(option => option[0] == name)?[1] ?? "";
        IEnumerable<string> Literal(string names) => LexiconFile.Words(names).Where(name => name[0] == '=');
        GroupSet Groups(string names) => LexiconFile.Words(names).Where(name => name[0] != '=')
            .Aggregate(GroupSet.Zero, (bits, name) => bits | table.Group(name));
    }
}
