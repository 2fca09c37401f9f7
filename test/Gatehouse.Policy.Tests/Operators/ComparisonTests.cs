using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Tests.Operators;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData("\"usd\"", "\"usd\"", "true")]
    [InlineData("\"usd\"", "\"\\u0075\\u0073d\"", "true")]
    [InlineData("\"usd\"", "\"USD\"", "false")]
    [InlineData("\"usd\"", "\"\"", "false")]
    [InlineData("\"a/b\\n\"", "\"a\\/b\\u000a\"", "true")]
    [InlineData("\"😀\"", "\"\\ud83d\\ude00\"", "true")]
    [InlineData("\"Jos\\u00e9\"", "\"Jose\\u0301\"", "false")]
    [InlineData("\"x\"", "\"\\ud83d\"", "NotPlain")]
    [InlineData("\"x\"", "[\"x\"]", "WrongType")]
    [InlineData("\"x\"", "{\"x\":1}", "WrongType")]
    [InlineData("\"5\"", "5", "WrongType")]
    [InlineData("\"x\"", null, "false")]
    [InlineData("10000", "1e4", "true")]
    [InlineData("10000", "10000.0", "true")]
    [InlineData("0", "-0", "true")]
    [InlineData("10000", "10001", "false")]
    [InlineData("10000", "\"10000\"", "WrongType")]
    [InlineData("10000", "1e400", "InexactNumber")]
    [InlineData("9007199254740992", "9007199254740993", "InexactNumber")]
    [InlineData("9007199254740993", "9007199254740993", "true")]
    [InlineData("0.1", "0.1000000000000000055", "InexactNumber")]
    [InlineData("true", "true", "true")]
    [InlineData("true", "false", "false")]
    [InlineData("false", "false", "true")]
    [InlineData("true", "\"yes\"", "WrongType")]
    [InlineData("true", "1", "WrongType")]
    [InlineData("true", null, "false")]
    [InlineData("null", null, "true")]
    [InlineData("null", "0", "false")]
    [InlineData("null", "[1]", "false")]
    public void Eq_Value_IsJudged(string operand, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of("eq", operand, value));

    [Theory]
    [InlineData("\"usd\"", "\"usd\"", "false")]
    [InlineData("\"usd\"", "\"eur\"", "true")]
    [InlineData("\"usd\"", "5", "WrongType")]
    [InlineData("\"usd\"", null, "Missing")]
    [InlineData("1", "1.0", "false")]
    [InlineData("1", "2", "true")]
    [InlineData("1", "1e28", "InexactNumber")]
    [InlineData("9007199254740992", "9007199254740993", "InexactNumber")]
    [InlineData("null", null, "false")]
    [InlineData("null", "\"x\"", "true")]
    public void Neq_Value_IsJudged(string operand, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of("neq", operand, value));

    [Theory]
    [InlineData("lt", "9999.99", "true")]
    [InlineData("lt", "1e4", "false")]
    [InlineData("lte", "1e4", "true")]
    [InlineData("lte", "10000.01", "false")]
    [InlineData("gt", "10000", "false")]
    [InlineData("gt", "10000.0000000000000000000000001", "InexactNumber")]
    [InlineData("gt", "10000.00000000000000000000001", "true")]
    [InlineData("gte", "10000", "true")]
    [InlineData("gte", "9999", "false")]
    [InlineData("lte", "-0", "true")]
    [InlineData("lte", "-1e400", "InexactNumber")]
    [InlineData("gt", "\"20000\"", "WrongType")]
    [InlineData("gt", "true", "WrongType")]
    [InlineData("gt", "[20000]", "WrongType")]
    [InlineData("gt", "{\"value\":20000}", "WrongType")]
    [InlineData("lt", null, "Missing")]
    [InlineData("lte", null, "Missing")]
    [InlineData("gt", null, "Missing")]
    [InlineData("gte", null, "Missing")]
    public void Order_ValueAgainstTenThousand_IsJudged(string op, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of(op, "10000", value));

    [Fact]
    public void Gt_IntegersOfOneDouble_AreComparedExactly() =>
        Assert.Equal("true", Judged.Of("gt", "9007199254740992", "9007199254740993"));

    [Theory]
    [InlineData("lt", "\"2026-01-31\"", "true")]
    [InlineData("lt", "\"2026-02-01\"", "false")]
    [InlineData("gte", "\"2026-02-01\"", "true")]
    [InlineData("gt", null, "Missing")]
    [InlineData("gt", "\"2026-02-30\"", "WrongType")]
    [InlineData("gt", "20260201", "WrongType")]
    public void Order_DateFact_IsOrderedByDay(string op, string? value, string expected) => Assert.Equal(
        expected, Judged.Of(op, "\"2026-02-01\"", value, new BindContext(Quantifier.Some, null, Dates: true)));

    [Theory]
    [InlineData("\"2026-2-1\"")]
    [InlineData("\"2026-02-30\"")]
    [InlineData("\"2026-13-01\"")]
    [InlineData("\"0000-01-01\"")]
    [InlineData("20260201")]
    public void Order_NoDateForTheDateFact_IsRefused(string operand) => Assert.Equal(
        FaultCode.OperandInvalid, Judged.Fault("lt", operand, new BindContext(Quantifier.Some, null, Dates: true)).Code);

    [Theory]
    [InlineData("true", "0", "true")]
    [InlineData("true", "\"\"", "true")]
    [InlineData("true", "[]", "true")]
    [InlineData("true", "1e400", "true")]
    [InlineData("true", null, "false")]
    [InlineData("false", null, "true")]
    [InlineData("false", "false", "false")]
    public void Exists_Value_IsJudged(string operand, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of("exists", operand, value));
}
