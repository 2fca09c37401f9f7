using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tools;

/// <summary>Reads one tool definition out of a list that the strict reader found sound.</summary>
internal static class ToolReading
{
    /// <summary>Longest name; the protocol recommends the same.</summary>
    public const int MaxName = 128;

    /// <summary>Longest description in UTF-8 bytes.</summary>
    public const int MaxDescription = 8 * 1024;

    /// <summary>Largest input or output schema in bytes.</summary>
    public const int MaxSchema = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 128 };

    /// <summary>The definition, or null for what is no sound tool: such an entry is left out of every list.</summary>
    public static ToolDefinition? Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, Strict);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String
            || name.GetString() is not { Length: > 0 and <= MaxName } text || !ToolName.IsPlain(text)
            || IsTooLong(root, "description", MaxDescription)
            || IsTooLong(root, "inputSchema", MaxSchema)
            || IsTooLong(root, "outputSchema", MaxSchema))
        {
            return null;
        }

        var canonical = new ArrayBufferWriter<byte>(json.Length);
        return CanonicalJson.Write(canonical, json.Span, JsonCaps.Answer)
            ? new ToolDefinition(text, Convert.ToHexStringLower(SHA256.HashData(canonical.WrittenSpan)), canonical.WrittenMemory)
            : null;
    }

    /// <summary>One member of a canonical definition as JSON text; empty where it is absent or no object.</summary>
    public static ReadOnlyMemory<byte> Member(ToolDefinition definition, string member)
    {
        using var document = JsonDocument.Parse(definition.Json, Strict);
        return document.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Object
            ? JsonMarshal.GetRawUtf8Value(value).ToArray()
            : ReadOnlyMemory<byte>.Empty;
    }

    /// <summary>Whether calls of the tool become tasks of its server's: <c>execution.taskSupport</c> of 2025-11-25.</summary>
    public static bool MakesTasks(ToolDefinition definition)
    {
        using var document = JsonDocument.Parse(definition.Json, Strict);
        return document.RootElement.TryGetProperty("execution", out var execution) && execution.ValueKind == JsonValueKind.Object
            && execution.TryGetProperty("taskSupport", out var support)
            && !(support.ValueKind == JsonValueKind.String && support.ValueEquals("forbidden"));
    }

    private static bool IsTooLong(JsonElement root, string member, int max) =>
        root.TryGetProperty(member, out var value) && JsonMarshal.GetRawUtf8Value(value).Length > max;
}
