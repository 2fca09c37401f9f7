using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Policy.Testing;

/// <summary>Reads a test file from its values; what is wrong is reported, and reading goes on.</summary>
internal sealed class TestFileReading(ReadOnlyMemory<byte> text, FindingSink sink, ToolTelling? telling)
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
            Tools = fields["tools"] is { } tools ? SavedTools.Tools(tools, text, sink, telling) : null,
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
}
