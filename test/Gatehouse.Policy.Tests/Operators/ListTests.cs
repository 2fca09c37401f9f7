namespace Gatehouse.Policy.Tests.Operators;

public sealed class ListTests
{
    [Theory]
    [InlineData("[\"usd\",\"eur\"]", "\"eur\"", "true")]
    [InlineData("[\"usd\",\"eur\"]", "\"\\u0065ur\"", "true")]
    [InlineData("[\"usd\",\"eur\"]", "\"gbp\"", "false")]
    [InlineData("[\"usd\"]", "5", "WrongType")]
    [InlineData("[\"usd\"]", "[\"usd\"]", "WrongType")]
    [InlineData("[\"usd\"]", null, "false")]
    [InlineData("[\"usd\",5]", "5", "true")]
    [InlineData("[\"usd\",5]", "6", "false")]
    [InlineData("[\"usd\",5]", "\"5\"", "false")]
    [InlineData("[\"usd\",5]", "true", "WrongType")]
    [InlineData("[1,2]", "1.0", "true")]
    [InlineData("[1,2]", "1e400", "InexactNumber")]
    [InlineData("[9007199254740992,1]", "9007199254740993", "InexactNumber")]
    [InlineData("[9007199254740992,9007199254740993]", "9007199254740993", "true")]
    [InlineData("[true]", "false", "false")]
    [InlineData("[true]", "true", "true")]
    [InlineData("[false,\"x\"]", "false", "true")]
    [InlineData("[null]", null, "true")]
    [InlineData("[null]", "\"x\"", "false")]
    [InlineData("[null]", "[1]", "false")]
    [InlineData("[null,5]", null, "true")]
    [InlineData("[null,5]", "\"x\"", "WrongType")]
    public void In_Value_IsJudged(string operand, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of("in", operand, value));

    [Theory]
    [InlineData("[\"usd\"]", "\"usd\"", "false")]
    [InlineData("[\"usd\"]", "\"eur\"", "true")]
    [InlineData("[\"usd\"]", "5", "WrongType")]
    [InlineData("[\"usd\"]", null, "Missing")]
    [InlineData("[null,\"usd\"]", null, "false")]
    [InlineData("[null]", "5", "true")]
    [InlineData("[9007199254740992]", "9007199254740993", "InexactNumber")]
    [InlineData("[1]", "1e400", "InexactNumber")]
    public void NotIn_Value_IsJudged(string operand, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of("not_in", operand, value));

    [Theory]
    [InlineData("\"b\"", "\"abc\"", "true")]
    [InlineData("\"b\"", "\"a\\u0062c\"", "true")]
    [InlineData("\"B\"", "\"abc\"", "false")]
    [InlineData("\"é\"", "\"caf\\u00e9\"", "true")]
    [InlineData("\"x\"", "\"\"", "false")]
    [InlineData("5", "\"5\"", "WrongType")]
    [InlineData("5", "[4,5.0]", "true")]
    [InlineData("5", "[\"5\"]", "WrongType")]
    [InlineData("5", "[\"5\",6]", "WrongType")]
    [InlineData("\"a\"", "[[\"a\"],\"b\"]", "WrongType")]
    [InlineData("5", "[1e400]", "InexactNumber")]
    [InlineData("5", "[1e400,5]", "true")]
    [InlineData("true", "[false,true]", "true")]
    [InlineData("true", "[1]", "WrongType")]
    [InlineData("\"a\"", "[]", "false")]
    [InlineData("\"a\"", "[null]", "false")]
    [InlineData("\"a\"", "[null,1]", "WrongType")]
    [InlineData("\"a\"", "[[\"a\"]]", "WrongType")]
    [InlineData("\"a\"", "[[\"a\"],{\"a\":\"a\"},\"\\u0061\"]", "true")]
    [InlineData("\"a\"", "[ \"b\" , \"ab\" ]", "false")]
    [InlineData("\"a\"", "{\"a\":1}", "WrongType")]
    [InlineData("\"a\"", "5", "WrongType")]
    [InlineData("\"a\"", null, "false")]
    public void Contains_Value_IsJudged(string operand, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of("contains", operand, value));
}
