using System.Text;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Tests.Operators;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("eq", "\"usd\"", "\"usd\"")]
    [InlineData("eq", "\"usd\"", "\"\\u0075sd\"")]
    [InlineData("eq", "10000", "1e4")]
    [InlineData("eq", "9007199254740993", "9007199254740992")]
    [InlineData("neq", "\"usd\"", "\"eur\"")]
    [InlineData("lt", "10000", "9999.99")]
    [InlineData("lte", "10000", "\"x\"")]
    [InlineData("gt", "10000", "1e400")]
    [InlineData("gte", "10000", null)]
    [InlineData("in", "[\"usd\",5,true,null]", "\"eur\"")]
    [InlineData("in", "[9007199254740993,5]", "9007199254740992")]
    [InlineData("not_in", "[\"usd\"]", "\"eur\"")]
    [InlineData("exists", "true", "{}")]
    [InlineData("regex", "\"^[a-z]+@x\\\\.io$\"", "\"alice@x.io\"")]
    [InlineData("contains", "\"b\"", "\"abc\"")]
    [InlineData("contains", "\"b\"", "[\"a\",{\"x\":[1]},\"b\"]")]
    [InlineData("starts_with", "\"a\"", "\"abc\"")]
    [InlineData("ends_with", "\"c\"", "\"abc\"")]
    [InlineData("length_gt", "2", "\"abc\"")]
    [InlineData("length_lt", "2", "[1,[2],{\"a\":3}]")]
    [InlineData("path_within", "[\"/srv/data\",\"C:\\\\x\"]", "\"/srv/DATA/x\"")]
    [InlineData("path_not_within", "\"C:\\\\data\"", "\"C:\\\\Dätä\\\\x\"")]
    [InlineData("host_in", "[\"*.x.io\",\"[2001:db8::1]\"]", "\"https://[2001:DB8::1]/\"")]
    [InlineData("host_not_in", "[\"x.io\"]", "\"https://api.x.io/\"")]
    [InlineData("sql_in", "[\"select\"]", "\"SELECT lower(a), f(b) FROM t WHERE x = 'y' -- z\"")]
    [InlineData("sql_not_in", "[\"ddl\"]", "\"SELECT 1; DROP TABLE t\"")]
    public void Predicate_PlainInput_AllocatesNothing(string op, string operand, string? value)
    {
        var test = Judged.Bind(op, operand);
        var bytes = Encoding.UTF8.GetBytes(value ?? "");
        var kind = Judged.Kind(value);
        var checks = 0;

        // Warm: the engine of regex builds its automaton, pools are filled, code is compiled.
        for (var i = 0; i < 200; i++)
            checks += (int)test(new ArgumentValue(kind, bytes)).Truth;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            checks += (int)test(new ArgumentValue(kind, bytes)).Truth;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(checks, 0, 800);
    }

    [Fact]
    public void Theory_Rows_CoverEveryOperator()
    {
        var covered = typeof(AllocationTests).GetMethod(nameof(Predicate_PlainInput_AllocatesNothing))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>()
            .Select(row => (string)row.Data[0]!)
            .Distinct();
        Assert.Equal(OperatorTable.ByName.Keys.Order(StringComparer.Ordinal), covered.Order(StringComparer.Ordinal));
    }
}
