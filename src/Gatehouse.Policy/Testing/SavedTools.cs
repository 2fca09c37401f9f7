using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Testing;

/// <summary>A saved result of <c>tools/list</c>: what a server said of its tools, taken as accepted.</summary>
public static class SavedTools
{
    private const int ToolCap = 10_000;

    /// <summary>Reads a file: the result, or the whole answer with the result inside; strict JSON.</summary>
    /// <param name="utf8">The file's bytes.</param>
    /// <param name="telling">Tells category and risk of each; null leaves them unknown.</param>
    public static SavedToolsReading Read(ReadOnlySpan<byte> utf8, ToolTelling? telling = null)
    {
        var sink = new FindingSink();
        var tools = JsonScan.Read(utf8, sink) is { } root ? Tools(root, utf8.ToArray(), sink, telling) : [];
        return new SavedToolsReading(sink.HasErrors ? null : tools, sink.Resolve(utf8));
    }

    // A result has more members than these; they are the server's.
    internal static ImmutableArray<ToolFacts> Tools(
        JsonValue value, ReadOnlyMemory<byte> text, FindingSink sink, ToolTelling? telling)
    {
        var result = Member(value, "result") ?? value;
        if (Member(result, "tools") is not { } list)
        {
            sink.Add(FindingCode.TypeWrong, value, "this is not the result of `tools/list`", "it is an object with the member \"tools\"");
            return [];
        }

        var items = new Language.Reading.ValueReading(sink).Items(list, ToolCap);
        return [.. items.Select(tool => Tool(tool, text, sink, telling)).OfType<ToolFacts>()];
    }

    private static ToolFacts? Tool(JsonValue value, ReadOnlyMemory<byte> text, FindingSink sink, ToolTelling? telling)
    {
        if (Member(value, "name") is not { Kind: JsonValueKind.String } name)
        {
            sink.Add(FindingCode.TypeWrong, value, "this is not a tool with a name");
            return null;
        }

        var told = telling?.Invoke(text[value.Start..value.End]);
        return new ToolFacts
        {
            Name = name.Text,
            Standing = ToolStanding.Accepted,
            Category = told?.Category,
            Risk = told?.Risk,
            Annotations = Raw(value, "annotations", text),
            InputSchema = Raw(value, "inputSchema", text),
        };
    }

    private static ReadOnlyMemory<byte> Raw(JsonValue value, string member, ReadOnlyMemory<byte> text) =>
        Member(value, member) is { } found ? text[found.Start..found.End] : default;

    private static JsonValue? Member(JsonValue value, string name) => value.Members.Find(one => one.Name == name)?.Value;
}
