using System.Text;
using System.Text.Json;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary>Reads which names a schema declares, through <c>properties</c>, <c>items</c> and local <c>$ref</c>.</summary>
internal sealed class DeclaredReader
{
    private const int MostDepth = 200;

    private readonly Dictionary<string, DeclaredLevel> _references = new(StringComparer.Ordinal);
    private readonly List<(DeclaredLevel From, DeclaredLevel To)> _links = [];
    private readonly JsonElement _root;
    private readonly bool _isDraft7;

    private DeclaredReader(JsonElement root)
    {
        _root = root;
        _isDraft7 = Dialects.Of(root) == Dialect.Draft7;
    }

    /// <summary>The top level of a schema: no name passes there that is not declared.</summary>
    public static DeclaredLevel Read(JsonElement schema)
    {
        var reader = new DeclaredReader(schema);
        var top = reader._references["#"] = new DeclaredLevel();
        reader.Fill(top, schema, 0);
        reader.Link();
        top.IsClosed = true;
        return top;
    }

    private DeclaredLevel Level(JsonElement schema, int depth)
    {
        var level = new DeclaredLevel();
        Fill(level, schema, depth);
        return level;
    }

    private void Fill(DeclaredLevel level, JsonElement schema, int depth)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object || depth > MostDepth)
        {
            level.IsUnreadable = true;
            return;
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            _links.Add((level, Target(reference, depth)));
            if (_isDraft7)
            {
                return;
            }
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            Properties(level, properties, depth);
        }

        if (schema.TryGetProperty("items", out var items))
        {
            if (items.ValueKind == JsonValueKind.Array)
            {
                level.ItemsByPlace.AddRange(items.EnumerateArray().Select(item => Level(item, depth + 1)));
            }
            else
            {
                level.Items = Level(items, depth + 1);
            }
        }
    }

    private void Properties(DeclaredLevel level, JsonElement properties, int depth)
    {
        level.IsClosed = true;
        if (properties.ValueKind != JsonValueKind.Object)
        {
            level.IsUnreadable = true;
            return;
        }

        foreach (var property in properties.EnumerateObject())
        {
            level.Members.Add((Encoding.UTF8.GetBytes(property.Name), Level(property.Value, depth + 1)));
        }
    }

    private DeclaredLevel Target(JsonElement reference, int depth)
    {
        var text = reference.ValueKind == JsonValueKind.String ? reference.GetString()! : "";
        if (_references.TryGetValue(text, out var known))
        {
            return known;
        }

        var target = _references[text] = new DeclaredLevel();
        if (LocalReference.Find(_root, text) is { } place)
        {
            Fill(target, place, depth + 1);
        }
        else
        {
            target.IsUnreadable = true;
        }

        return target;
    }

    // A reference may lead on to another, and in a circle: each level takes in all that it reaches, once.
    private void Link()
    {
        var next = _links.ToLookup(link => link.From, link => link.To);
        var reached = new List<(DeclaredLevel Level, HashSet<DeclaredLevel> Targets)>();
        foreach (var from in _links.Select(link => link.From).Distinct())
        {
            var targets = new HashSet<DeclaredLevel>();
            var open = new Stack<DeclaredLevel>(next[from]);
            while (open.TryPop(out var target))
            {
                if (target != from && targets.Add(target))
                {
                    foreach (var further in next[target])
                    {
                        open.Push(further);
                    }
                }
            }

            reached.Add((from, targets));
        }

        // What a level had by itself is what others take in; two names from two sides are one declared name.
        var own = reached.SelectMany(pair => pair.Targets).Distinct().ToDictionary(level => level, Copy);
        foreach (var (level, targets) in reached)
        {
            foreach (var target in targets)
            {
                level.TakeIn(own[target]);
            }
        }
    }

    private static DeclaredLevel Copy(DeclaredLevel level)
    {
        var copy = new DeclaredLevel();
        copy.TakeIn(level);
        return copy;
    }
}
