using System.Security.Cryptography;
using System.Text.Json;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Reads the whole document, top to bottom (section 1).</summary>
internal sealed class DocumentReading(ReadOnlyMemory<byte> text, PolicyReaderOptions options, FindingSink sink,
    Places places)
{
    private readonly ValueReading _values = new(sink);

    /// <summary>The document without the parts that have an error; null where the value is no object.</summary>
    public PolicyDocument? Read(JsonValue root)
    {
        if (Fields.Of(root, Shape.Document, sink) is not { } fields)
        {
            return null;
        }

        Version(fields["version"]);
        _values.Plain(fields["$schema"]);
        var patterns = new PatternReading(sink, _values, places);
        var entries = new EntryReading(sink, _values, places, new ConditionReading(text, sink, _values, places));
        var rules = new ToolRulesReading(sink, _values, places, entries);
        var (mode, until) = new ObserveReading(sink, _values, options.Now).Read(fields);
        var document = new PolicyDocument
        {
            Hash = Convert.ToHexStringLower(SHA256.HashData(text.Span)),
            Description = _values.Plain(fields["description"]),
            Default = _values.Word(fields["default"], Vocabulary.Default) ?? PolicyDefault.Deny,
            Mode = mode,
            ObserveUntil = until,
            List = _values.Word(fields["list"], Vocabulary.List) ?? ListMode.All,
            Hide = patterns.Read(fields["hide"]) ?? [],
            Resources = patterns.Read(fields["resources"]),
            Prompts = patterns.Read(fields["prompts"]),
            Outside = patterns.Read(fields["outside"]),
            TimeZone = Zone(fields["timezone"]),
            AllTools = fields["all_tools"] is { } all ? rules.Read(all, null, "/all_tools") : null,
            Tools = new ToolsReading(sink, places, rules).Read(fields["tools"]),
        };
        places.Set(document, root);
        return document;
    }

    private void Version(JsonValue? value)
    {
        if (value is not null && (value.Kind != JsonValueKind.String || value.Text != "1"))
        {
            sink.Add(FindingCode.VersionUnsupported, value, "the only version is \"1\"", "write \"version\": \"1\"");
        }
    }

    private TimeZoneInfo Zone(JsonValue? value) =>
        _values.Plain(value) is { } name ? new TimeZones(TimeZones.FindInSystem, sink).Read(value!, name)
            : TimeZoneInfo.Utc;
}
