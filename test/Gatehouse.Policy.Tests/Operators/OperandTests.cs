using System.Text.Json;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Tests.Operators;

public sealed class OperandTests
{
    [Theory]
    [InlineData("eq", "[1]", "operand-invalid")]
    [InlineData("eq", "{}", "operand-invalid")]
    [InlineData("eq", "\"\"", "operand-invalid")]
    [InlineData("eq", "\"\\ud83d\"", "operand-invalid")]
    [InlineData("eq", "1e400", "number-inexact")]
    [InlineData("neq", "[1]", "operand-invalid")]
    [InlineData("neq", "1e28", "number-inexact")]
    [InlineData("gt", "\"1\"", "operand-invalid")]
    [InlineData("gt", "null", "operand-invalid")]
    [InlineData("gt", "\"2026-01-01\"", "operand-invalid")]
    [InlineData("lt", "1e-29", "number-inexact")]
    [InlineData("in", "\"usd\"", "operand-invalid")]
    [InlineData("in", "[]", "operand-invalid")]
    [InlineData("in", "[\"\"]", "operand-invalid")]
    [InlineData("in", "[[1]]", "operand-invalid")]
    [InlineData("in", "[1,1e400]", "number-inexact")]
    [InlineData("not_in", "[]", "operand-invalid")]
    [InlineData("exists", "\"true\"", "operand-invalid")]
    [InlineData("exists", "null", "operand-invalid")]
    [InlineData("contains", "null", "operand-invalid")]
    [InlineData("contains", "\"\"", "operand-invalid")]
    [InlineData("contains", "[1]", "operand-invalid")]
    [InlineData("regex", "5", "operand-invalid")]
    [InlineData("regex", "\"\"", "operand-invalid")]
    [InlineData("regex", "\"(\"", "pattern-invalid")]
    public void Bind_WrongOperand_IsRefused(string op, string operand, string code)
    {
        var fault = Judged.Fault(op, operand);
        Assert.Equal(code, fault.Code.Word);
        Assert.Contains($"`{op}`", fault.Message, StringComparison.Ordinal);
        Assert.False(fault.Message.EndsWith('.'));
    }

    [Theory]
    [InlineData("eq", "\"x\"", JsonTypes.String)]
    [InlineData("eq", "null", JsonTypes.Any)]
    [InlineData("neq", "5", JsonTypes.Number)]
    [InlineData("gt", "5", JsonTypes.Number)]
    [InlineData("in", "[1,\"x\"]", JsonTypes.Number | JsonTypes.String)]
    [InlineData("in", "[null]", JsonTypes.Any)]
    [InlineData("not_in", "[null,true]", JsonTypes.Boolean)]
    [InlineData("exists", "true", JsonTypes.Any)]
    [InlineData("contains", "\"x\"", JsonTypes.String | JsonTypes.Array)]
    [InlineData("contains", "5", JsonTypes.Array)]
    [InlineData("regex", "\"x\"", JsonTypes.String)]
    internal void Takes_Operand_NamesTheTypesThatAreJudged(string op, string operand, JsonTypes expected)
    {
        using var document = JsonDocument.Parse(operand);
        Assert.Equal(expected, OperatorTable.ByName[op].Takes(document.RootElement));

        // The claim is checked: a value of another type is unknown for its type, one of these types is not.
        var test = Judged.Bind(op, operand);
        foreach (var (type, value) in Samples)
            Assert.Equal(!expected.HasFlag(type), Judged.Value(test, value).Why == UnknownWhy.WrongType);
    }

    private static readonly (JsonTypes Type, string Value)[] Samples =
    [
        (JsonTypes.String, "\"s\""), (JsonTypes.Number, "7"), (JsonTypes.Boolean, "true"),
        (JsonTypes.Array, "[]"), (JsonTypes.Object, "{}"),
    ];
}
