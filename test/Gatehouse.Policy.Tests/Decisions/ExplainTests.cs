using CsCheck;
using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Policy.Tests.Decisions;

public sealed class ExplainTests
{
    private static readonly Scene Rich = new(
        (LayerKind.Organisation, """
            {"version":"1","default":"allow",
             "all_tools":{"deny_if":[{"conditions":[{"path":"args.a","op":"eq","value":1},{"path":"args.b","op":"exists","value":true}]}]}}
            """),
        (LayerKind.Grant, """
            {"version":"1","default":"deny",
             "tools":{"t":{"require":[{"conditions":[{"path":"args.c[*]","op":"gt","value":0}],"on_deny":"Positive only."}],
                           "deny_if":[{"conditions":[{"path":"args.d.e","op":"not_in","value":["x",2]}]},
                                      {"conditions":[{"path":"args.b","op":"eq","value":2}],"on_deny":"Requires human approval."}],
                           "limits":[{"counter":"n","window":"day","max":5,"increment_from":"args.a"}],
                           "arguments":["a","b","c","d"]}}}
            """));

    [Fact]
    public void Explain_DeniedCall_EndsWithTheEntryThatDeniedIt()
    {
        var explanation = Rich.Explain("""{"a":1,"c":[3,0]}""");

        var last = explanation.Steps[^1];
        Assert.Equal((6, "/tools/t/require/args.c[*]-gt", "denies"), (last.Number, last.Rule, last.Result));
        Assert.Equal([new ExplainedCondition("args.c[*] gt 0", "3, 0", Truth.False, UnknownWhy.None)], last.Conditions);
        Assert.Equal((7, "does not fire"), (explanation.Steps[0].Number, explanation.Steps[0].Result));
        Assert.Equal("missing", explanation.Steps[0].Conditions[1].Actual);
    }

    [Fact]
    public void Explain_AllowedCall_ShowsEveryStepInOrder()
    {
        var explanation = Rich.Explain("""{"a":2,"b":2,"c":[3],"d":{"e":"x"}}""");

        Assert.Equal(
            [(7, "does not fire"), (5, "holds"), (6, "holds"), (7, "does not fire"), (8, "counts"), (9, "asks")],
            explanation.Steps.Select(step => (step.Number, step.Result)));
        Assert.Equal(Outcome.NeedsApproval, explanation.Decision.Outcome);
        Assert.Equal("2", explanation.Steps[4].Conditions[0].Actual);
    }

    [Theory]
    [InlineData(ToolStanding.Unknown, 2)]
    [InlineData(ToolStanding.Changed, 3)]
    public void Explain_DeniedBeforeTheRules_NamesTheStep(ToolStanding standing, int step) =>
        Assert.Equal(step, (Rich with { Tool = new ToolFacts { Name = "t", Standing = standing } }).Explain("{}").Steps.Single().Number);

    [Fact]
    public void Explain_AnyCall_DecidesAsDecideDoes()
    {
        var scalar = OneOf("1", "2", "0", "-1", "\"x\"", "null", "true", "1e400", "[]", "{\"e\":\"x\"}", "{\"E\":2}", "[1,2]", "[3,\"4\"]");
        var member = Gen.Select(OneOf("a", "b", "c", "d", "A", "\\u0063", "z"), scalar, (name, value) => $"\"{name}\":{value}");

        member.Array[0, 5].Sample(members =>
        {
            var arguments = "{" + string.Join(",", members) + "}";
            Same(Rich.Decide(arguments), Rich.Explain(arguments).Decision);
        });
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static void Same(Decision expected, Decision actual)
    {
        Assert.Equal((expected.Outcome, expected.Rule, expected.Message, expected.Kind), (actual.Outcome, actual.Rule, actual.Message, actual.Kind));
        Assert.Equal(expected.Limits, actual.Limits);
        Assert.Equal(expected.Approvals, actual.Approvals);
        Assert.Equal(expected.Observed, actual.Observed);
    }
}
