namespace Gatehouse.Policy.Tests.Properties;

/// <summary>Whole documents.</summary>
internal static class PolicyText
{
    public static Tree.Members Any(Dice dice, DateTimeOffset now, bool isBaseline)
    {
        var observes = dice.Chance(8);
        var keys = dice.Shuffle(Pools.Keys).Take(1 + dice.Below(4));
        var tools = keys.Select(key => (Tree.Spelled(key), (Tree?)RulesText.Of(dice, key))).ToList();
        return Tree.Object(dice.Shuffle<(string, Tree?)>(
        [
            ("version", Tree.Text("1")),
            ("default", Tree.Text(dice.Chance(isBaseline ? 90 : 40) ? "allow" : "deny")),
            ("mode", observes ? Tree.Text("observe") : dice.Perhaps(5, () => Tree.Text("enforce"))),
            ("observe_until", observes ? Tree.Text(dice.Of([-1, 0, 1, 3600]) is var later ? $"{now.AddSeconds(later):O}" : "") : null),
            ("hide", dice.Perhaps(10, () => Tree.List(dice.Many(1, 2, _ => Tree.Text(dice.Of(Pools.Keys)))))),
            ("list", dice.Perhaps(25, () => Tree.Text(dice.Of(["all", "allowed", "allowed"])))),
            ("timezone", dice.Perhaps(30, () => Tree.Text(dice.Of(Pools.Zones)))),
            ("outside", dice.Perhaps(50, () => Tree.List(dice.Many(1, 2, _ => Tree.Text(dice.Of(Pools.Keys)))))),
            ("resources", dice.Perhaps(40, () => Tree.List(dice.Many(1, 2, _ => Tree.Text(dice.Of(["file:///a/*", "*", "db://x", "*.md"])))))),
            ("prompts", dice.Perhaps(40, () => Tree.List(dice.Many(1, 2, _ => Tree.Text(dice.Of(["p*", "q", "*x*"])))))),
            ("all_tools", dice.Perhaps(30, () => RulesText.Of(dice, key: null))),
            ("tools", dice.Perhaps(93, () => Tree.Object(tools))),
        ]));
    }
}
