using System.Collections.Immutable;
using System.CommandLine;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Scanning;
using Gatehouse.Cli.Stack;
using Gatehouse.Cli.Wrapping;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse wrap</c>: the servers of the clients' configurations go through <c>gatehouse run</c>, each with its starter policy.</summary>
internal static class WrapCommand
{
    public static Command Create()
    {
        var config = new Option<string[]>("--config")
        {
            Description = "Rewrite this configuration instead of those of the machine; may be repeated", HelpName = "FILE", DefaultValueFactory = _ => [],
        };
        var client = ScanOptions.Clients();
        var server = new Option<string[]>("--server")
        {
            Description = "Only the server of this name; may be repeated", HelpName = "NAME", DefaultValueFactory = _ => [],
        };
        var policies = new Option<string?>("--policies")
        {
            Description = "Folder of the policies; one that is there is kept (default: policies in the user's data folder)", HelpName = "DIR",
        };
        var timeout = new Option<string>("--timeout")
        {
            Description = "How long a server may take, like 90s", HelpName = "TIME", DefaultValueFactory = _ => "60s",
        };
        var program = new Option<string?>("--program")
        {
            Description = "This program as the clients will start it (default: where it runs from)", HelpName = "PATH",
        };
        var dry = new Option<bool>("--dry-run") { Description = "Show what would change, and change nothing" };
        var undo = new Option<bool>("--undo") { Description = "Put the configurations back as they were" };
        var yes = new Option<bool>("--yes") { Description = "Agree to every command and to the change: ask nothing" };
        var command = new Verb(
            "wrap", "Put gatehouse before the MCP servers of your clients, each with a starter policy. What changes is shown first.",
            "gatehouse wrap", "gatehouse wrap --client cursor --dry-run", "gatehouse wrap --config .mcp.json --policies policies", "gatehouse wrap --undo")
        {
            config, client, server, policies, timeout, program, dry, undo, yes,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var terminal = Terminal.Of(parsed);
            if (DurationText.Duration(parsed.GetValue(timeout)!) is not { } patience || patience <= TimeSpan.Zero || patience > TimeSpan.FromHours(1))
            {
                terminal.Note($"gatehouse: `--timeout` is like 90s, at most 1h");
                return ExitCode.Usage;
            }

            var files = StackScanRun.Files([.. parsed.GetValue(config) ?? []], [.. parsed.GetValue(client) ?? []], Machine.Here());
            if (parsed.GetValue(undo))
            {
                return Undo(terminal, files);
            }

            var folder = Path.GetFullPath(parsed.GetValue(policies) ?? Path.Combine(DataOption.Resolve(null), "policies"));
            return await new WrapRun(terminal, new Consent(terminal, Consent.Person(terminal)), folder, parsed.GetValue(program) ?? Program())
                .RunAsync(files, parsed.GetValue(server) ?? [], patience, parsed.GetValue(dry), parsed.GetValue(yes), cancel);
        });
        return command;
    }

    // A tool of .NET is started by a small program of its own name, which is on the path.
    private static string Program() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) is "gatehouse" ? path : "gatehouse";

    private static int Undo(Terminal terminal, ImmutableArray<ClientFile> files)
    {
        var (undone, failed) = (0, 0);
        foreach (var file in files)
        {
            var (isBack, fault) = Backup.Undo(file.Path);
            undone += isBack ? 1 : 0;
            if (isBack)
            {
                terminal.Line($"{file.Path} is as it was");
            }
            else if (fault is not null)
            {
                failed++;
                terminal.Fail(fault);
            }
        }

        if (undone + failed == 0)
        {
            terminal.Line($"nothing to undo");
        }

        return failed == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
