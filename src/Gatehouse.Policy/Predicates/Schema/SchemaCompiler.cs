using System.Text.Json;
using Gatehouse.Policy.Operators.Patterns;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary>Compiles a tool's input schema once. What it does not know is an annotation; what it cannot judge denies.</summary>
internal sealed class SchemaCompiler
{
    private const int MostDepth = 200;

    private readonly Dictionary<string, SchemaNode> _references = new(StringComparer.Ordinal);
    private readonly JsonElement _root;
    private readonly Dialect _dialect;
    private int _depth;

    private SchemaCompiler(JsonElement root)
    {
        _root = root;
        _dialect = Dialects.Of(root);
    }

    /// <summary>The compiled schema. The element must outlive it.</summary>
    public static SchemaNode Compile(JsonElement root)
    {
        var compiler = new SchemaCompiler(root);
        if (compiler._dialect == Dialect.Other)
        {
            return Unjudged();
        }

        var node = compiler._references["#"] = new SchemaNode();
        node.Keywords = compiler.Keywords(root);
        return node;
    }

    private static SchemaNode Unjudged() => new() { Keywords = [new CannotJudge()] };

    private bool IsDraft7 => _dialect is Dialect.Draft7 or Dialect.Unstated;

    private bool Is202012 => _dialect is Dialect.Draft202012 or Dialect.Unstated;

    private SchemaNode Node(JsonElement schema) => new() { Keywords = Keywords(schema) };

    private Keyword[] Keywords(JsonElement schema)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.ValueKind == JsonValueKind.True ? [] : [new Nothing()];
        }

        if (schema.ValueKind != JsonValueKind.Object || _depth >= MostDepth)
        {
            return [new CannotJudge()];
        }

        _depth++;
        var keywords = new List<Keyword>();
        var reference = schema.TryGetProperty("$ref", out var target) ? Reference(target) : null;
        if (reference is not null)
        {
            keywords.Add(new AllOf([reference]));
        }

        // Draft 7 reads nothing beside a reference.
        if (reference is null || _dialect != Dialect.Draft7)
        {
            foreach (var member in schema.EnumerateObject())
            {
                keywords.AddRange(Keyword(schema, member));
            }
        }

        _depth--;
        return [.. keywords];
    }

    private IEnumerable<Keyword> Keyword(JsonElement schema, JsonProperty member) => member.Name switch
    {
        "type" => [TypeKeyword.Read(member.Value)],
        "enum" => [member.Value.ValueKind == JsonValueKind.Array
            ? new EnumKeyword([.. member.Value.EnumerateArray()])
            : new CannotJudge()],
        "const" => [new EnumKeyword([member.Value])],
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => [NumberBound.Read(member.Name, member.Value)],
        "multipleOf" => [MultipleOf.Read(member.Value)],
        "minLength" or "maxLength" => [Size(member, bound => new TextSize(member.Name, bound))],
        "pattern" => [TextPattern.Read(member.Value)],
        "minItems" or "maxItems" => [Size(member, bound => new ArraySize(member.Name, bound))],
        "uniqueItems" => member.Value.ValueKind switch
        {
            JsonValueKind.True => [new UniqueItems()],
            JsonValueKind.False => [],
            _ => [new CannotJudge()],
        },
        "contains" => [Contains(schema, member.Value)],
        "minProperties" or "maxProperties" => [Size(member, bound => new ObjectSize(member.Name, bound))],
        "required" => [Names(member.Value, null)],
        "propertyNames" => [new PropertyNames(Node(member.Value))],
        _ => Applicator(schema, member),
    };

    private IEnumerable<Keyword> Applicator(JsonElement schema, JsonProperty member) => member.Name switch
    {
        "allOf" => [Several(member.Value, schemas => new AllOf(schemas))],
        "anyOf" => [Several(member.Value, schemas => new AnyOf(schemas))],
        "oneOf" => [Several(member.Value, schemas => new OneOf(schemas))],
        "not" => [new Not(Node(member.Value))],
        "if" => [new Conditional(Node(member.Value), Below(schema, "then"), Below(schema, "else"))],
        "properties" or "patternProperties" or "additionalProperties" => Properties(schema, member.Name),
        "items" or "prefixItems" => Elements(schema, member.Name),
        "dependentRequired" when Is202012 => Dependent(member.Value),
        "dependentSchemas" when Is202012 => Dependent(member.Value),
        "dependencies" when IsDraft7 => Dependent(member.Value),
        "unevaluatedProperties" or "unevaluatedItems" when Is202012 =>
            member.Value.ValueKind == JsonValueKind.True ? [] : [new CannotJudge()],
        "$dynamicRef" or "$recursiveRef" => [new CannotJudge()],

        // A base of its own would give the references below another meaning.
        "$id" when _depth > 1 => [new CannotJudge()],
        _ => [],
    };

    private SchemaNode Reference(JsonElement target)
    {
        if (target.ValueKind != JsonValueKind.String)
        {
            return Unjudged();
        }

        var text = target.GetString()!;
        if (_references.TryGetValue(text, out var known))
        {
            return known;
        }

        var node = _references[text] = new SchemaNode();
        node.Keywords = LocalReference.Find(_root, text) is { } place ? Keywords(place) : [new CannotJudge()];
        return node;
    }

    private SchemaNode? Below(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var below) ? Node(below) : null;

    private static Keyword Size(JsonProperty member, Func<decimal, Keyword> make) =>
        member.Value.ValueKind == JsonValueKind.Number && SchemaNumber.Read(member.Value) is { Decimals: 0, Value: >= 0 and var bound }
            ? make(bound)
            : new CannotJudge();

    private Keyword Several(JsonElement list, Func<SchemaNode[], Keyword> make) =>
        list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
            ? make([.. list.EnumerateArray().Select(Node)])
            : new CannotJudge();

    private static Keyword Names(JsonElement list, string? trigger) =>
        list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
            ? new Required([.. list.EnumerateArray().Select(name => name.GetString()!)], trigger)
            : new CannotJudge();

    private List<Keyword> Dependent(JsonElement entries) => entries.ValueKind != JsonValueKind.Object
        ? [new CannotJudge()]
        : entries.EnumerateObject().Select(entry => entry.Value.ValueKind == JsonValueKind.Array
            ? Names(entry.Value, entry.Name)
            : new DependentSchema(entry.Name, Node(entry.Value))).ToList();

    private Keyword Contains(JsonElement schema, JsonElement inner)
    {
        var (least, most) = (1m, decimal.MaxValue);
        if (Is202012 && schema.TryGetProperty("minContains", out var low))
        {
            least = low.ValueKind == JsonValueKind.Number ? SchemaNumber.Read(low)?.Value ?? -1m : -1m;
        }

        if (Is202012 && schema.TryGetProperty("maxContains", out var high))
        {
            most = high.ValueKind == JsonValueKind.Number ? SchemaNumber.Read(high)?.Value ?? -1m : -1m;
        }

        return least < 0 || most < 0 ? new CannotJudge() : new ContainsKeyword(Node(inner), least, most);
    }

    // The three belong together and are read at the first of them.
    private Keyword[] Properties(JsonElement schema, string name)
    {
        string[] group = ["properties", "patternProperties", "additionalProperties"];
        if (schema.EnumerateObject().First(member => group.Contains(member.Name)).Name != name)
        {
            return [];
        }

        var named = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        var patterns = new List<(BoundPattern, SchemaNode)>();
        if (schema.TryGetProperty(group[0], out var written))
        {
            if (written.ValueKind != JsonValueKind.Object)
            {
                return [new CannotJudge()];
            }

            foreach (var property in written.EnumerateObject())
            {
                named[property.Name] = Node(property.Value);
            }
        }

        if (schema.TryGetProperty(group[1], out var patterned))
        {
            if (patterned.ValueKind != JsonValueKind.Object)
            {
                return [new CannotJudge()];
            }

            foreach (var property in patterned.EnumerateObject())
            {
                if (TextPattern.Compile(property.Name) is not { } pattern)
                {
                    return [new CannotJudge()];
                }

                patterns.Add((pattern, Node(property.Value)));
            }
        }

        return [new Properties(named, [.. patterns], Below(schema, group[2]))];
    }

    private Keyword[] Elements(JsonElement schema, string name)
    {
        var hasItems = schema.TryGetProperty("items", out var items);
        JsonElement first = default;
        var hasPrefix = Is202012 && schema.TryGetProperty("prefixItems", out first);
        if (name == "prefixItems")
        {
            // Read together with `items` where that stands beside it.
            return !hasPrefix || hasItems ? [] : [Tuple(first, null)];
        }

        if (items.ValueKind != JsonValueKind.Array)
        {
            return [hasPrefix ? Tuple(first, Node(items)) : new Elements([], Node(items))];
        }

        return [hasPrefix || !IsDraft7 ? new CannotJudge() : Tuple(items, Below(schema, "additionalItems"))];
    }

    private Keyword Tuple(JsonElement first, SchemaNode? rest) => first.ValueKind == JsonValueKind.Array
        ? new Elements([.. first.EnumerateArray().Select(Node)], rest)
        : new CannotJudge();
}
