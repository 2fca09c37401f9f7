using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Api;

namespace Gatehouse.Control.Tests.OpenApi;

/// <summary>The shapes of bodies as JSON Schema 2020-12, by what the serializer itself says of them.</summary>
internal sealed class ShapeBook
{
    private readonly SortedDictionary<string, JsonObject> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly HashSet<Type> _sent = [];

    /// <summary>Everything that was asked for, by name.</summary>
    public JsonObject All => new(_shapes.Select(shape => KeyValuePair.Create(shape.Key, (JsonNode?)shape.Value)));

    /// <summary>A body that is sent to the server, which refuses members that it does not know.</summary>
    public JsonObject Sent(Type type) => Of(type, isSent: true);

    /// <summary>A body that the server answers.</summary>
    public JsonObject Answered(Type type) => Of(type, isSent: false);

    private JsonObject Of(Type type, bool isSent)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Of(inner, isSent);
        }

        if (type == typeof(JsonElement))
        {
            return [];
        }

        if (type == typeof(DateTimeOffset))
        {
            return new() { ["type"] = "string", ["format"] = "date-time" };
        }

        if (type == typeof(string) || type == typeof(bool))
        {
            return new() { ["type"] = type == typeof(bool) ? "boolean" : "string" };
        }

        if (type == typeof(int) || type == typeof(long))
        {
            return new() { ["type"] = "integer", ["format"] = type == typeof(int) ? "int32" : "int64" };
        }

        if (type == typeof(double) || type == typeof(decimal))
        {
            return new() { ["type"] = "number" };
        }

        if (type.IsEnum)
        {
            return Named(type, () => new() { ["type"] = "string", ["enum"] = new JsonArray([.. WordsOf(type).Select(word => (JsonNode)word)]) });
        }

        var shape = ApiJson.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} has no JSON");
        return shape.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new() { ["type"] = "array", ["items"] = Of(shape.ElementType!, isSent) },
            JsonTypeInfoKind.Dictionary => new() { ["type"] = "object", ["additionalProperties"] = Of(shape.ElementType!, isSent) },
            JsonTypeInfoKind.Object => Record(shape, isSent),
            _ => throw new InvalidOperationException($"{type} is written in a way that nobody described"),
        };
    }

    private JsonObject Record(JsonTypeInfo shape, bool isSent)
    {
        var reference = Named(shape.Type, () => Members(shape, isSent));
        if (isSent && _sent.Add(shape.Type))
        {
            _shapes[NameOf(shape.Type)]["additionalProperties"] = false;
        }

        return reference;
    }

    private JsonObject Members(JsonTypeInfo shape, bool isSent)
    {
        var members = new JsonObject();
        foreach (var member in shape.Properties.Where(member => member.PropertyType != typeof(object)))
        {
            var (type, isNullable) = member.PropertyType is { IsGenericType: true } edit && edit.GetGenericTypeDefinition() == typeof(Edit<>)
                ? (edit.GenericTypeArguments[0], true)
                : (member.PropertyType, member.IsGetNullable);
            var schema = isNullable || Nullable.GetUnderlyingType(type) is not null ? OrNull(Of(type, isSent)) : Of(type, isSent);
            var property = shape.Type.GetProperties().Single(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name) == member.Name);
            if (Remarks.Of(shape.Type, property.Name) is { } says)
            {
                schema["description"] = says;
            }

            members[member.Name] = schema;
        }

        var record = new JsonObject { ["type"] = "object", ["properties"] = members };
        var required = shape.Properties.Where(member => member.IsRequired).Select(member => (JsonNode)member.Name).ToArray();
        if (required.Length > 0)
        {
            record["required"] = new JsonArray(required);
        }

        return record;
    }

    private JsonObject Named(Type type, Func<JsonObject> describe)
    {
        var name = NameOf(type);
        if (_types.TryAdd(name, type))
        {
            // ORDER: the name stands before its members are looked at, which may name it again.
            _shapes[name] = [];
            var shape = describe();
            if (Remarks.Of(type) is { } says)
            {
                shape.Insert(0, "description", says);
            }

            _shapes[name] = shape;
        }

        return _types[name] == type
            ? new() { ["$ref"] = "#/components/schemas/" + name }
            : throw new InvalidOperationException($"{type} and {_types[name]} have one name");
    }

    private static JsonObject OrNull(JsonObject schema) => schema switch
    {
        { Count: 0 } => schema,
        _ when schema["type"] is { } type => Typed(schema, type.GetValue<string>()),
        _ => new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) },
    };

    private static JsonObject Typed(JsonObject schema, string type)
    {
        schema["type"] = new JsonArray(type, "null");
        return schema;
    }

    private static string NameOf(Type type) => type.IsGenericType
        ? type.GenericTypeArguments[0].Name + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
        : type.Name;

    private static IEnumerable<string> WordsOf(Type type) =>
        ((IEnumerable)typeof(Words<>).MakeGenericType(type).GetProperty("All")!.GetValue(null)!).Cast<string>();
}
