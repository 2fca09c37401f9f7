using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Tests.Operators;

public sealed class SqlOperatorTests
{
    [Theory]
    [InlineData("sql_in", "Every", "[\"select\"]", "SELECT 1", "true")]
    [InlineData("sql_in", "Every", "[\"select\"]", "SELECT 1; DROP TABLE t", "false")]
    [InlineData("sql_in", "Every", "[\"select\"]", "SELECT pg_read_file('x')", "false")]
    [InlineData("sql_in", "Every", "[\"select\",\"call\"]", "SELECT pg_read_file('x')", "true")]
    [InlineData("sql_in", "Every", "[\"select\"]", "SELECT 'a", "NotPlain")]
    [InlineData("sql_in", "Some", "[\"ddl\"]", "SELECT 1; DROP TABLE t", "true")]
    [InlineData("sql_in", "Some", "[\"ddl\"]", "SELECT pg_read_file('x')", "false")]
    [InlineData("sql_in", "Some", "[\"ddl\"]", "", "NotPlain")]
    [InlineData("sql_not_in", "Every", "[\"ddl\",\"admin\"]", "SELECT 1", "true")]
    [InlineData("sql_not_in", "Every", "[\"ddl\",\"admin\"]", "SELECT 1; DROP TABLE t", "false")]
    [InlineData("sql_not_in", "Some", "[\"select\"]", "SELECT 1", "false")]
    [InlineData("sql_not_in", "Some", "[\"select\"]", "SELECT 1; DROP TABLE t", "true")]
    [InlineData("sql_not_in", "Some", "[\"select\"]", "SELECT `a`", "NotPlain")]
    public void Sql_Text_IsJoinedAsItsPlaceSays(string op, string quantifier, string operand, string sql, string expected) =>
        Assert.Equal(expected, Judged.Of(op, operand, Judged.Json(sql), new BindContext(Enum.Parse<Quantifier>(quantifier), null)));

    [Theory]
    [InlineData("sql_in", null, "false")]
    [InlineData("sql_not_in", null, "Missing")]
    [InlineData("sql_in", "5", "WrongType")]
    [InlineData("sql_not_in", "[\"SELECT 1\"]", "WrongType")]
    [InlineData("sql_in", "\"\\u0053ELECT 1\"", "true")]
    public void Sql_OtherValue_IsJudged(string op, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of(op, "[\"select\"]", value));

    [Fact]
    public void Sql_LongText_IsTooLong()
    {
        var sql = "SELECT '" + new string('€', 65_536 - 9) + "'";
        Assert.Equal("true", Judged.Of("sql_in", "[\"select\"]", Judged.Json(sql)));
        Assert.Equal("TooLong", Judged.Of("sql_in", "[\"select\"]", Judged.Json(sql + " ")));
    }

    [Theory]
    [InlineData("generic", "NotPlain")]
    [InlineData("postgres", "NotPlain")]
    [InlineData("mysql", "true")]
    [InlineData("sqlite", "true")]
    [InlineData("tsql", "NotPlain")]
    public void Sql_BackTick_IsCutByTheDialect(string dialect, string expected) => Assert.Equal(
        expected, Judged.Of("sql_in", "[\"select\"]", "\"SELECT `a`\"", new BindContext(Quantifier.Every, dialect)));

    [Theory]
    [InlineData("\"select\"", null, "operand-invalid")]
    [InlineData("[]", null, "operand-invalid")]
    [InlineData("[\"SELECT\"]", null, "operand-invalid")]
    [InlineData("[\"read\"]", null, "operand-invalid")]
    [InlineData("[1]", null, "operand-invalid")]
    [InlineData("[\"select\"]", "oracle", "dialect-invalid")]
    [InlineData("[\"select\"]", "", "dialect-invalid")]
    public void Bind_WrongOperand_IsRefused(string operand, string? dialect, string code)
    {
        Assert.Equal(code, Judged.Fault("sql_in", operand, new BindContext(Quantifier.Some, dialect)).Code.Word);
        Assert.Equal(code, Judged.Fault("sql_not_in", operand, new BindContext(Quantifier.Some, dialect)).Code.Word);
    }
}
