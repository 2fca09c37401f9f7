using System.CommandLine;
using System.CommandLine.Parsing;
using Gatehouse.Cli.Hosting;
using Gatehouse.Cli.Output;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands;

/// <summary>
/// The server's program and its arguments, which stand after <c>--</c> and nowhere else: before it a misspelt option would
/// become the program, and an option of the program one of ours.
/// </summary>
internal static class ServerWords
{
    private static readonly FaultCode Stray = new("words-stray");

    /// <summary>Makes it.</summary>
    public static Argument<string[]> Create() => new("command")
    {
        Description = "After --: the server's program and its arguments", Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Prints what is wrong with the command line of a server.</summary>
    /// <returns>The exit code, or null where all is well.</returns>
    public static int? Check(ParseResult parsed, Argument<string[]> words, WrappedServer server)
    {
        var terminal = Terminal.Of(parsed);
        var all = parsed.GetResult(words)?.Tokens ?? [];
        var behind = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Count();
        if (all.Count > behind)
        {
            terminal.Fail(new Fault(
                Stray, $"`{all[0].Value}` is no option of `{parsed.CommandResult.Command.Name}`",
                "the server's program and its arguments stand after `--`"));
            return ExitCode.Usage;
        }

        var faults = server.Check();
        foreach (var fault in faults)
        {
            terminal.Fail(fault);
        }

        return faults.IsEmpty ? null : ExitCode.Usage;
    }
}
