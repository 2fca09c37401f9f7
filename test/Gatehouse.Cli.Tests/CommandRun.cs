using System.CommandLine;
using System.Text.Json;
using Gatehouse.Cli.Commands;

namespace Gatehouse.Cli.Tests;

/// <summary>One command line run in this process: its exit code and what it printed.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    /// <summary>Runs it.</summary>
    public static async Task<CommandRun> Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandTable.RunAsync(
            args, new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs it in other surroundings than the test process's.</summary>
    public static async Task<CommandRun> AroundAsync(Dictionary<string, string> variables, string configFolder, string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var typed = new StringReader(input);
        var around = new Surroundings
        {
            Output = output, Error = error, Input = typed, HasKeyboard = false, ConfigFolder = configFolder,
            Variable = name => variables.GetValueOrDefault(name),
        };
        var code = await CommandTable.RunAsync(args, around, TestContext.Current.CancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The output as JSON.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }
}
