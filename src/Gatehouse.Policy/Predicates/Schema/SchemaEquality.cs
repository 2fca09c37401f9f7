using System.Text.Json;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary>Equality of JSON values: numbers by value, objects without order.</summary>
internal static class SchemaEquality
{
    /// <summary>Whether two values are the same.</summary>
    public static bool Same(JsonElement value, JsonElement other, SchemaRun run)
    {
        if (!run.Step() || value.ValueKind != other.ValueKind)
        {
            return false;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number => SchemaNumber.Read(value, run)?.Value == SchemaNumber.Read(other, run)?.Value && !run.IsAborted,
            JsonValueKind.String => string.Equals(value.GetString(), other.GetString(), StringComparison.Ordinal),
            JsonValueKind.Array => SameElements(value, other, run),
            JsonValueKind.Object => SameMembers(value, other, run),
            _ => true,
        };
    }

    /// <summary>A hash that equal values share.</summary>
    public static int Hash(JsonElement value, SchemaRun run)
    {
        if (!run.Step())
        {
            return 0;
        }

        var hash = default(HashCode);
        hash.Add(value.ValueKind);
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                hash.Add(SchemaNumber.Read(value, run)?.Value);
                break;
            case JsonValueKind.String:
                hash.Add(value.GetString(), StringComparer.Ordinal);
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    hash.Add(Hash(element, run));
                }

                break;
            case JsonValueKind.Object:
                // A sum, for the order of members says nothing.
                hash.Add(value.EnumerateObject().Sum(member => (long)HashCode.Combine(
                    string.GetHashCode(member.Name, StringComparison.Ordinal), Hash(member.Value, run))));
                break;
            default:
                break;
        }

        return hash.ToHashCode();
    }

    private static bool SameElements(JsonElement value, JsonElement other, SchemaRun run)
    {
        var count = value.GetArrayLength();
        if (count != other.GetArrayLength())
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            if (!Same(value[i], other[i], run))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameMembers(JsonElement value, JsonElement other, SchemaRun run)
    {
        if (value.GetPropertyCount() != other.GetPropertyCount())
        {
            return false;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!other.TryGetProperty(member.Name, out var twin) || !Same(member.Value, twin, run))
            {
                return false;
            }
        }

        return true;
    }
}
