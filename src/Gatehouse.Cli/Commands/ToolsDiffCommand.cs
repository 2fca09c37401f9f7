using System.CommandLine;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Gateway.Tools;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse tools diff</c>: which definitions wait, and what is different in them.</summary>
internal static class ToolsDiffCommand
{
    public static Command Create()
    {
        var server = new Option<string?>("--server") { Description = "Only this server", HelpName = "ID" };
        var folder = new FolderOptions();
        var json = JsonOption.Create();
        var command = new Verb(
            "diff", "Show tools that are new or changed, member by member. Exit code 4 when some wait.",
            "gatehouse tools diff", "gatehouse tools diff --server payments --json") { server };
        folder.AddTo(command);
        command.Options.Add(json);
        command.SetAction(parsed => Run(
            Terminal.Of(parsed), folder.LockFile(parsed), parsed.GetValue(server), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string path, string? server, bool asJson)
    {
        var (file, fault) = AcceptedFile.Open(path);
        if (file is null)
        {
            return terminal.Fail(fault!);
        }

        var waiting = file.Servers
            .Where(entry => server is null || string.Equals(server, entry.Key, StringComparison.Ordinal))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .SelectMany(entry => entry.Value.Waiting.Values.OrderBy(tool => tool.Name, StringComparer.Ordinal)
                .Select(tool => new WaitingTool(entry.Key, tool, entry.Value.ByName.GetValueOrDefault(tool.Name))))
            .ToArray();
        if (asJson)
        {
            terminal.Json(json =>
            {
                json.WriteStartArray();
                foreach (var tool in waiting)
                {
                    tool.Write(json);
                }

                json.WriteEndArray();
            });
        }
        else
        {
            Print(terminal, waiting);
        }

        return waiting.Length == 0 ? ExitCode.Success : ExitCode.Found;
    }

    // A rise is said as one: it is what a person most wants to see before accepting.
    private static Painted Risk(WaitingTool tool) => tool.RiskBefore is not { } before
        ? new($"{tool.Risk.Category}, {tool.Risk.Level}", Tone.Careful)
        : tool.Risk.IsAbove(before)
            ? new($"risk rises: was {before.Category}, {before.Level}; now {tool.Risk.Category}, {tool.Risk.Level}", Tone.Bad)
            : new($"{tool.Risk.Category}, {tool.Risk.Level}; was {before.Category}, {before.Level}", Tone.Careful);

    private static void Print(Terminal terminal, WaitingTool[] waiting)
    {
        foreach (var tool in waiting)
        {
            terminal.Line($"{tool.Server}  {tool.Now.Name}  {new Painted(tool.Word, Tone.Careful)}");
            terminal.Line($"  {Risk(tool)}");
            foreach (var (member, before, now) in tool.Changes())
            {
                Print(terminal, "-", member, before, Tone.Bad);
                Print(terminal, "+", member, now, Tone.Good);
            }

            TextFindingLines.Print(terminal, "  ", tool.Findings);
        }

        if (waiting.Length == 0)
        {
            terminal.Line($"no definition waits");
            return;
        }

        var word = waiting.Length == 1 ? "definition waits" : "definitions wait";
        terminal.Line($"{waiting.Length} {word}: `gatehouse tools accept` or `gatehouse tools dismiss`");
    }

    private static void Print(Terminal terminal, string sign, string member, string? value, Tone tone)
    {
        if (value is not null)
        {
            terminal.Line($"  {new Painted(sign, tone)} {member}: {value}");
        }
    }
}
