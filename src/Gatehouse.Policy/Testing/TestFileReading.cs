using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Policy.Testing;

/// <summary>Reads a test file from its values; what is wrong is reported, and reading goes on.</summary>
internal sealed class TestFileReading(ReadOnlyMemory<byte> text, FindingSink sink)
{
    private const int NameCap = 500;
    private const int CaseCap = 10_000;
    private const int RepeatCap = 100_000;

    private static readonly string[] Times =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly ValueReading _values = new(sink);
    private readonly TestCallReading _calls = new(text, sink);

    /// <summary>The file; null where it is no object.</summary>
    public PolicyTestFile? Read(JsonValue root)
    {
        if (Fields.Of(root, TestShape.File, sink) is not { } fields)
        {
            return null;
        }

        var file = new PolicyTestFile
        {
            Policy = fields["policy"] is { } policy ? _values.Text(policy, NameCap) ?? "" : "",
            Cases = [.. Items(fields["cases"]).Select(Case).OfType<PolicyTestCase>()],
            Tools = fields["tools"] is { } tools ? Tools(tools) : null,
        };
        return file;
    }

    private IReadOnlyList<JsonValue> Items(JsonValue? list) => list is null ? [] : _values.Items(list, CaseCap);

    private PolicyTestCase? Case(JsonValue value)
    {
        if (Fields.Of(value, TestShape.Case, sink) is not { IsComplete: true } fields)
        {
            return null;
        }

        if (fields["expect"] is null && fields["expect_last"] is null)
        {
            sink.Add(
                FindingCode.MemberMissing, value, "this case expects nothing", "write \"expect\": {\"outcome\": \"denied\"}");
        }

        var plain = new PolicyTestCase { Name = "", Call = new PolicyTestCall { Tool = "" } };
        return plain with
        {
            Name = _values.Text(fields["name"], NameCap) ?? "",
            Call = _calls.Read(fields["call"]!) ?? plain.Call,
            Repeat = fields["repeat"] is { } repeat ? (int)(_values.Whole(repeat, 1, RepeatCap) ?? 1) : 1,
            At = fields["at"] is { } at ? Time(at) ?? plain.At : plain.At,
            Every = fields["every"] is { } every ? _values.Duration(every, "0s", "366d") ?? default : default,
            Expect = fields["expect"] is { } expect ? Expectation(expect) : null,
            ExpectLast = fields["expect_last"] is { } last ? Expectation(last) : null,
        };
    }

    private PolicyTestExpectation? Expectation(JsonValue value)
    {
        if (Fields.Of(value, TestShape.Expectation, sink) is not { IsComplete: true } fields)
        {
            return null;
        }

        var rule = fields["rule"] is { } written ? _values.Plain(written) : null;
        return new PolicyTestExpectation(_values.Word(fields["outcome"], TestShape.Outcomes) ?? Outcome.Denied, rule);
    }

    private DateTimeOffset? Time(JsonValue value)
    {
        if (_values.Plain(value) is not { } written)
        {
            return null;
        }

        // Without an offset it would be the time of whoever runs the test.
        var hasOffset = written.Length > 10 && written.AsSpan(10).ContainsAny("Zz+-");
        if (hasOffset && DateTimeOffset.TryParseExact(
            written, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        sink.Add(
            FindingCode.WordUnknown, value, $"{Quote.Text(written)} is not a time of RFC 3339",
            "write it with its offset, like \"2026-01-31T00:00:00Z\"");
        return null;
    }

    // A saved result has more members than these; they are the server's.
    private ImmutableArray<ToolFacts> Tools(JsonValue value)
    {
        if (value.Members.Find(member => member.Name == "tools")?.Value is not { } list)
        {
            sink.Add(FindingCode.TypeWrong, value, "this is not the result of `tools/list`", "it is an object with the member \"tools\"");
            return [];
        }

        return [.. Items(list).Select(Tool).OfType<ToolFacts>()];
    }

    private ToolFacts? Tool(JsonValue value)
    {
        var name = value.Members.Find(member => member.Name == "name")?.Value;
        if (value.Kind != JsonValueKind.Object || name is not { Kind: JsonValueKind.String })
        {
            sink.Add(FindingCode.TypeWrong, value, "this is not a tool with a name");
            return null;
        }

        return new ToolFacts
        {
            Name = name.Text,
            Standing = ToolStanding.Accepted,
            Annotations = Raw(value, "annotations"),
            InputSchema = Raw(value, "inputSchema"),
        };
    }

    private ReadOnlyMemory<byte> Raw(JsonValue value, string member) =>
        value.Members.Find(one => one.Name == member)?.Value is { } found ? text[found.Start..found.End] : default;
}
