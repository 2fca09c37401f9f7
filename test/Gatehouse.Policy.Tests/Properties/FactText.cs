namespace Gatehouse.Policy.Tests.Properties;

/// <summary>Conditions on facts, spelled as the validator wants them.</summary>
internal static class FactText
{
    public static Tree.Members Any(Dice dice) => dice.Either(
        () => Word(dice, "tool.name", Pools.Tools),
        () => Word(dice, "tool.category", Pools.Categories),
        () => Word(dice, "tool.risk", Pools.Risks),
        () => Annotation(dice),
        () => Word(dice, "server.name", ["payments", "other"]),
        () => Word(dice, "server.id", ["srv-1", "srv-2"]),
        () => Word(dice, "grant.label", ["support", "other"]),
        () => Word(dice, "grant.tags.env", ["prod", "test"]),
        () => Word(dice, "client.name", ["agent", "other"]),
        () => Word(dice, "client.version", ["1.0", "2.0"]),
        () => ConditionText.Of("session.called", "contains", Tree.Text(dice.Of(Pools.Tools))),
        () => ConditionText.Of("session.called_categories", "contains", Tree.Text(dice.Of(Pools.Categories))),
        () => ConditionText.Of("session.tainted", dice.Of(["eq", "neq"]), Tree.Flag(dice.Chance(70))),
        () => ConditionText.Of("time.hour", dice.Of(["lt", "lte", "gt", "gte", "eq", "neq"]), Tree.Number(dice.Below(24))),
        () => ConditionText.Of("time.hour", dice.Of(["in", "not_in"]), Tree.List(dice.Many(1, 3, _ => Tree.Number(dice.Below(24))))),
        () => Word(dice, "time.weekday", ["mon", "thu", "sun", "sat"]),
        () => ConditionText.Of("time.date", dice.Of(["lt", "lte", "gt", "gte", "eq"]), Tree.Text(dice.Of(["2026-01-01", "2026-03-29", "2026-10-25"]))));

    private static Tree.Members Word(Dice dice, string path, string[] words)
    {
        var op = dice.Of(["eq", "neq", "in", "not_in"]);
        return ConditionText.Of(path, op, op is "in" or "not_in"
            ? Tree.List(dice.Many(1, 3, _ => Tree.Text(dice.Of(words))).Distinct())
            : Tree.Text(dice.Of(words)));
    }

    private static Tree.Members Annotation(Dice dice) => dice.Chance(50)
        ? ConditionText.Of("tool.annotations.readOnlyHint", dice.Of(["eq", "neq", "exists"]), Tree.Flag(dice.Chance(50)))
        : ConditionText.Of("tool.annotations.title", dice.Of(["eq", "contains", "starts_with"]), Tree.Text(dice.Of(["Read", "R", "x"])));
}
