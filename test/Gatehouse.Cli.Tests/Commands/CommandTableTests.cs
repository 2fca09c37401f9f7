using System.CommandLine;
using Gatehouse.Cli.Commands;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy.Language;

namespace Gatehouse.Cli.Tests.Commands;

public sealed class CommandTableTests
{
    [Fact]
    public async Task Schema_Prints_TheSchema()
    {
        var run = await CommandRun.Of("policy", "schema");

        Assert.Equal(PolicySchema.Text, run.Output);
    }

    [Fact]
    public async Task ConfigSchema_Prints_TheSchema() => Assert.Equal(ConfigSchema.Text, (await CommandRun.Of("config", "schema")).Output);

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("policy", "validate")]
    [InlineData("policy", "explain", "p.json")]
    public async Task Run_WrongCommandLine_Exits2(params string[] args) => Assert.Equal(2, (await CommandRun.Of(args)).Code);

    [Fact]
    public async Task Run_WordThatBeginsWithAt_IsNoFileOfWords()
    {
        var run = await CommandRun.Of("policy", "validate", "@scope/name");

        Assert.StartsWith("@scope/name:1:1: error file-unreadable", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfEveryVerb_HasItsExamples()
    {
        foreach (var (command, path) in Verbs(CommandTable.Root(), "").Where(one => one.Command.Action is not null))
        {
            var verb = Assert.IsType<Verb>(command);
            var run = await CommandRun.Of([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            Assert.Equal(0, run.Code);
            Assert.NotEmpty(verb.Examples);
            Assert.All(verb.Examples, example => Assert.Contains(example, run.Output, StringComparison.Ordinal));
            Assert.All(verb.Examples, example => Assert.StartsWith($"gatehouse {path}", example, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<(Command Command, string Path)> Verbs(Command command, string path) =>
        command.Subcommands.SelectMany(child => Verbs(child, $"{path} {child.Name}".Trim()).Prepend((child, $"{path} {child.Name}".Trim())));
}
