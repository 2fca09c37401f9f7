using System.Globalization;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Language;

/// <summary>Each cap of section 7: at the cap a policy loads, one above it does not.</summary>
public sealed class CapTests
{
    private const string Exists = """{"path":"args.a","op":"exists","value":true}""";

    public static TheoryData<string, int, string> Caps => new()
    {
        { "tools", 2_000, "too-many" },
        { "entries", 64, "too-many" },
        { "limits", 64, "too-many" },
        { "conditions", 32, "too-many" },
        { "elements", 1_000, "too-many" },
        { "hide", 1_000, "too-many" },
        { "regex", 1_024, "text-too-long" },
        { "key", 1_024, "text-too-long" },
        { "pattern", 1_024, "text-too-long" },
        { "message", 500, "text-too-long" },
        { "counter", 128, "text-too-long" },
        { "id", 128, "text-too-long" },
    };

    [Theory]
    [MemberData(nameof(Caps))]
    public void Read_AtTheCap_LoadsAndOneMoreIsAnError(string what, int cap, string code)
    {
        Assert.NotNull(Policies.Read(Document(what, cap)).Document);

        var reading = Policies.Read(Document(what, cap + 1));
        Assert.Null(reading.Document);
        Assert.Equal(code, Assert.Single(reading.Findings, finding => finding.Severity == FindingSeverity.Error).Code);
    }

    private static string Document(string what, int size) => what switch
    {
        "tools" => """{"version":"1","default":"deny","tools":{""" + Join(size, number => $"\"t{number}\":{{}}") + "}}",
        "entries" => Policies.Tool("{\"deny_if\":[" + Join(size, _ => Entry(Exists)) + "]}"),
        "limits" => Policies.Tool("{\"limits\":[" + Join(size, Limit) + "]}"),
        "conditions" => Policies.Tool("{\"deny_if\":[" + Entry(Join(size, _ => Exists)) + "]}"),
        "elements" => Value("in", $"[{Join(size, number => number)}]"),
        "hide" => """{"version":"1","default":"deny","hide":[""" + Join(size, number => $"\"t{number}\"") + "]}",
        "regex" => Value("regex", $"\"{Text(size)}\""),
        "key" => "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"" + Text(size) + "\":{}}}",
        "pattern" => "{\"version\":\"1\",\"default\":\"deny\",\"hide\":[\"" + Text(size) + "\"]}",
        "message" => Policies.Tool("{\"action\":\"deny\",\"reason\":\"" + Text(size) + "\"}"),
        "counter" => Policies.Tool("{\"limits\":[" + Limit(Text(size)) + "]}"),
        _ => Policies.Tool("{\"deny_if\":[{\"conditions\":[],\"id\":\"" + Text(size) + "\"}]}"),
    };

    private static string Value(string op, string value) =>
        Policies.Tool("{\"deny_if\":[" + Entry($$"""{"path":"args.a","op":"{{op}}","value":{{value}}}""") + "]}");

    private static string Entry(string conditions) => "{\"conditions\":[" + conditions + "]}";

    private static string Limit(string counter) => $$"""{"counter":"{{counter}}","window":"day","max":1}""";

    // Each of these is one character in two UTF-16 units.
    private static string Text(int size) => string.Concat(Enumerable.Repeat("😀", size));

    private static string Join(int size, Func<string, string> item) =>
        string.Join(',', Enumerable.Range(0, size).Select(number =>
            item(number.ToString(CultureInfo.InvariantCulture))));
}
