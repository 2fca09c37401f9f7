namespace Gatehouse.Policy.Tests.Properties;

/// <summary>Arguments near a policy: what it names is mostly there, sometimes misspelt, escaped, or of another type.</summary>
internal static class ArgumentText
{
    public static Tree Any(Dice dice, string policies)
    {
        if (dice.Chance(1))
        {
            return new Tree.Leaf(dice.Of(["", "null", " {} "]));
        }

        var members = new List<(string Name, Tree Value)>();
        foreach (var (name, value) in Themes.Members)
        {
            if (dice.Chance(policies.Contains("args." + name[..1], StringComparison.Ordinal) ? 82 : 8))
            {
                members.AddRange(Spellings(dice, name).Select(spelled => (spelled, value(dice))));
            }
        }

        return new Tree.Members([.. dice.Shuffle(members).DistinctBy(member => member.Name)]);
    }

    private static IEnumerable<string> Spellings(Dice dice, string name) => dice.Below(100) switch
    {
        < 4 => [OtherCase(dice, name)],
        < 8 => [name, OtherCase(dice, name)],
        < 16 => [$"\\u{(int)name[0]:x4}{name[1..]}"],
        < 18 => [name + "x"],
        _ => [name],
    };

    private static string OtherCase(Dice dice, string name) => dice.Below(3) switch
    {
        0 => name.ToUpperInvariant() == name ? name.ToLowerInvariant() : name.ToUpperInvariant(),
        1 => char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : char.ToUpperInvariant(name[0]) + name[1..],
        _ => name.Contains('s', StringComparison.Ordinal) ? name.Replace("s", "\u017F", StringComparison.Ordinal)
            : name.Replace("K", "\u212A", StringComparison.Ordinal),
    };
}
