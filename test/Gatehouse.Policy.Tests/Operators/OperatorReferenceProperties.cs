using System.Text.Json;
using CsCheck;
using Gatehouse.Policy.Operators;
using Gatehouse.Policy.Tests.Reference;

namespace Gatehouse.Policy.Tests.Operators;

/// <summary>The operators against the slow definition, on texts that are made of what they look at.</summary>
public sealed class OperatorReferenceProperties
{
    [Fact]
    public void Paths_AnyText_AreJudgedAsDefined() => Agree(
        ["path_within", "path_not_within"],
        "[\"/srv/a\",\"C:\\\\a\\\\É\",\"\\\\\\\\n\\\\s\\\\a\"]",
        ["/", "\\", "srv", "a", "A", "É", "é", "C:", "c:", "n", "s", ".", "..", "~", " ", "%2e", "NUL", ":", "\u212A", "\0", "\\\\"],
        ["", "/srv/", "C:\\", "\\\\n\\s\\"]);

    [Fact]
    public void Hosts_AnyText_AreJudgedAsDefined() => Agree(
        ["host_in", "host_not_in"],
        "[\"a.io\",\"*.b.io\",\"http://a.io:8080\",\"1.2.3.4\",\"[::1]\"]",
        ["a", "b", ".", "io", ":", "443", "8080", "/", "@", "#", "?", "\\", "[", "]", "::", "1", "0x", "-", "é", " ", "a.io"],
        ["https://", "http://", "HTTPS://a.io", "https://x.b.io", "https://1.2.3", "https://[::"]);

    // Without é and @: to the operators they are part of a name, so that é( is a call, to the definition they are not.
    [Fact]
    public void Sql_AnyText_IsJudgedAsDefined() => Agree(
        ["sql_in", "sql_not_in"],
        "[\"select\",\"call\"]",
        [" ", " ", "'", "\"", "\n", "--", "/*", "*/", ";", "(", ")", ",", ".", "SELECT", "INTO t", "x", "lower", "DROP", "AS", "f", "1", "REPLACE",
            "FOR SHARE", "\\", "$", "#", "[", "`"],
        ["SELECT ", "INSERT INTO t", "WITH x"],
        orNotPlain: true);

    [Fact]
    public void Texts_Any_AreJudgedAsDefined() => Agree(
        ["ends_with", "starts_with", "contains", "eq", "neq", "regex"], "\"ab\"", ["a", "b", "ab", "\n", "\r", "é", "😀"], [""]);

    private static void Agree(string[] ops, string operand, string[] pieces, string[] starts, bool orNotPlain = false)
    {
        var text =
            from start in Choice(starts)
            from parts in Choice(pieces).Array[0, 9]
            select start + string.Concat(parts);
        Gen.Select(Choice(ops), Gen.Bool, text).Sample((op, inRequire, value) =>
        {
            var condition = JsonElement.Parse($"{{\"path\":\"args.x\",\"op\":\"{op}\",\"value\":{operand}}}");
            var expected = new ReferenceOperator(condition, inRequire).OnValue(JsonElement.Parse(Judged.Json(value)));
            var place = new BindContext(inRequire ? Quantifier.Every : Quantifier.Some, null);
            var actual = Judged.Value(Judged.Bind(op, operand, place), Judged.Json(value));

            // Of SQL more is unknown than the definition asks: 1DROP, a backslash outside of quotes, a bare string.
            if (!orNotPlain || actual.Why != UnknownWhy.NotPlain)
                Assert.Equal(expected, actual);
        }, iter: 3_000);
    }

    private static Gen<T> Choice<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(place => values[place]);
}
