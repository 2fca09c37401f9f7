namespace Gatehouse.Policy.Tests.Properties;

/// <summary>Rules of one key or of <c>all_tools</c>.</summary>
internal static class RulesText
{
    private static readonly string[] Amounts =
        ["args.amount", "args.items[*].amount", "args.to[0]", "args.m[*][*]", "args.a.b", "args.n", "args.size"];

    private static readonly string[] Idioms =
        ["Requires human approval.", "requires HUMAN approval", "Blocked by default. Requires approval.", "Requires human approval..", "Requires human approvals."];

    private static readonly string[] Ids = ["own", "x~y/z", "args.amount-gt-2x", "ein Name"];

    public static Tree.Members Of(Dice dice, string? key)
    {
        var isExact = key is not null && !key.Contains('*', StringComparison.Ordinal);
        var action = key is null || !dice.Chance(12) ? null
            : isExact && dice.Chance(50) ? "allow"
            : dice.Of(["deny", "require_approval"]);
        return Tree.Object(dice.Shuffle<(string, Tree?)>(
        [
            ("action", action is null ? null : Tree.Text(action)),
            ("reason", action == "require_approval" || (action == "deny" && dice.Chance(50)) ? Tree.Text("Because of \"x\".") : null),
            ("require", dice.Perhaps(14, () => List(dice, i => Entry(dice, i, "on_deny")))),
            ("deny_if", dice.Perhaps(35, () => List(dice, i => Entry(dice, i, "on_deny", idioms: 25)))),
            ("require_approval", dice.Perhaps(25, () => List(dice, i => Approval(dice, i)))),
            ("limits", dice.Perhaps(20, () => Tree.List(dice.Many(1, 3, at => Limit(dice, at, key is not null))))),
            ("rate_limit", dice.Perhaps(8, () => Rate(dice))),
            ("arguments", dice.Perhaps(6, () => Arguments(dice))),
        ]));
    }

    private static Tree.Items List(Dice dice, Func<int, Tree> entry) => Tree.List(dice.Many(1, dice.Chance(30) ? 3 : 1, entry));

    public static Tree.Members Entry(Dice dice, int at, string text, int idioms = 0)
    {
        var least = dice.Chance(4) ? 0 : 1;
        return Tree.Object(
            ("conditions", Tree.List(dice.Many(least, dice.Chance(50) ? 1 : 3, _ => ConditionText.Any(dice)))),
            (text, dice.Chance(idioms) ? Tree.Text(dice.Of(Idioms)) : dice.Perhaps(60, () => Tree.Text($"No ({at})."))),
            ("id", dice.Perhaps(12, () => Tree.Text(dice.Of(Ids) + at))));
    }

    private static Tree Approval(Dice dice, int at) => Entry(dice, at, "message")
        .With("message", Tree.Text($"Ask ({at})."))
        .With("approvers", Tree.Number(1 + dice.Below(5)))
        .With("expires", Tree.Text(dice.Of(["30m", "1m", "7d", "2h", "90s"])))
        .With("hold", Tree.Text(dice.Of(["0s", "5m", "30s"])));

    private static Tree.Members Limit(Dice dice, int at, bool amounts) => Tree.Object(
        ("counter", Tree.Text(dice.Chance(20) ? $"c/~{at}" : $"c{at}")),
        ("window", Tree.Text(dice.Of(["minute", "hour", "day", "week", "month", "90s", "31d", "6h"]))),
        ("max", new Tree.Leaf(dice.Of(["0", "10", "50000", "9223372036854775807"]))),
        ("scope", dice.Perhaps(40, () => Tree.Text(dice.Of(["grant", "session", "server", "org"])))),
        ("increment_from", amounts && dice.Chance(60) ? Tree.Text(dice.Of(Amounts)) : null),
        ("on_deny", dice.Perhaps(30, () => Tree.Text("Enough."))));

    private static Tree.Members Rate(Dice dice) => Tree.Object(
        ("max", Tree.Number(dice.Below(20))),
        ("window", Tree.Number(1 + dice.Below(86_400))),
        ("sessions", dice.Perhaps(30, () => Tree.Number(1 + dice.Below(20)))));

    private static Tree Arguments(Dice dice) => dice.Chance(60)
        ? Tree.Text(dice.Of(["declared", "declared", "any"]))
        : Tree.List(dice.Shuffle(Themes.Members.Select(member => member.Name)).Take(12).Select(Tree.Text));
}
