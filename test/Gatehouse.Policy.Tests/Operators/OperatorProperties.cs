using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Tests.Operators;

public sealed class OperatorProperties
{
    // Characters that some operator looks at, so that random texts come near to what matters.
    private const string Telling = "/\\.:~%#?@[]()*'\"`$;-_ \n\r\u0000\u0085\u2028éſ\u212A😀aAkKsSeE0129xXhtpsNUL";

    private static readonly Gen<string> Text =
        Choice([.. Telling.EnumerateRunes().Select(rune => rune.ToString())]).Array[0, 24].Select(string.Concat);

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Text.Select(Judged.Json),
        Gen.Decimal.Select(number => JsonSerializer.Serialize(number)),
        Choice("null", "true", "false", "0", "-0", "1e400", "-1E-400", "1e4", "[]", "{}"));

    private static readonly Gen<string> Value = Gen.OneOf(
        Scalar,
        Scalar.Array[0, 4].Select(items => $"[{string.Join(',', items)}]"),
        Scalar.Select(item => $"{{\"a\":{item},\"b\":[{item}]}}"),
        Text.Select(text => Judged.Json("https://" + text)),
        Text.Select(text => Judged.Json("/srv/" + text)),
        Text.Select(text => Judged.Json("SELECT " + text)));

    [Fact]
    public void BindAndJudge_AnyOperandAndValue_NeverThrow() =>
        Gen.Select(Choice(OperatorTable.All), Value, Value).Sample((op, operand, value) =>
        {
            using var document = JsonDocument.Parse(operand);
            var (test, fault) = op.Bind(document.RootElement, default);
            Assert.True(test is null ^ fault is null);
            if (test is not null)
                Assert.True(Enum.IsDefined(Judged.Value(test, value).Truth));
        }, iter: 8_000);

    [Fact]
    public void Judge_EscapedText_IsJudgedAsThePlainOne() =>
        Gen.Select(Choice([.. Operands.Select(row => Judged.Bind(row.Op, row.Operand))]), Value).Sample((test, value) =>
        {
            if (value[0] == '"')
                Assert.Equal(Judged.Value(test, value), Judged.Value(test, EscapeAll(value)));
        }, iter: 5_000);

    [Fact]
    public void Judge_TwoPolarities_AreOpposite() => Value.Sample(value =>
    {
        foreach (var (op, not) in Pairs)
        {
            var holds = Judged.Value(op, value);
            var fails = Judged.Value(not, value);
            Assert.Equal(Judged.Kind(value) == ArgumentKind.Missing ? Judgement.Unknown(UnknownWhy.Missing) : !holds, fails);
        }
    }, iter: 5_000);

    [Fact]
    public void PathWithin_PlainPosixPath_IsItsPrefixBySegments() =>
        Gen.Select(Choice("a", "b", "ab", "a.b", "...").Array[1, 4], Choice("a", "b", "ab", "a.b").Array[1, 3])
            .Sample((path, directory) =>
            {
                var shared = path.Zip(directory).TakeWhile(pair => pair.First == pair.Second).Count();
                var expected = shared == directory.Length ? "true" : shared == path.Length ? "NotPlain" : "false";
                var operand = Judged.Json("/" + string.Join('/', directory));
                Assert.Equal(expected, Judged.Of("path_within", operand, Judged.Json("/" + string.Join('/', path))));
            }, iter: 2_000);

    [Fact]
    public void HostIn_WhatItCallsPlain_AnotherReaderTakesForTheSameHost() => Text.Sample(text =>
    {
        foreach (var url in new[] { $"https://api.x.io{text}", $"https://{text}api.x.io/", $"https://{text}" })
        {
            if (Judged.Of("host_in", "[\"api.x.io\"]", Judged.Json(url)) != "true")
                continue;
            var other = new Uri(url);
            Assert.Equal(("api.x.io", 443, ""), (other.IdnHost, other.Port, other.UserInfo));
        }
    }, iter: 8_000);

    [Fact]
    public void HostIn_IPv6_IsPlainAsTheFrameworkWritesIt() =>
        Gen.Select(Choice<ushort>(0, 0, 1, 0xdb8, 0xffff), Gen.UShort).Select((few, any) => any % 3 == 0 ? any : few)
            .Array[8].Sample(groups =>
            {
                var bytes = groups.SelectMany(group => new[] { (byte)(group >> 8), (byte)group }).ToArray();
                var address = new System.Net.IPAddress(bytes);
                var text = address.ToString();

                // The framework writes addresses that stand for IPv4 ones, also those of tunnels, with dots.
                if (!text.Contains('.') && !address.IsIPv4MappedToIPv6 && !text.StartsWith("64:ff9b::", StringComparison.Ordinal))
                    Assert.Equal("true", Judged.Of("host_in", $"[\"[{text}]\"]", $"\"https://[{text}]/\""));
            }, iter: 5_000);

    private static readonly (string Op, string Operand)[] Operands =
    [
        ("eq", "\"a\""), ("in", "[\"a\",\"é\"]"), ("contains", "\"é\""), ("regex", "\"^\\\\w+$\""), ("starts_with", "\"a\""),
        ("ends_with", "\"a\""), ("length_gt", "5"), ("path_within", "\"/srv/a\""), ("host_in", "[\"a\"]"), ("sql_in", "[\"select\"]"),
    ];

    private static readonly (Predicate Op, Predicate Not)[] Pairs =
    [
        Pair("eq", "neq", "\"a\""),
        Pair("in", "not_in", "[\"a\",0,true]"),
        Pair("path_within", "path_not_within", "[\"/srv/a\",\"C:\\\\a\"]"),
        Pair("host_in", "host_not_in", "[\"a\",\"*.x\"]"),
    ];

    private static (Predicate Op, Predicate Not) Pair(string op, string not, string operand) =>
        (Judged.Bind(op, operand), Judged.Bind(not, operand));

    private static Gen<T> Choice<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(place => values[place]);

    private static string EscapeAll(string json) => "\"" + string.Concat(
        JsonSerializer.Deserialize<string>(json)!.Select(unit => $"\\u{(int)unit:x4}")) + "\"";
}
