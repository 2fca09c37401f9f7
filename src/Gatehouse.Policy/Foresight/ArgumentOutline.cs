using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Predicates;

namespace Gatehouse.Policy.Foresight;

/// <summary>What a record keeps of a call's arguments: the names at the top and their types, without values.</summary>
public sealed class ArgumentOutline
{
    private readonly ImmutableArray<(string Name, JsonValueKind Kind)> _members;

    /// <summary>Takes the members in their order.</summary>
    /// <param name="members">Names as their decoded characters; <see cref="JsonValueKind.False"/> stands for either boolean.</param>
    /// <param name="isComplete">Whether there were no others.</param>
    public ArgumentOutline(ImmutableArray<(string Name, JsonValueKind Kind)> members, bool isComplete)
    {
        (_members, IsComplete) = (members, isComplete);
        Stand = Encoding.UTF8.GetBytes("{" + string.Join(',', members.Select(static one => $"{Quoted(one.Name)}:{Placeholder(one.Kind)}")) + "}");
    }

    /// <summary>The names at the top.</summary>
    public IEnumerable<string> Names => _members.Select(static one => one.Name);

    /// <summary>Whether these were all.</summary>
    public bool IsComplete { get; }

    /// <summary>Whether nothing is left to know: there are no members, or they are all null.</summary>
    public bool IsExact => IsComplete && _members.All(static one => one.Kind == JsonValueKind.Null);

    /// <summary>Whether some value may have members of its own.</summary>
    internal bool HasNested => _members.Any(static one => one.Kind is JsonValueKind.Object or JsonValueKind.Array);

    /// <summary>Arguments of these names and types; their values mean nothing.</summary>
    internal byte[] Stand { get; }

    /// <summary>Whether what a path's first key leads to is known without a value: it is absent, null, or named ambiguously.</summary>
    /// <param name="key">The key.</param>
    /// <param name="asksForPresence">Whether only its being there is asked for.</param>
    internal bool Knows(string key, bool asksForPresence)
    {
        if (!IsComplete)
        {
            return false;
        }

        var isHere = false;
        foreach (var (name, kind) in _members)
        {
            if (name == key)
            {
                isHere = kind != JsonValueKind.Null;
            }
            else if (NameFolding.IsVariant(name, key))
            {
                return true;
            }
        }

        return !isHere || asksForPresence;
    }

    private static string Quoted(string name) => Encoding.UTF8.GetString(JsonText.Quote(name));

    private static string Placeholder(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "\"\"",
        JsonValueKind.Number => "0",
        JsonValueKind.True or JsonValueKind.False => "false",
        JsonValueKind.Object => "{}",
        JsonValueKind.Array => "[]",
        _ => "null",
    };
}
