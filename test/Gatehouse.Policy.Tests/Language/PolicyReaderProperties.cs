using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Language;

public sealed class PolicyReaderProperties
{
    private static readonly string[] _documents = [.. ValidationCase.All().Values.Select(test => test.Text)];

    // What breaks readers: structure, escapes, numbers, words of the language, and bytes that are no text.
    private static readonly byte[][] _splinters =
    [
        .. new[]
        {
            "{", "}", "[", "]", "\"", "\\", ",", ":", "//", "/*", "null", "true", "-", "1e999999999999", "0.1",
                "\\ud800", "\\u0000",
            "\"conditions\":[]", "\"value\":", "\"path\":\"args[*][*]\"", "\"tools\":{\"*\":{}}", "*", "😀", "\u0130",
                "\uFEFF",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0], [0x0d],
    ];

    private static readonly PolicyReaderOptions _options = new()
    {
        Now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Tools =
        [
            new ToolFacts
            {
                Name = "t",
                Standing = ToolStanding.Accepted,
                Risk = "critical",
                InputSchema = Encoding.UTF8.GetBytes("""{"properties":{"a":{"$ref":"#"},"b":{"type":"number"}}}"""),
            },
            new ToolFacts { Name = "u", Standing = ToolStanding.New, InputSchema = Encoding.UTF8.GetBytes("{") },
        ],
    };

    [Fact]
    public void Read_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 200].Sample(text => Check(text), iter: 5_000);

    [Fact]
    public void Read_MutatedDocuments_NeverThrows()
    {
        var cut = Gen.Select(Gen.Int[0, 5_000], Gen.Int[0, 12], Gen.Int[0, _splinters.Length - 1]);
        Gen.Select(Gen.Int[0, _documents.Length - 1], cut.Array[1, 4]).Sample(
            (document, cuts) => Check(cuts.Aggregate(Encoding.UTF8.GetBytes(_documents[document]), Mutate)),
                iter: 10_000);
    }

    [Fact]
    public void Read_DocumentThatLoads_IsJsonForTheLibraryToo() =>
        Assert.All(_documents.Where(text => Policies.Read(text).Document is not null), text =>
        {
            var strict = new JsonDocumentOptions { AllowDuplicateProperties = false };
            using var document = JsonDocument.Parse(text, strict);
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        });

    private static byte[] Mutate(byte[] text, (int At, int Length, int Splinter) cut)
    {
        var at = text.Length == 0 ? 0 : cut.At % text.Length;
        var end = Math.Min(text.Length, at + cut.Length);
        return [.. text[..at], .. _splinters[cut.Splinter], .. text[end..]];
    }

    // A document or an error, findings in order of place, and nothing that the library would refuse as JSON.
    private static void Check(byte[] text)
    {
        var reading = PolicyReader.Read(text, _options);

        Assert.Equal(reading.Document is null, reading.Findings.Any(finding =>
            finding.Severity == FindingSeverity.Error));
        var places = reading.Findings.Select(finding => (finding.Line, finding.Column)).ToList();
        Assert.Equal(places.Order(), places);
        if (reading.Document is not null)
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
    }
}
