using System.CommandLine;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Ledger.Journal;

namespace Gatehouse.Cli.Commands.Logs;

/// <summary><c>gatehouse log verify</c>: whether the journal is as it was written.</summary>
internal static class LogVerifyCommand
{
    public static Command Create()
    {
        var exported = new Option<string?>("--checkpoints")
        {
            Description = "A copy of checkpoints kept elsewhere: shows a folder that was rolled back as a whole", HelpName = "FILE",
        };
        var folder = new FolderOptions();
        var json = JsonOption.Create();
        var command = new Verb(
            "verify", "Check every row of the journal against its chain and its signed checkpoints. Exit code 4 when one was changed.",
            "gatehouse log verify",
            "gatehouse log verify --checkpoints /backup/checkpoints --json") { exported };
        folder.AddTo(command);
        command.Options.Add(json);
        command.SetAction(parsed => Run(
            Terminal.Of(parsed), folder.Folder(parsed), parsed.GetValue(exported), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string path, string? exported, bool asJson)
    {
        var (folder, keys, fault) = BesideLedger.OpenFolder(path);
        if (folder is null || keys is null)
        {
            return terminal.Fail(fault!);
        }

        using (folder)
        {
            var verdict = JournalVerify.Run(folder.Journal, keys, exported);
            if (asJson)
            {
                Write(terminal, verdict);
            }
            else
            {
                Print(terminal, verdict);
            }

            return verdict.IsSound ? ExitCode.Success : ExitCode.Found;
        }
    }

    private static void Print(Terminal terminal, JournalVerdict verdict)
    {
        foreach (var flaw in verdict.Flaws)
        {
            var place = flaw.Segment.Length == 0 ? flaw.Writer : $"{flaw.Writer}/{flaw.Segment}:{flaw.Line}";
            terminal.Line($"{place}: {new Painted(Word(flaw.Kind), flaw.Kind == FlawKind.Torn ? Tone.Careful : Tone.Bad)}: {flaw.Text}");
        }

        var word = verdict.IsSound ? new Painted("sound", Tone.Good) : new Painted("NOT sound", Tone.Bad);
        terminal.Line($"{word}: {verdict.Rows} rows of {verdict.Writers} writers, {verdict.Checkpoints} checkpoints");
    }

    private static string Word(FlawKind kind) => kind switch
    {
        FlawKind.Missing => "missing",
        FlawKind.RolledBack => "rolled-back",
        FlawKind.Checkpoint => "checkpoint",
        FlawKind.Torn => "torn",
        _ => "edited",
    };

    private static void Write(Terminal terminal, JournalVerdict verdict) => terminal.Json(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("sound", verdict.IsSound);
        json.WriteNumber("writers", verdict.Writers);
        json.WriteNumber("rows", verdict.Rows);
        json.WriteNumber("checkpoints", verdict.Checkpoints);
        json.WriteStartArray("flaws");
        foreach (var flaw in verdict.Flaws)
        {
            json.WriteStartObject();
            json.WriteString("kind", Word(flaw.Kind));
            json.WriteString("writer", flaw.Writer);
            json.WriteString("segment", flaw.Segment);
            json.WriteNumber("line", flaw.Line);
            json.WriteNumber("sequence", flaw.Sequence);
            json.WriteString("text", flaw.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
