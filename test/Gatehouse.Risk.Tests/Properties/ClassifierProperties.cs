using CsCheck;

namespace Gatehouse.Risk.Tests.Properties;

public sealed class ClassifierProperties
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String, Gen.String[Gen.Char["abcdeilnt_- ./,'\n删除取得"], 0, 200], Gen.Const("delete_all"), Gen.Const("\ud800"), Gen.Const("not not not"));

    private static readonly Gen<ToolDefinition> Definition = Gen.Select(Text, Text, Text, Text, Gen.Bool, (name, description, server, argument, hint) =>
        new ToolDefinition
        {
            Name = name, Description = description, Server = server, ReadOnlyHint = hint,
            Arguments = [new ToolArgument(argument, description, [name, argument])],
        });

    [Fact]
    public void Assess_AnyText_AnswersAndAnswersTheSameAgain() => Definition.Sample(tool =>
    {
        var first = RiskClassifier.Assess(tool);
        var again = RiskClassifier.Assess(tool);
        return (first.Category, first.Level, first.Confidence) == (again.Category, again.Level, again.Confidence)
            && first.Evidence.SequenceEqual(again.Evidence) && first.Confidence is > 0 and <= 1;
    });

    [Fact]
    public void Assess_BetweenToolsOfOtherServers_AnswersTheSame() => Gen.Select(Definition, Text).Sample((tool, server) =>
    {
        var first = RiskClassifier.Assess(tool);
        _ = RiskClassifier.Assess(tool with { Server = server, ServerDescription = tool.Description });
        _ = RiskClassifier.Assess(tool with { ServerDescription = server });
        var again = RiskClassifier.Assess(tool);
        return (first.Category, first.Level, first.Confidence) == (again.Category, again.Level, again.Confidence)
            && first.Evidence.SequenceEqual(again.Evidence);
    });

    [Fact]
    public void Assess_ReadOnlyHint_NeverLowers() => Definition.Sample(tool =>
        RiskClassifier.Assess(tool with { ReadOnlyHint = true, DestructiveHint = false }).Category
            >= RiskClassifier.Assess(tool with { ReadOnlyHint = null, DestructiveHint = null }).Category);

    [Fact]
    public void Assess_NameThatDeletes_IsNotTalkedDown() => Text.Sample(text =>
        RiskClassifier.Assess(Tool.Of("delete_database", "Lists " + text)).Category >= RiskCategory.Destructive);
}
