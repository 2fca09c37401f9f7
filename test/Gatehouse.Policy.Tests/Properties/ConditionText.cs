namespace Gatehouse.Policy.Tests.Properties;

/// <summary>Conditions of every operator on every root.</summary>
internal static class ConditionText
{
    private static readonly string[] AnyOperator =
    [
        "eq", "neq", "lt", "lte", "gt", "gte", "in", "not_in", "exists", "regex", "contains", "starts_with", "ends_with", "length_gt", "length_lt",
        "path_within", "path_not_within", "host_in", "host_not_in", "sql_in", "sql_not_in",
    ];

    public static Tree.Members Any(Dice dice)
    {
        if (dice.Chance(18))
        {
            return FactText.Any(dice);
        }

        var (path, theme) = dice.Of(Themes.Paths);
        var op = dice.Chance(15) ? dice.Of(AnyOperator) : dice.Of(Usual(theme));
        return Of(path, op, Operand(dice, op, theme));
    }

    public static Tree.Members Of(string path, string op, Tree value) =>
        Tree.Object(("path", new Tree.Leaf($"\"{path}\"")), ("op", Tree.Text(op)), ("value", value));

    private static string[] Usual(Theme theme) => theme switch
    {
        Theme.Number => ["eq", "neq", "lt", "lte", "gt", "gte", "in", "not_in", "exists", "gt", "lte"],
        Theme.Flag => ["eq", "neq", "exists"],
        Theme.Text => ["eq", "neq", "in", "not_in", "regex", "contains", "starts_with", "ends_with", "length_gt", "length_lt", "exists", "regex"],
        Theme.Path => ["path_within", "path_not_within"],
        Theme.Url => ["host_in", "host_not_in"],
        Theme.Sql => ["sql_in", "sql_not_in"],
        Theme.List => ["contains", "length_gt", "length_lt", "exists"],
        _ => AnyOperator,
    };

    private static Tree Operand(Dice dice, string op, Theme theme) => op switch
    {
        "exists" => Tree.Flag(dice.Chance(60)),
        "lt" or "lte" or "gt" or "gte" => new Tree.Leaf(dice.Of(Pools.Bounds)),
        "in" or "not_in" => Tree.List(dice.Many(1, 4, _ => Scalar(dice, theme, nulls: 6))),
        "eq" or "neq" => Scalar(dice, theme, nulls: 8),
        "contains" => Scalar(dice, theme, nulls: 0),
        "regex" => Tree.Text(PatternText.Any(dice)),
        "starts_with" or "ends_with" => Tree.Text(NotEmpty(dice)),
        "length_gt" or "length_lt" => Tree.Number(dice.Below(4)),
        "path_within" or "path_not_within" when dice.Chance(20) => Tree.Text(dice.Of(Pools.Directories)),
        "path_within" or "path_not_within" => Tree.List(dice.Many(1, 3, _ => Tree.Text(dice.Of(Pools.Directories)))),
        "host_in" or "host_not_in" => Tree.List(dice.Many(1, 3, _ => Tree.Text(dice.Of(Pools.Hosts)))),
        _ => Tree.List(dice.Many(1, 3, _ => Tree.Text(dice.Of(Pools.Kinds)))),
    };

    private static Tree Scalar(Dice dice, Theme theme, int nulls) =>
        dice.Chance(nulls) ? new Tree.Leaf("null")
        : (dice.Chance(15) ? (Theme)dice.Below(3) : theme) switch
        {
            Theme.Number => new Tree.Leaf(dice.Of(Pools.Bounds)),
            Theme.Flag => Tree.Flag(dice.Chance(50)),
            _ => Tree.Text(NotEmpty(dice)),
        };

    // "Lists and texts in `value` are not empty."
    private static string NotEmpty(Dice dice) => dice.Of(Pools.Texts) is { Length: > 0 } text ? text : "a";
}
