using System.CommandLine;
using Gatehouse.Cli.Demo;
using Gatehouse.Cli.Output;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse demo</c>: allow, deny, approval and limit on a server of its own, in the terminal.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var yes = new Option<bool>("--yes") { Description = "Ask nothing: the call that waits is approved" };
        var command = new Verb(
            "demo", "Walk through allow, deny, approval and limit on a payments server of its own. Nothing stays behind.",
            "gatehouse demo", "gatehouse demo --yes") { yes };
        command.SetAction((parsed, cancel) => RunAsync(Terminal.Of(parsed), parsed.GetValue(yes), cancel));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, bool yes, CancellationToken cancel)
    {
        var (stage, fault) = await DemoStage.OpenAsync(cancel);
        if (stage is null)
        {
            return terminal.Fail(fault!);
        }

        await using (stage)
        {
            var problem = await new DemoScript(terminal, stage, question => yes || Ask(terminal, question), cancel).PlayAsync();
            return problem is null ? ExitCode.Success : terminal.Fail(problem);
        }
    }

    // No answer is a no.
    private static bool Ask(Terminal terminal, string question)
    {
        terminal.Line($"{question} [y/N]");
        return System.Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
