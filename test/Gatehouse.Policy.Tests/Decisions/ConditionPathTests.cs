using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Policy.Tests.Decisions;

/// <summary>`policy-language` section 3: what a path meets on its way.</summary>
public sealed class ConditionPathTests
{
    private const string Above = """{"path":"args.amount","op":"gt","value":10000}""";

    [Theory]
    [InlineData("""{"amount":5}""", true)]
    [InlineData("""{"amount":20000}""", false)]
    [InlineData("{}", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    [InlineData("""{"amount":null}""", false)]
    [InlineData("""{"amount":"20000"}""", false)]
    [InlineData("""{"Amount":1}""", false)]
    [InlineData("""{"amount":1,"AMOUNT":1}""", false)]
    [InlineData("""{"AMOUNT":1,"amount":1}""", false)]
    [InlineData("""{"amount":{"value":1}}""", false)]
    [InlineData("""{"\u0061mount":5}""", true)]
    [InlineData("""{"\u0041mount":5,"amount":5}""", false)]
    [InlineData("""{"x":{"Amount":1},"amount":5}""", true)]
    [InlineData("""  { "y" : [1,{"amount":99999}] , "amount" : 5 }  """, true)]
    [InlineData("""["amount"]""", false)]
    public void Decide_DenyAboveABound_PassesOnlyWhatIsPlainlyBelow(string arguments, bool passes) =>
        Assert.Equal(passes, Scene.DenyIf(Above).Passes(arguments));

    [Theory]
    [InlineData("""{"kiss":1,"\u212AISS":1}""")]
    [InlineData("""{"kiss":1,"ki\u017Fs":1}""")]
    [InlineData("{\"kiss\":1,\"kiſs\":1}")]
    [InlineData("{\"kiss\":1,\"\u212Aiss\":1}")]
    public void Decide_VariantThatOnlyUnicodeFolds_IsAmbiguous(string arguments)
    {
        var decision = Scene.Require("""{"path":"args.kiss","op":"eq","value":1}""").Decide(arguments);

        Assert.Equal(
            "Denied by rule /tools/t/require/args.kiss-eq. Argument args.kiss could not be checked: ambiguous name.",
            decision.Message);
    }

    [Fact]
    public void Decide_DotlessI_IsNoVariantOfI() =>
        Assert.True(Scene.Require("""{"path":"args.id","op":"eq","value":1}""").Passes("{\"id\":1,\"ıd\":2}"));

    [Fact]
    public void Decide_KeyBeyondAscii_HasVariantsToo()
    {
        var scene = Scene.Require("""{"path":"args.größe","op":"eq","value":1}""");

        Assert.True(scene.Passes("{\"größe\":1}"));
        Assert.True(scene.Passes("""{"gr\u00f6ße":1}"""));
        Assert.False(scene.Passes("{\"größe\":1,\"GRÖßE\":1}"));
    }

    [Fact]
    public void Decide_AmbiguousOnTheWay_EvenExistsIsUnknown()
    {
        var scene = Scene.DenyIf("""{"path":"args.a.b","op":"exists","value":true}""");

        Assert.True(scene.Passes("""{"a":{}}"""));
        Assert.False(scene.Passes("""{"a":{},"A":{}}"""));
        Assert.False(scene.Passes("""{"a":{"B":1}}"""));
        Assert.False(scene.Passes("""{"a":"{\"c\":1}"}"""));
    }

    [Theory]
    [InlineData("""["a@x.io"]""", true)]
    [InlineData("[]", true)]
    [InlineData("\"b@x.io\"", false)]
    [InlineData("""["a@x.io",null]""", false)]
    [InlineData("""["a@x.io","b@x.io"]""", false)]
    [InlineData("null", false)]
    public void Decide_DenyUnlessEveryElementIsListed_PassesOnlyListed(string to, bool passes) =>
        Assert.Equal(passes, Scene.DenyIf("""{"path":"args.to[*]","op":"not_in","value":["a@x.io"]}""")
            .Passes($$"""{"to":{{to}}}"""));

    [Theory]
    [InlineData("""["a","a"]""", true)]
    [InlineData("[]", false)]
    [InlineData("""["a",7]""", false)]
    [InlineData("\"a\"", false)]
    [InlineData("""["a","b"]""", false)]
    public void Decide_RequireOfEveryElement_HoldsOnlyForAll(string to, bool passes) =>
        Assert.Equal(passes, Scene.Require("""{"path":"args.to[*]","op":"eq","value":"a"}""").Passes($$"""{"to":{{to}}}"""));

    [Theory]
    [InlineData("""{"rows":[{"cells":[{"v":1},{"v":1}]},{"cells":[{"v":1}]}]}""", true)]
    [InlineData("""{"rows":[{"cells":[{"v":1}]},{"cells":[]}]}""", false)]
    [InlineData("""{"rows":[{"cells":[{"v":1}]},{}]}""", false)]
    [InlineData("""{"rows":[{"cells":[{"v":1},{"v":1,"V":1}]}]}""", false)]
    [InlineData("""{"rows":[{"cells":[{"v":1}]},{"cells":[{"v":2}]}]}""", false)]
    public void Decide_TwoStars_JoinsAllElements(string arguments, bool passes) =>
        Assert.Equal(passes, Scene.Require("""{"path":"args.rows[*].cells[*].v","op":"eq","value":1}""").Passes(arguments));

    [Theory]
    [InlineData("[1,2,3]", true)]
    [InlineData("[1,2]", false)]
    [InlineData("[1,2,4]", false)]
    [InlineData("{\"2\":3}", false)]
    public void Decide_Index_IsTheElementFromZero(string list, bool passes) =>
        Assert.Equal(passes, Scene.Require("""{"path":"args.l[2]","op":"eq","value":3}""").Passes($$"""{"l":{{list}}}"""));

    [Fact]
    public void Decide_IndexAndStarOnOneArray_BothSeeTheElement()
    {
        var scene = Scene.Rules("""
            {"require":[{"conditions":[{"path":"args.l[1].a","op":"eq","value":2},
                                       {"path":"args.l[*].a","op":"gt","value":0}]}]}
            """);

        Assert.True(scene.Passes("""{"l":[{"a":1},{"a":2}]}"""));
        Assert.False(scene.Passes("""{"l":[{"a":2},{"a":1}]}"""));
        Assert.False(scene.Passes("""{"l":[{"a":0},{"a":2}]}"""));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"force":null}""", true)]
    [InlineData("""{"force":"yes"}""", false)]
    [InlineData("""{"force":true}""", false)]
    public void Decide_FlagWithoutDefault_IsFalseWhenMissing(string arguments, bool passes) =>
        Assert.Equal(passes, Scene.DenyIf("""{"path":"args.force","op":"eq","value":true}""").Passes(arguments));

    [Theory]
    [InlineData("eq", "true", false)]
    [InlineData("exists", "true", true)]
    [InlineData("eq", "null", false)]
    public void Decide_MissingWithASchemaDefault_IsJudgedByItExceptForPresence(string op, string value, bool passes)
    {
        const string Schema = """{"properties":{"o":{"properties":{"force":{"default":true}}}}}""";
        var condition = $$"""{"path":"args.o.force","op":"{{op}}","value":{{value}}}""";
        var scene = Scene.DenyIf(condition) with { Tool = Scene.ToolNamed("t", Schema) };

        Assert.Equal(passes, scene.Passes("{}"));
        Assert.Equal(passes, scene.Passes("""{"o":{"force":null}}"""));
    }

    [Fact]
    public void Decide_RequireOfAMissingArgument_IsNotHelpedByADefault() =>
        Assert.False((Scene.Require("""{"path":"args.x","op":"eq","value":1}""") with
        {
            Tool = Scene.ToolNamed("t", """{"properties":{"x":{"default":1}}}"""),
        }).Passes("{}"));

    [Fact]
    public void Decide_UnknownBesideFalse_DoesNotFire()
    {
        var scene = Scene.Rules("""
            {"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":1},
                                       {"path":"args.amount","op":"exists","value":true}]}]}
            """);

        Assert.True(scene.Passes("{}"));
        Assert.False(scene.Passes("""{"amount":"7"}"""));
    }

    [Fact]
    public void Decide_UnknownCondition_IsNamedAfterTheAuthorsText()
    {
        var decision = Scene.Rules("""
            {"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":1}],"on_deny":"Too much."}]}
            """).Decide("""{"amount":"2"}""");

        Assert.Equal("Too much. Argument args.amount could not be checked: wrong type.", decision.Message);
        Assert.Equal("Too much.", Scene.Rules("""
            {"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":1}],"on_deny":"Too much."}]}
            """).Decide("""{"amount":2}""").Message);
    }

    [Fact]
    public void Decide_ManyPathsAndElements_OutgrowTheBuffersOfAFrame()
    {
        var conditions = string.Join(",", Enumerable.Range(0, 30).Select(i => $$"""{"path":"args.l[*].k{{i}}","op":"eq","value":{{i}}}"""));
        var element = "{" + string.Join(",", Enumerable.Range(0, 30).Select(i => $"\"k{i}\":{i}")) + "}";
        var scene = Scene.Require(conditions);

        Assert.True(scene.Passes($$"""{"l":[{{string.Join(",", Enumerable.Repeat(element, 50))}}]}"""));
        Assert.False(scene.Passes($$"""{"l":[{{element}},{{element.Replace("\"k29\":29", "\"k29\":30", StringComparison.Ordinal)}}]}"""));
    }
}
