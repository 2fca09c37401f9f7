using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Gateway.Tools;

/// <summary>The part of <c>gatehouse.lock</c> that keeps what each definition was told to be able to do.</summary>
internal static class LockRisks
{
    /// <summary>Definitions by hash with what was told of them; none in a file of before.</summary>
    /// <exception cref="JsonException">It is not what was written.</exception>
    public static ImmutableArray<ToolDefinition> Read(JsonElement server) => server.TryGetProperty("risks", out var risks)
        ? [.. risks.EnumerateArray().Select(static row => new ToolDefinition(
            Text(row, "tool"), Text(row, "hash"), default)
        {
            Risk = new RecordedRisk(Text(row, "category"), Text(row, "risk"), row.GetProperty("by").GetInt32()),
        })]
        : [];

    /// <summary>One row a definition, sorted, so that a diff shows one tool a line.</summary>
    public static void Write(ArrayBufferWriter<byte> text, AcceptedTools tools)
    {
        var separator = "\n"u8;
        var rows = tools.ByName.Values.Concat(tools.Waiting.Values).Where(static tool => tool.Risk is not null)
            .DistinctBy(static tool => tool.Hash)
            .OrderBy(static tool => tool.Name, StringComparer.Ordinal).ThenBy(static tool => tool.Hash, StringComparer.Ordinal);
        foreach (var tool in rows)
        {
            text.Write(separator);
            using (var json = new Utf8JsonWriter(text))
            {
                json.WriteStartObject();
                json.WriteString("tool", tool.Name);
                json.WriteString("category", tool.Risk!.Category);
                json.WriteString("risk", tool.Risk.Level);
                json.WriteNumber("by", tool.Risk.By);
                json.WriteString("hash", tool.Hash);
                json.WriteEndObject();
            }

            separator = ",\n"u8;
        }
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? throw new JsonException("no text");
}
