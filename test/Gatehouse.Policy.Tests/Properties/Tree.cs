using System.Text.Json;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>A JSON text in parts, so that it can be shrunk and shuffled without losing how numbers and names are spelled.</summary>
internal abstract record Tree
{
    /// <summary>A scalar as it is spelled.</summary>
    internal sealed record Leaf(string Raw) : Tree
    {
        public override string ToString() => Raw;
    }

    /// <summary>An array.</summary>
    internal sealed record Items(IReadOnlyList<Tree> Parts) : Tree
    {
        public override string ToString() => "[" + string.Join(",", Parts) + "]";
    }

    /// <summary>An object; a name is spelled as in JSON, without its quotes.</summary>
    internal sealed record Members(IReadOnlyList<(string Name, Tree Value)> Parts) : Tree
    {
        public override string ToString() =>
            "{" + string.Join(",", Parts.Select(part => $"\"{part.Name}\":{part.Value}")) + "}";

        public Members With(string name, Tree value) => new([.. Parts.Where(part => part.Name != name), (name, value)]);

        public Tree? this[string name] => Parts.FirstOrDefault(part => part.Name == name).Value;
    }

    /// <summary>A string, spelled with the escapes that JSON needs.</summary>
    public static Leaf Text(string text) => new($"\"{Spelled(text)}\"");

    public static Leaf Number(long number) => new($"{number}");

    public static Leaf Flag(bool flag) => new(flag ? "true" : "false");

    public static Items List(params IEnumerable<Tree> parts) => new([.. parts]);

    public static Members Object(params IEnumerable<(string Name, Tree? Value)> parts) =>
        new([.. parts.Where(part => part.Value is not null).Select(part => (part.Name, part.Value!))]);

    public static string Spelled(string text) => JsonEncodedText.Encode(text).ToString();

    /// <summary>Every tree that is a little smaller: one member or element less, or one of them smaller.</summary>
    public IEnumerable<Tree> Smaller() => this switch
    {
        Items items => Enumerable.Range(0, items.Parts.Count).SelectMany(at =>
            items.Parts[at].Smaller().Select(part => (Tree)new Items([.. items.Parts.Take(at), part, .. items.Parts.Skip(at + 1)]))
                .Prepend(new Items([.. items.Parts.Take(at), .. items.Parts.Skip(at + 1)]))),
        Members members => Enumerable.Range(0, members.Parts.Count).SelectMany(at =>
            members.Parts[at].Value.Smaller()
                .Select(part => (Tree)new Members(
                    [.. members.Parts.Take(at), (members.Parts[at].Name, part), .. members.Parts.Skip(at + 1)]))
                .Prepend(new Members([.. members.Parts.Take(at), .. members.Parts.Skip(at + 1)]))),
        _ => [],
    };

    /// <summary>The same value with the members of every object in another order.</summary>
    public Tree Shuffled(Dice dice) => this switch
    {
        Items items => new Items([.. items.Parts.Select(part => part.Shuffled(dice))]),
        Members members => new Members([.. dice.Shuffle(members.Parts.Select(part => (part.Name, part.Value.Shuffled(dice))))]),
        _ => this,
    };
}
