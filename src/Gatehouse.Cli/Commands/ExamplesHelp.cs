using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Gatehouse.Cli.Commands;

/// <summary>The usual help, and the verb's examples below it.</summary>
internal sealed class ExamplesHelp(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>Puts examples into the help of a command and all its verbs.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = option.Action is HelpAction help ? new ExamplesHelp(help) : option.Action;
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb { Examples: { Count: > 0 } examples })
        {
            var lines = string.Concat(examples.Select(example => $"  {example}\n"));
            parseResult.InvocationConfiguration.Output.Write($"Examples:\n{lines}\n");
        }

        return code;
    }
}
