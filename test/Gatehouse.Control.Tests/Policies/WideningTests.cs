using System.Text;
using Gatehouse.Control.Policies;
using Gatehouse.Policy.Language;

namespace Gatehouse.Control.Tests.Policies;

/// <summary>No only where a document can but restrict; everything else is yes.</summary>
public sealed class WideningTests
{
    private const string Rule = """{"conditions":[{"path":"args.amount","op":"gt","value":100}]}""";

    public static TheoryData<string, string> Narrowing => new()
    {
        { Tools("\"a\":{}"), Tools("\"a\":{}") },
        { """{"version":"1","default":"allow"}""", """{"version":"1","default":"deny"}""" },
        { """{"version":"1","default":"deny"}""", """{"description":"x","version":"1","default":"deny"}""" },
        { Tools("\"a\":{}"), Tools($$"""
            "a":{"deny_if":[{{Rule}}]}
            """) },
        { Tools($$"""
            "a":{"deny_if":[{{Rule}}]}
            """), Tools($$"""
            "a":{"deny_if":[{"conditions":[{"path":"args.x","op":"eq","value":1}]},{{Rule}}]}
            """) },
        { Tools("\"a\":{}"), Tools("\"a\":{\"action\":\"deny\"}") },
        { Tools("\"a\":{}"), Tools("\"a\":{\"action\":\"require_approval\"}") },
        { Tools("\"a\":{}"), Tools("\"a\":{},\"b\":{\"action\":\"deny\"}") },
        { Tools("\"a\":{}"), Tools("\"a\":{}," + Never("b")) },
        { Tools("\"a\":{}"), Tools("\"a\":{}," + Never("a*")) },
        { Tools($$"""
            "a":{"require":[{{Rule}}]}
            """), Tools(Never("a")) },
        { """{"version":"1","default":"allow"}""", Allowing(Never("b")) },
        { """{"version":"1","default":"allow"}""", Allowing($$"""
            "b":{"deny_if":[{{Rule}}]}
            """) },
        { """{"version":"1","default":"allow"}""", Allowing("\"b\":{\"action\":\"require_approval\"}") },
        { Allowing("\"b*\":{\"action\":\"deny\"}"), Tools("\"b*\":{\"action\":\"deny\"},\"c\":{}") },
        { Tools("\"a\":{}"), Tools("\"a\":{\"rate_limit\":{\"max\":5,\"window\":60}}") },
        { Tools("\"a\":{\"rate_limit\":{\"max\":5,\"window\":60}}"), Tools("\"a\":{\"rate_limit\":{\"max\":4,\"window\":60}}") },
        { Tools("\"a\":{}"), Tools("\"a\":{\"arguments\":\"declared\"}") },
        { Tools("\"a\":{\"arguments\":\"any\"}"), Tools("\"a\":{\"arguments\":[\"amount\"]}") },
        { Tools("\"a\":{\"arguments\":[\"amount\",\"to\"]}"), Tools("\"a\":{\"arguments\":[\"to\"]}") },
        { Tools("\"a\":{}"), """{"version":"1","default":"deny","hide":["b*"],"tools":{"a":{}}}""" },
        { """{"version":"1","default":"allow","resources":["x://a","x://b"]}""", """{"version":"1","default":"allow","resources":["x://a"]}""" },
        { """{"version":"1","default":"deny","mode":"observe","observe_until":"2027-01-01T00:00:00Z"}""", """{"version":"1","default":"deny"}""" },
    };

    public static TheoryData<string, string> Opening => new()
    {
        { """{"version":"1","default":"deny"}""", """{"version":"1","default":"allow"}""" },
        { Tools("\"a\":{}"), Tools("\"a\":{},\"b\":{}") },
        { Tools("\"a\":{}"), Tools("\"a\":{},\"b\":{\"action\":\"allow\"}") },
        { """{"version":"1","default":"allow","tools":{"a":{"action":"deny"}}}""", """{"version":"1","default":"allow"}""" },
        { Allowing("\"b*\":{\"action\":\"deny\"}"), Allowing("\"b*\":{\"action\":\"deny\"},\"b1\":{\"action\":\"allow\"}") },
        { Tools("\"a\":{}"), Tools($$"""
            "a":{},"b":{"deny_if":[{{Rule}}]}
            """) },
        { Tools("\"a\":{}," + Never("b")), Tools("\"a\":{}") },
        { Tools(Never("a")), Tools("\"a\":{}") },
        { Tools("\"a\":{\"action\":\"deny\"}"), Tools("\"a\":{}") },
        { Tools("\"a\":{\"action\":\"require_approval\"}"), Tools("\"a\":{}") },
        { Tools($$"""
            "a":{"deny_if":[{{Rule}}]}
            """), Tools("\"a\":{}") },
        { Tools($$"""
            "a":{"deny_if":[{{Rule}}]}
            """), Tools($$"""
            "a":{"deny_if":[{{Rule.Replace("100", "1000", StringComparison.Ordinal)}}]}
            """) },
        { Tools("\"a\":{\"rate_limit\":{\"max\":5,\"window\":60}}"), Tools("\"a\":{\"rate_limit\":{\"max\":6,\"window\":60}}") },
        { Tools("\"a\":{\"rate_limit\":{\"max\":5,\"window\":60}}"), Tools("\"a\":{\"rate_limit\":{\"max\":5,\"window\":30}}") },
        { Tools("\"a\":{\"arguments\":\"declared\"}"), Tools("\"a\":{}") },
        { Tools("\"a\":{\"arguments\":[\"amount\"]}"), Tools("\"a\":{\"arguments\":\"declared\"}") },
        { Tools("\"a\":{\"arguments\":\"schema\"}"), Tools("\"a\":{\"arguments\":\"declared\"}") },
        { Tools("\"a\":{\"arguments\":\"declared\"}"), Tools("\"a\":{\"arguments\":\"schema\"}") },
        { Tools("\"a\":{\"arguments\":[\"amount\"]}"), Tools("\"a\":{\"arguments\":[\"amount\",\"to\"]}") },
        {
            """{"version":"1","default":"allow","all_tools":{"arguments":["amount"]}}""",
            """{"version":"1","default":"allow","all_tools":{"arguments":"declared"}}"""
        },
        { """{"version":"1","default":"deny","hide":["b*"],"tools":{"a":{}}}""", Tools("\"a\":{}") },
        { """{"version":"1","default":"allow","resources":["x://a"]}""", """{"version":"1","default":"allow","resources":["x://a","x://b"]}""" },
        { """{"version":"1","default":"allow","resources":["x://a"]}""", """{"version":"1","default":"allow"}""" },
        { """{"version":"1","default":"deny"}""", """{"version":"1","default":"deny","mode":"observe","observe_until":"2027-01-01T00:00:00Z"}""" },
        { """{"version":"1","default":"deny","timezone":"UTC"}""", """{"version":"1","default":"deny","timezone":"Europe/Berlin"}""" },
    };

    [Theory]
    [MemberData(nameof(Narrowing))]
    public void MayOpen_OnlyRestricts_IsNo(string before, string after) => Assert.False(MayOpen(before, after));

    [Theory]
    [MemberData(nameof(Opening))]
    public void MayOpen_LoosensOrCannotBeTold_IsYes(string before, string after) => Assert.True(MayOpen(before, after));

    private static bool MayOpen(string before, string after)
    {
        foreach (var text in (string[])[before, after])
        {
            Assert.DoesNotContain(PolicyReader.Read(Encoding.UTF8.GetBytes(text)).Findings, found => found.Severity == FindingSeverity.Error);
        }

        return Widening.MayOpen(Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));
    }

    // As the dashboard writes it for a call of the records.
    private static string Never(string tool) => $$"""
        "{{tool}}":{"deny_if":[{"conditions":[],"on_deny":"Denied."}]}
        """;

    private static string Allowing(string tools) => "{\"version\":\"1\",\"default\":\"allow\",\"tools\":{" + tools + "}}";

    private static string Tools(string tools) => "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{" + tools + "}}";
}
