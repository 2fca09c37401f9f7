using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Tests.Reference;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>Documents in force, one tool, and calls of it.</summary>
internal sealed record Scene(IReadOnlyList<(LayerKind Kind, Tree Json)> Documents, SceneTool Tool, IReadOnlyList<SceneCall> Calls)
{
    public ToolFacts ToolFacts => new()
    {
        Name = Tool.Name,
        Standing = Tool.Standing,
        Category = Tool.Category,
        Risk = Tool.Risk,
        Annotations = Bytes(Tool.Annotations),
        InputSchema = Bytes(Tool.Schema),
    };

    public ReferenceEvaluator Reference() =>
        new([.. Documents.Select(document => new ReferenceDocument(document.Kind, document.Json.ToString()!))]);

    public IEnumerable<ReferenceCall> ReferenceCalls()
    {
        var tool = ToolFacts;
        return Calls.Select(call => call.With(tool));
    }

    /// <summary>Every scene that is a little smaller; the last parts to go are the document and its default.</summary>
    public IEnumerable<Scene> Smaller()
    {
        for (var at = 0; at < Documents.Count; at++)
        {
            var (kind, json) = Documents[at];
            yield return this with { Documents = [.. Documents.Take(at), .. Documents.Skip(at + 1)] };
            foreach (var smaller in json.Smaller())
            {
                yield return this with { Documents = [.. Documents.Take(at), (kind, smaller), .. Documents.Skip(at + 1)] };
            }
        }

        foreach (var tool in Tool.Smaller())
        {
            yield return this with { Tool = tool };
        }

        foreach (var call in Calls.Count == 1 ? Calls[0].Smaller() : [])
        {
            yield return this with { Calls = [call] };
        }
    }

    public override string ToString() => string.Join("\n",
    [
        .. Documents.Select(document => $"{document.Kind}: {document.Json}"),
        $"tool: {Tool}",
        .. Calls.Select(call => $"call: {call}"),
    ]);

    private static byte[] Bytes(Tree? json) => json is null ? [] : Encoding.UTF8.GetBytes(json.ToString()!);
}

/// <summary>The tool that is called.</summary>
internal sealed record SceneTool(string Name, ToolStanding Standing, string? Category, string? Risk, Tree? Annotations, Tree? Schema)
{
    public IEnumerable<SceneTool> Smaller() =>
    [
        .. Annotations is null ? [] : Annotations.Smaller().Select(json => this with { Annotations = json }).Prepend(this with { Annotations = null }),
        .. Schema is null ? [] : Schema.Smaller().Select(json => this with { Schema = json }).Prepend(this with { Schema = null }),
    ];
}

/// <summary>One call.</summary>
internal sealed record SceneCall(
    Tree Arguments, DateTimeOffset Now, Tree.Members Tags, ClientFacts? Client, SceneSession? Session)
{
    public ReferenceCall With(ToolFacts tool) => new()
    {
        Tool = tool,
        Arguments = Arguments.ToString()!,
        Now = Now,
        Client = Client,
        Grant = new GrantFacts("grant-1", "support", JsonSerializer
            .Deserialize<Dictionary<string, string>>(Tags.ToString())!.ToFrozenDictionary(StringComparer.Ordinal)),
        Session = Session?.Facts(),
    };

    public IEnumerable<SceneCall> Smaller() => Arguments.Smaller().Select(json => this with { Arguments = json })
        .Concat(Tags.Smaller().Select(json => this with { Tags = (Tree.Members)json }));
}

/// <summary>What the session and its neighbours did.</summary>
internal sealed record SceneSession(
    IReadOnlyList<string> Called, IReadOnlyList<string> Categories, IReadOnlyList<string> Elsewhere,
    IReadOnlyList<string> CategoriesElsewhere, bool CategoryUnknown, bool IsOld)
{
    public SessionFacts Facts() => new()
    {
        Called = Called.ToFrozenSet(StringComparer.Ordinal),
        Categories = Categories.ToFrozenSet(StringComparer.Ordinal),
        CalledElsewhere = Elsewhere.ToFrozenSet(StringComparer.Ordinal),
        CategoriesElsewhere = CategoriesElsewhere.ToFrozenSet(StringComparer.Ordinal),
        CategoryUnknown = CategoryUnknown,
        IsOlderThanProcess = IsOld,
    };

    public override string ToString() =>
        $"called {string.Join(' ', Called)}; {string.Join(' ', Categories)}; elsewhere {string.Join(' ', Elsewhere)}; "
        + $"{string.Join(' ', CategoriesElsewhere)}; category unknown {CategoryUnknown}; old {IsOld}";
}
