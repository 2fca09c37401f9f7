using System.CommandLine;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Ledger.Backups;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse backup</c>: a consistent copy of a data folder, beside whoever runs on it.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("folder") { Description = "Where to: a new folder" };
        var keys = new Option<string?>("--keys") { Description = "Copy the keys, too, to this other new folder; keep it apart", HelpName = "DIR" };
        var folder = new FolderOptions();
        var json = JsonOption.Create();
        var command = new Verb(
            "backup", "Copy a data folder to a new one, beside whoever runs on it.",
            "gatehouse backup /backup/2027-01-31",
            "gatehouse backup /backup/2027-01-31 --data /var/lib/gatehouse --keys /safe/keys-2027-01-31") { target, keys };
        folder.AddTo(command);
        command.Options.Add(json);
        command.SetAction(parsed => Run(
            Terminal.Of(parsed), folder.Folder(parsed), parsed.GetValue(target)!, parsed.GetValue(keys), parsed.GetValue(json), TimeProvider.System));
        return command;
    }

    private static int Run(Terminal terminal, string path, string target, string? keysTarget, bool asJson, TimeProvider time)
    {
        var (folder, keys, fault) = BesideLedger.OpenFolder(path);
        if (folder is null || keys is null)
        {
            return terminal.Fail(fault!);
        }

        using (folder)
        {
            var full = Path.GetFullPath(target);
            var (summary, failed) = FolderBackup.Run(folder, keys, full, keysTarget is null ? null : Path.GetFullPath(keysTarget), time);
            if (summary is null)
            {
                return terminal.Fail(failed!);
            }

            if (asJson)
            {
                terminal.Json(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("folder", full);
                    json.WriteString("taken", summary.Taken);
                    json.WriteNumber("files", summary.Files);
                    json.WriteNumber("bytes", summary.Bytes);
                    json.WriteNumber("rows", summary.Rows);
                    json.WriteBoolean("sound", summary.IsSound);
                    json.WriteStartArray("not_copied");
                    foreach (var stranger in summary.Strangers)
                    {
                        json.WriteStringValue(stranger);
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                });
            }
            else
            {
                terminal.Line($"backed up {path} to {full}: {summary.Files} files, {summary.Bytes} bytes, {summary.Rows} rows of journals");
                terminal.Line($"{(keysTarget is null ? $"the keys in {folder.Keys} are not part of it: keep a copy of them elsewhere" : $"the keys are in {Path.GetFullPath(keysTarget)}: keep them apart")}");
            }

            if (!summary.Strangers.IsEmpty)
            {
                terminal.Note($"{new Painted("careful", Tone.Careful)}: not part of a data folder, and not copied: {string.Join(", ", summary.Strangers)}");
            }

            if (summary.IsSound)
            {
                return ExitCode.Success;
            }

            terminal.Note($"{new Painted("careful", Tone.Careful)}: the journals do not verify; `gatehouse log verify` says where");
            return ExitCode.Found;
        }
    }
}
