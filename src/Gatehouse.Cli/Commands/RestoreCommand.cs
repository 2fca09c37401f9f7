using System.CommandLine;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Ledger.Backups;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse restore</c>: a backup in place of a data folder that nobody runs on.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var backup = new Argument<string>("backup") { Description = "The backup's folder" };
        var keys = new Option<string?>("--keys") { Description = "The folder of the keys, where the data folder does not have them", HelpName = "DIR" };
        var replace = new Option<bool>("--replace") { Description = "The data folder has data; it moves to a folder within it" };
        var stand = new Option<bool>("--stand") { Description = "Nothing was called since the backup: limits count on as they stood. Default: windows that are open now stay closed" };
        var folder = new FolderOptions();
        var json = JsonOption.Create();
        var command = new Verb(
            "restore", "Put a backup in place of a data folder that nobody runs on. Waiting and approved calls are void, open limits closed.",
            "gatehouse restore /backup/2027-01-31 --keys /safe/keys-2027-01-31",
            "gatehouse restore /backup/2027-01-31 --data /var/lib/gatehouse --replace") { backup, keys, replace, stand };
        folder.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancel) =>
        {
            var terminal = Terminal.Of(parsed);
            var (summary, fault) = await FolderRestore.RunAsync(
                Path.GetFullPath(parsed.GetValue(backup)!), folder.Folder(parsed), parsed.GetValue(keys), parsed.GetValue(replace),
                parsed.GetValue(stand), TimeProvider.System, cancel);
            if (summary is null)
            {
                return terminal.Fail(fault!);
            }

            Print(terminal, summary, folder.Folder(parsed), parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(Terminal terminal, RestoreSummary summary, string path, bool asJson)
    {
        if (asJson)
        {
            terminal.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("folder", path);
                json.WriteString("taken", summary.Taken);
                json.WriteNumber("files", summary.Files);
                json.WriteNumber("voided", summary.Voided);
                json.WriteString("before", summary.Aside);
                json.WriteBoolean("limits_closed", summary.ClosesLimits);
                json.WriteEndObject();
            });
            return;
        }

        terminal.Line($"restored {path} as it was at {Fields.Time(summary.Taken)}: {summary.Files} files");
        terminal.Line($"{summary.Voided} calls that waited, were approved or under way are void");
        if (summary.ClosesLimits)
        {
            terminal.Line($"windows of limits that are open now have no room until they end");
        }

        if (summary.Aside is not null)
        {
            terminal.Line($"what was there is in {summary.Aside}");
        }

        terminal.Line($"{new Painted("careful", Tone.Careful)}: what was revoked since then is valid again: look at grants, members and API keys");
    }
}
