using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>"one more rule on a tool never opens what a pattern closed".</summary>
public sealed class RestrictionProperties
{
    [Fact]
    public void Decide_OneRestrictionMore_NeverOpens() =>
        Runs.Over(0.15, (scene, dice) =>
        {
            if (scene.Documents.Count == 0)
            {
                return null;
            }

            var at = dice.Below(scene.Documents.Count);
            var (kind, json) = scene.Documents[at];
            var narrower = (Tree.Members)Restricted(dice, (Tree.Members)json);
            var after = scene with { Documents = [.. scene.Documents.Take(at), (kind, narrower), .. scene.Documents.Skip(at + 1)] };
            var (point, refusal) = Engine.For(scene);
            var (narrow, refusalAfter) = Engine.For(after);

            // The outcomes are ordered: denied, needs approval, allowed.
            return refusal ?? refusalAfter ?? scene.ReferenceCalls()
                .Select(call => (Before: point!.Decide(call.Facts()), After: narrow!.Decide(call.Facts())))
                .Where(pair => pair.After.Outcome > pair.Before.Outcome)
                .Select(pair => $"with {narrower}\nbefore: {pair.Before.Outcome} {pair.Before.Rule}\nafter: {pair.After.Outcome} {pair.After.Rule}")
                .FirstOrDefault();
        });

    private static Tree Restricted(Dice dice, Tree.Members policy) => dice.Either(
        () => policy.With("hide", Tree.List([.. (policy["hide"] as Tree.Items)?.Parts ?? [], Tree.Text(dice.Of(Pools.Keys))])),
        () => policy.With("all_tools", WithEntry(dice, policy["all_tools"] as Tree.Members ?? Tree.Object())),
        () => OnKey(dice, policy, rules => WithEntry(dice, rules)),
        () => OnKey(dice, policy, rules => rules.With("action", Tree.Text("deny"))),
        () => NewDenial(dice, policy));

    private static Tree.Members WithEntry(Dice dice, Tree.Members rules)
    {
        var list = dice.Of(["require", "deny_if", "require_approval"]);
        var entry = RulesText.Entry(dice, 90, list == "require_approval" ? "message" : "on_deny")
            .With(list == "require_approval" ? "message" : "on_deny", Tree.Text("More."));
        return rules.With(list, Tree.List([.. (rules[list] as Tree.Items)?.Parts ?? [], entry]));
    }

    private static Tree OnKey(Dice dice, Tree.Members policy, Func<Tree.Members, Tree.Members> narrower)
    {
        if (policy["tools"] is not Tree.Members { Parts.Count: > 0 } tools)
        {
            return policy;
        }

        var (name, rules) = dice.Of(tools.Parts);
        return policy.With("tools", tools.With(name, narrower((Tree.Members)rules)));
    }

    // A new key that does not deny could open a tool under `default: "deny"`; one that denies cannot.
    private static Tree NewDenial(Dice dice, Tree.Members policy)
    {
        var (tools, name) = (policy["tools"] as Tree.Members ?? Tree.Object(), Tree.Spelled(dice.Of(Pools.Keys)));
        return tools[name] is null
            ? policy.With("tools", tools.With(name, Tree.Object(("action", Tree.Text("deny")))))
            : policy;
    }
}
