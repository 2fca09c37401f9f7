namespace Gatehouse.Policy.Tests.Operators;

public sealed class TextTests
{
    [Theory]
    [InlineData("\"/api\"", "\"/api/x\"", "true")]
    [InlineData("\"/api\"", "\"\\/\\u0061pi\"", "true")]
    [InlineData("\"/api\"", "\"/API\"", "false")]
    [InlineData("\"/api\"", "\"/ap\"", "false")]
    [InlineData("\"a\"", "\"a\\n\"", "true")]
    [InlineData("\"a\"", "[\"a\"]", "WrongType")]
    [InlineData("\"a\"", "1", "WrongType")]
    [InlineData("\"a\"", null, "false")]
    public void StartsWith_Value_IsJudged(string operand, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of("starts_with", operand, value));

    [Theory]
    [InlineData("\"@x.io\"", "\"a@x.io\"", "true")]
    [InlineData("\"@x.io\"", "\"a\\u0040x.io\"", "true")]
    [InlineData("\"@x.io\"", "\"a@X.io\"", "false")]
    [InlineData("\"@x.io\"", "\"x@evil.test\\n@x.io\"", "NotPlain")]
    [InlineData("\"@x.io\"", "\"x@evil.test\\r@x.io\"", "NotPlain")]
    [InlineData("\"@x.io\"", "\"x\\u000b@x.io\"", "NotPlain")]
    [InlineData("\"@x.io\"", "\"x\\f@x.io\"", "NotPlain")]
    [InlineData("\"@x.io\"", "\"x\u0085@x.io\"", "NotPlain")]
    [InlineData("\"@x.io\"", "\"x\u2028@x.io\"", "NotPlain")]
    [InlineData("\"@x.io\"", "\"x\\u2029@x.io\"", "NotPlain")]
    [InlineData("\"@x.io\"", "\"a\\nb\"", "NotPlain")]
    [InlineData("\"@x.io\"", "\"a\\t@x.io\"", "true")]
    [InlineData("\"@x.io\"", "7", "WrongType")]
    [InlineData("\"@x.io\"", null, "false")]
    public void EndsWith_Value_IsJudged(string operand, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of("ends_with", operand, value));

    [Theory]
    [InlineData("length_gt", "2", "\"abc\"", "true")]
    [InlineData("length_gt", "3", "\"abc\"", "false")]
    [InlineData("length_gt", "1", "\"\\ud83d\\ude00\"", "false")]
    [InlineData("length_gt", "1", "\"😀\"", "false")]
    [InlineData("length_gt", "1", "\"e\\u0301\"", "true")]
    [InlineData("length_lt", "4", "\"\\u0061bc\"", "true")]
    [InlineData("length_lt", "1e1", "\"\"", "true")]
    [InlineData("length_gt", "0", "[]", "false")]
    [InlineData("length_gt", "1", "[[1,2],{\"a\":[3]}]", "true")]
    [InlineData("length_lt", "3", "[[1,2],null]", "true")]
    [InlineData("length_lt", "2", "{\"a\":{\"b\":1,\"c\":2}}", "true")]
    [InlineData("length_lt", "1", "{\"a\":1}", "false")]
    [InlineData("length_gt", "-1", "\"\"", "true")]
    [InlineData("length_gt", "1", "12", "WrongType")]
    [InlineData("length_gt", "1", "true", "WrongType")]
    [InlineData("length_gt", "1", null, "Missing")]
    [InlineData("length_lt", "1", null, "Missing")]
    public void Length_Value_IsJudged(string op, string operand, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of(op, operand, value));

    [Theory]
    [InlineData("starts_with", "5")]
    [InlineData("starts_with", "\"\"")]
    [InlineData("ends_with", "[\"x\"]")]
    [InlineData("ends_with", "\"\"")]
    [InlineData("length_gt", "1.5")]
    [InlineData("length_lt", "\"1\"")]
    public void Bind_WrongOperand_IsRefused(string op, string operand) =>
        Assert.Equal(FaultCode.OperandInvalid, Judged.Fault(op, operand).Code);
}
