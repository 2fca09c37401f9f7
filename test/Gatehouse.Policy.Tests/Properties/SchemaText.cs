namespace Gatehouse.Policy.Tests.Properties;

/// <summary>Input schemas for the arguments that calls usually have, so that some fit and some do not.</summary>
internal static class SchemaText
{
    private static readonly string[] Types = ["string", "number", "integer", "boolean", "array", "object", "null"];

    public static Tree.Members Any(Dice dice)
    {
        var members = Themes.Members.Where(_ => dice.Chance(30)).Select(member => (member.Name, (Tree?)Part(dice, 2)));
        return Tree.Object(dice.Shuffle<(string, Tree?)>(
        [
            ("type", dice.Perhaps(50, () => Tree.Text("object"))),
            ("properties", dice.Perhaps(95, () => Tree.Object(members))),
            ("required", dice.Perhaps(10, () => Tree.List(Tree.Text(dice.Of(Themes.Members).Name)))),
            ("additionalProperties", dice.Perhaps(15, () => Part(dice, 1))),
            ("$defs", Tree.Object(("one", Part(dice, 0)))),
        ]));
    }

    // A number that has too many digits to be compared denies whatever stands around it, so `anyOf` and `not` have none.
    private static Tree Part(Dice dice, int depth) => dice.Below(14) switch
    {
        0 => Tree.Flag(dice.Chance(70)),
        1 or 2 when depth > 0 => Tree.Object(("items", Part(dice, depth - 1)), ("minItems", dice.Perhaps(30, () => Tree.Number(1)))),
        3 when depth > 0 => Tree.Object(
            ("properties", Tree.Object(("b", Part(dice, depth - 1)), ("amount", Part(dice, depth - 1)))),
            ("additionalProperties", dice.Perhaps(20, () => Tree.Flag(false)))),
        4 when depth > 0 => Tree.Object(("$ref", Tree.Text("#/$defs/one")), ("title", Tree.Text("t"))),
        5 => Tree.Object(("minimum", new Tree.Leaf(dice.Of(Pools.Bounds)))),
        6 => Tree.Object(("maxLength", Tree.Number(dice.Below(6)))),
        7 => Tree.Object(("enum", Tree.List(dice.Many(1, 4, _ => Tree.Text(dice.Of(Pools.Texts))).DistinctBy(one => one.Raw)))),
        8 => Tree.Object(("anyOf", Tree.List(dice.Many(1, 2, _ => Typed(dice)))), ("default", Tree.Flag(false))),
        9 => Tree.Object(("not", Typed(dice))),
        _ => Tree.Object(("type", dice.Chance(60)
            ? Tree.Text(dice.Of(Types))
            : Tree.List(dice.Shuffle(Types).Take(3).Select(Tree.Text)))),
    };

    private static Tree.Members Typed(Dice dice) =>
        Tree.Object(("type", Tree.Text(dice.Of(Types.Where(type => type != "integer").ToArray()))));
}
