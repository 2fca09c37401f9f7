using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Compile;

/// <summary>The defaults of a tool's accepted input schema, reached through <c>properties</c> only.</summary>
internal sealed class SchemaDefaults
{
    private readonly JsonElement? _schema;

    public SchemaDefaults(ReadOnlyMemory<byte> inputSchema)
    {
        if (!inputSchema.IsEmpty)
        {
            using var document = JsonDocument.Parse(inputSchema, new JsonDocumentOptions { MaxDepth = 256 });
            _schema = document.RootElement.Clone();
        }
    }

    /// <summary>The default at the end of a path, as JSON; empty where there is none, or it is null.</summary>
    public byte[] Find(ImmutableArray<PathStep> steps)
    {
        if (_schema is not { } place)
        {
            return [];
        }

        foreach (var step in steps)
        {
            if (step.Kind != PathStepKind.Member
                || !TryMember(place, "properties", out var properties)
                || !TryMember(properties, step.Key!, out place))
            {
                return [];
            }
        }

        return TryMember(place, "default", out var value) && value.ValueKind != JsonValueKind.Null
            ? Encoding.UTF8.GetBytes(value.GetRawText())
            : [];
    }

    private static bool TryMember(JsonElement place, string name, out JsonElement member)
    {
        member = default;
        return place.ValueKind == JsonValueKind.Object && place.TryGetProperty(name, out member);
    }
}
