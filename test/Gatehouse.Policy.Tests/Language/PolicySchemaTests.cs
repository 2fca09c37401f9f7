using System.Text.Json;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Reading;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Tests.Language;

public sealed class PolicySchemaTests
{
    private static readonly JsonElement _schema = JsonElement.Parse(PolicySchema.Text);

    public static TheoryData<string> Shapes => [.. Shape.All.Select(shape => shape.Name)];

    public static TheoryData<string, string[]> WordLists => new()
    {
        { "default", [.. Vocabulary.Default.All] },
        { "mode", [.. Vocabulary.Mode.All] },
        { "list", [.. Vocabulary.List.All] },
        { "action", [.. Vocabulary.Action.All] },
        { "arguments", [.. Vocabulary.Arguments.All] },
        { "scope", [.. Vocabulary.Scope.All] },
        { "window", [.. Vocabulary.Calendar.All] },
        { "dialect", [.. Vocabulary.Dialects] },
    };

    [Fact]
    public void Text_FileOfTheReference_IsTheSame() =>
        Assert.Equal(RepositoryFiles.Text("docs/reference/policy-v1.schema.json"), PolicySchema.Text);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Text_Object_HasExactlyTheMembersThatTheReaderAccepts(string name)
    {
        var shape = Shape.All.Single(shape => shape.Name == name);
        var definition = name == "document" ? _schema : _schema.GetProperty("$defs").GetProperty(name);
        var required = definition.TryGetProperty("required", out var list) ? Words(list) : [];

        Assert.Equal(
            shape.Members.Order(StringComparer.Ordinal),
            definition.GetProperty("properties").EnumerateObject().Select(member =>
                member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(shape.Required.Order(StringComparer.Ordinal), required.Order(StringComparer.Ordinal));
        Assert.Equal(JsonValueKind.False, definition.GetProperty("additionalProperties").ValueKind);
    }

    [Theory]
    [MemberData(nameof(WordLists))]
    public void Text_WordList_IsTheReaders(string name, string[] words) => Assert.Equal(words, Enumeration(name));

    [Fact]
    public void Text_Operators_AreThoseOfTheTable() => Assert.Equal(
        OperatorTable.All.Select(op => op.Name).Order(StringComparer.Ordinal),
        Enumeration("operator").Order(StringComparer.Ordinal));

    [Fact]
    public void Text_Roots_AreTheReaders()
    {
        var pattern = _schema.GetProperty("$defs").GetProperty("path").GetProperty("pattern").GetString()!;

        Assert.StartsWith($"^({string.Join('|', Vocabulary.Root.All)})", pattern, StringComparison.Ordinal);
    }

    private static string[] Enumeration(string name) =>
        Words(_schema.GetProperty("$defs").GetProperty(name).GetProperty("enum"));

    private static string[] Words(JsonElement list) => [.. list.EnumerateArray().Select(word => word.GetString()!)];
}
