using System.CommandLine;
using System.Text.RegularExpressions;
using Gatehouse.Cli.Commands;

namespace Gatehouse.Cli.Tests.Docs;

public sealed partial class CliPageTests
{
    private static readonly string Page = RepositoryFiles.Text("docs/reference/cli.md");

    [Fact]
    public void Page_HasEveryVerbWithEveryOption()
    {
        var missing = Verbs(CommandTable.Root(), "gatehouse")
            .SelectMany(verb => Section(verb.Path) is { } section
                ? verb.Command.Options.Select(option => option.Name).Where(name => !section.Contains($"`{name}", StringComparison.Ordinal))
                    .Select(name => $"{verb.Path} {name}")
                : [verb.Path]);

        Assert.Empty(missing);
    }

    [Fact]
    public void Page_HasNoOptionThatNoVerbHas()
    {
        var verbs = Verbs(CommandTable.Root(), "gatehouse").ToDictionary(verb => verb.Path, verb => verb.Command, StringComparer.Ordinal);
        var strangers = Headings().Matches(Page).Select(match => match.Groups[1].Value)
            .SelectMany(path => OptionRows().Matches(Section(path)!)
                .Select(match => match.Groups[1].Value)
                .Where(option => !verbs[path].Options.Any(known => known.Name == option || known.Aliases.Contains(option)))
                .Select(option => $"{path} {option}"));

        Assert.Empty(strangers);
    }

    [Theory]
    [InlineData(ExitCode.Success)]
    [InlineData(ExitCode.Failure)]
    [InlineData(ExitCode.Usage)]
    [InlineData(ExitCode.Invalid)]
    [InlineData(ExitCode.Found)]
    public void Page_HasEveryExitCode(int code) => Assert.Contains($"\n| {code} | ", Page, StringComparison.Ordinal);

    private static IEnumerable<(Command Command, string Path)> Verbs(Command command, string path) => command.Subcommands
        .SelectMany(child => Verbs(child, $"{path} {child.Name}").Concat(child.Action is null ? [] : [(child, $"{path} {child.Name}")]));

    private static string? Section(string path)
    {
        var start = Page.IndexOf($"\n## `{path}`\n", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var end = Page.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
        return end < 0 ? Page[start..] : Page[start..end];
    }

    [GeneratedRegex("^## `(gatehouse [a-z ]+)`$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("^\\| `(--[a-z][a-z-]*)", RegexOptions.Multiline)]
    private static partial Regex OptionRows();
}
