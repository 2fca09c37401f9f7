using System.Text.Json;
using System.Text.RegularExpressions;
using Gatehouse.Policy.Operators;
using Gatehouse.Policy.Operators.Sql;
using Gatehouse.Policy.Tests.Language;

namespace Gatehouse.Policy.Tests.Operators;

public sealed partial class ReferencePageTests
{
    [Fact]
    public void Operators_Page_HasASectionForEachInOrder() =>
        Assert.Equal(OperatorTable.All.Select(op => op.Name), Sections(Page("operators.md")).Select(section => section.Name));

    [Fact]
    public void Operators_Sections_SayWhatEachTakesAndWhen() =>
        Assert.All(Sections(Page("operators.md")), section =>
            Assert.All(["Value: ", "Holds when: ", "Missing: ", "Unknown: ", "Example: "], part =>
                Assert.Contains(part, section.Text.ReplaceLineEndings(" "), StringComparison.Ordinal)));

    [Fact]
    public void Operators_Sections_SayWhatMissingIs() =>
        Assert.All(Sections(Page("operators.md")), section =>
        {
            var example = Example(section.Text);
            var missing = Judged.Of(section.Name, example.GetProperty("value").GetRawText(), null);
            var said = Missing().Match(section.Text.ReplaceLineEndings(" ")).Groups["said"].Value;
            Assert.Equal(missing switch { "Missing" => "unknown", _ when section.Name == "exists" => "judged", _ => missing }, said);
        });

    [Fact]
    public void Operators_Examples_Bind() =>
        Assert.All(Sections(Page("operators.md")), section =>
        {
            var example = Example(section.Text);
            Assert.Equal(section.Name, example.GetProperty("op").GetString());
            var dialect = example.TryGetProperty("dialect", out var word) ? word.GetString() : null;
            Judged.Bind(section.Name, example.GetProperty("value").GetRawText(), new BindContext(Quantifier.Every, dialect));
        });

    [Fact]
    public void SqlBuiltins_Page_IsTheTable() => Assert.Equal(
        SqlBuiltins.Tables.Select(table => (table.Name, string.Join(' ', table.Words.Order(StringComparer.Ordinal)))),
        Sections(Page("sql-builtins.md")).Select(section => (section.Name, string.Join(
            ' ', Code().Matches(section.Text).Select(match => match.Groups["said"].Value).Order(StringComparer.Ordinal)))));

    [Fact]
    public void SqlBuiltins_Dialects_AreInTheOrderOfTheEnum() => Assert.Equal(
        Enum.GetNames<SqlDialect>().Select(name => name.ToLowerInvariant()), SqlBuiltins.Tables.Skip(1).Select(table => table.Name));

    private static IEnumerable<(string Name, string Text)> Sections(string page) => page
        .Split("\n## ").Skip(1)
        .Select(section => (section[..section.IndexOf('\n')].Trim(), section[section.IndexOf('\n')..]));

    private static JsonElement Example(string section)
    {
        using var document = JsonDocument.Parse(ExampleText().Match(section).Groups["said"].Value);
        return document.RootElement.Clone();
    }

    private static string Page(string name) => RepositoryFiles.Text($"docs/reference/{name}");

    [GeneratedRegex("Missing: (?<said>[a-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Missing();

    [GeneratedRegex("`(?<said>[a-z0-9_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("Example: `(?<said>.*)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExampleText();
}
