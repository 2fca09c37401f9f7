using System.Collections.Immutable;
using System.CommandLine;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Gateway.Tools;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse tools accept</c> and <c>dismiss</c>: what becomes of definitions that wait.</summary>
internal static class ToolsSettleCommand
{
    /// <summary>Settles definitions of a server; null names mean all.</summary>
    public delegate (ImmutableArray<string> Names, Fault? Fault) Settle(LockFile file, string server, IReadOnlyCollection<string>? names);

    public static Command Create(string name, string description, string done, Settle settle, params string[] examples)
    {
        var names = new Argument<string[]>("name") { Description = "Names of tools", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every definition of the server that waits" };
        var server = new Option<string?>("--server")
        {
            Description = "The server (default: the only one whose definitions wait)", HelpName = "ID",
        };
        var folder = new FolderOptions();
        var command = new Verb(name, description, examples) { names, all, server };
        folder.AddTo(command);
        command.SetAction(parsed =>
        {
            var terminal = Terminal.Of(parsed);
            var chosen = parsed.GetValue(names) ?? [];
            if (parsed.GetValue(all) == chosen.Length > 0)
            {
                terminal.Note($"gatehouse: name tools, or say `--all`");
                return ExitCode.Usage;
            }

            return Run(
                terminal, folder.LockFile(parsed), parsed.GetValue(server), parsed.GetValue(all) ? null : chosen, done, settle);
        });
        return command;
    }

    private static int Run(Terminal terminal, string path, string? server, string[]? names, string done, Settle settle)
    {
        var (file, fault) = AcceptedFile.Open(path);
        if (file is null)
        {
            return terminal.Fail(fault!);
        }

        // 1. Which server.
        var withWaiting = file.Servers.Where(entry => entry.Value.Waiting.Count > 0).Select(entry => entry.Key).ToArray();
        if ((server ?? (withWaiting is [var only] ? only : null)) is not { } chosen)
        {
            return terminal.Fail(new Fault(
                AcceptedFile.NotWaiting,
                withWaiting.Length == 0 ? "no definition waits" : "definitions of several servers wait",
                withWaiting.Length == 0 ? null : $"say `--server`: {string.Join(", ", withWaiting.Order(StringComparer.Ordinal))}"));
        }

        // 2. All of the names or none.
        var waiting = file.Find(chosen)?.Waiting.Keys.ToArray() ?? [];
        if (names?.FirstOrDefault(name => !waiting.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            return terminal.Fail(new Fault(AcceptedFile.NotWaiting, $"no definition of `{unknown}` waits on `{chosen}`", "`gatehouse tools diff` lists them"));
        }

        var (settled, problem) = settle(file, chosen, names);
        if (problem is not null)
        {
            return terminal.Fail(problem);
        }

        foreach (var name in settled)
        {
            terminal.Line($"{done} {name} on {chosen}");
        }

        if (names is null)
        {
            foreach (var left in file.Find(chosen)?.Waiting.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>())
            {
                terminal.Note($"left {left}: something in its texts needs a look; see `gatehouse tools diff`, and name it");
            }
        }

        return ExitCode.Success;
    }
}
