using System.Globalization;
using CsCheck;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>Random documents, a tool and calls of it, near each other.</summary>
internal sealed class SceneGen(int calls) : Gen<Scene>
{
    public override Scene Generate(PCG pcg, Size? min, out Size size)
    {
        var scene = Any(new Dice(pcg));
        size = new Size((ulong)scene.ToString().Length);
        return scene;
    }

    private Scene Any(Dice dice)
    {
        var now = Instant(dice);
        var documents = new List<(LayerKind, Tree)>();
        if (dice.Chance(15))
        {
            documents.Add((LayerKind.Organisation, PolicyText.Any(dice, now, isBaseline: true)));
        }

        if (dice.Chance(10))
        {
            documents.Add((LayerKind.Server, PolicyText.Any(dice, now, isBaseline: true)));
        }

        if (dice.Chance(99))
        {
            documents.Add((LayerKind.Grant, PolicyText.Any(dice, now, isBaseline: false)));
        }

        var policies = string.Concat(documents);
        return new Scene(documents, Tool(dice), dice.Many(calls, calls, _ => Call(dice, policies, now)));
    }

    private static SceneTool Tool(Dice dice) => new(
        dice.Of(Pools.Tools),
        dice.Chance(96) ? ToolStanding.Accepted : dice.Of([ToolStanding.Unknown, ToolStanding.New, ToolStanding.Changed]),
        dice.Perhaps(85, () => dice.Of(Pools.Categories)),
        dice.Perhaps(85, () => dice.Of(Pools.Risks)),
        dice.Perhaps(60, () => Tree.Object(
            ("readOnlyHint", dice.Perhaps(60, () => Tree.Flag(dice.Chance(50)))),
            ("READONLYHINT", dice.Perhaps(5, () => Tree.Flag(dice.Chance(50)))),
            ("title", dice.Perhaps(50, () => Tree.Text(dice.Of(["Read", "xR", ""])))))),
        dice.Perhaps(60, () => Schema(dice)));

    private static Tree.Members Schema(Dice dice)
    {
        var defaults = Tree.Object(Themes.Members.Where(_ => dice.Chance(70)).Select(member => (member.Name, (Tree?)Tree.Object(
            ("default", dice.Perhaps(40, () => Themes.Of(dice, Theme.Any)))))));
        var items = Tree.Object(("properties", Tree.Object(
            ("amount", Tree.Object()), ("to", dice.Perhaps(70, () => Tree.Object())))));
        var nested = Tree.Object(("properties", Tree.Object(("b", Tree.Object(
            ("default", dice.Perhaps(50, () => Themes.Of(dice, Theme.Any))),
            ("properties", dice.Perhaps(50, () => Tree.Object(("c", Tree.Object(("default", Tree.Text("abc"))))))))))));
        return Tree.Object(
            ("type", Tree.Text("object")),
            ("properties", dice.Perhaps(92, () => defaults
                .With("items", dice.Chance(50) ? Tree.Object(("items", items)) : Tree.Object(("$ref", Tree.Text("#/$defs/items"))))
                .With("a", nested))),
            ("$defs", Tree.Object(("items", Tree.Object(("items", items))))));
    }

    private static SceneCall Call(Dice dice, string policies, DateTimeOffset now) => new(
        ArgumentText.Any(dice, policies),
        dice.Chance(80) ? now : Instant(dice),
        Tree.Object(("env", dice.Perhaps(70, () => Tree.Text(dice.Of(["prod", "test"]))))),
        dice.Chance(30) ? null : new ClientFacts(dice.Perhaps(80, () => "agent"), dice.Perhaps(80, () => dice.Of(["1.0", "2.0"]))),
        dice.Perhaps(90, () => new SceneSession(
            dice.Many(0, 2, _ => dice.Of(Pools.Tools)),
            dice.Many(0, 2, _ => dice.Of(Pools.Categories)),
            dice.Chance(20) ? dice.Many(0, 2, _ => dice.Of(Pools.Tools)) : [],
            dice.Chance(20) ? dice.Many(0, 2, _ => dice.Of(Pools.Categories)) : [],
            dice.Chance(5),
            dice.Chance(5))));

    private static DateTimeOffset Instant(Dice dice) => DateTimeOffset.Parse(dice.Of(Pools.Instants), CultureInfo.InvariantCulture);
}
