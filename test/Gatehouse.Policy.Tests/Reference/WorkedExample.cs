using System.Collections.Frozen;
using System.Text.Json;
using System.Text;
using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>One line of <c>test/cases/reference/worked-examples.json</c>: a policy, a call, and what the page says of it.</summary>
internal sealed class WorkedExample(JsonElement example, JsonElement call)
{
    public string Outcome => call.GetProperty("outcome").GetString()!;

    public string? Rule => call.TryGetProperty("rule", out var rule) ? rule.GetString() : null;

    public ReferenceCall Call => new()
    {
        Tool = new ToolFacts
        {
            Name = Text("tool") ?? "t",
            Standing = ToolStanding.Accepted,
            Category = Text("category"),
            InputSchema = example.TryGetProperty("schema", out var schema) ? Encoding.UTF8.GetBytes(schema.GetRawText()) : default,
        },
        Arguments = call.GetProperty("arguments").GetString()!,
        Session = new SessionFacts { Called = Names("called"), CalledElsewhere = Names("calledElsewhere") },
    };

    /// <summary>The documents in force with their texts.</summary>
    public IEnumerable<(LayerKind Kind, string Json)> Documents =>
        new[] { (LayerKind.Organisation, "org"), (LayerKind.Grant, "policy") }
            .Where(place => example.TryGetProperty(place.Item2, out var document) && document.ValueKind == JsonValueKind.Object)
            .Select(place => (place.Item1, example.GetProperty(place.Item2).GetRawText()));

    public static IEnumerable<TheoryDataRow<string, int>> All() =>
        Examples().SelectMany(example => Enumerable.Range(0, example.GetProperty("calls").GetArrayLength())
            .Select(index => new TheoryDataRow<string, int>(example.GetProperty("name").GetString()!, index)));

    public static WorkedExample Find(string name, int index)
    {
        var example = Examples().First(one => one.GetProperty("name").GetString() == name);
        return new WorkedExample(example, example.GetProperty("calls")[index]);
    }

    private static IEnumerable<JsonElement> Examples()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Gatehouse.slnx")))
        {
            root = root.Parent;
        }

        var text = File.ReadAllText(Path.Combine(root.FullName, "test", "cases", "reference", "worked-examples.json"));
        return JsonDocument.Parse(text).RootElement.EnumerateArray();
    }

    private string? Text(string field) => example.TryGetProperty(field, out var value) ? value.GetString() : null;

    private FrozenSet<string> Names(string field) =>
        example.TryGetProperty(field, out var names)
            ? names.EnumerateArray().Select(name => name.GetString()!).ToFrozenSet(StringComparer.Ordinal)
            : FrozenSet<string>.Empty;
}
