using System.CommandLine;
using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Ledger.Journal;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Audits;

/// <summary><c>gatehouse audit verify</c>: whether an exported audit is as it was written. It needs the file, and for signatures the keys.</summary>
internal static class AuditVerifyCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "An export of the audit as JSON Lines; left out, the server checks its own", Arity = ArgumentArity.ZeroOrOne,
        };
        var data = new Option<string?>("--data")
        {
            Description = "A data folder whose keys signed the checkpoints; without it they are not believed", HelpName = "DIR",
        };
        var command = new Verb(
            "verify", "Check every row of an audit against its chain and its signed checkpoints. Exit code 4 when one was changed.",
            "gatehouse audit verify",
            "gatehouse audit verify gatehouse-audit.jsonl",
            "gatehouse audit verify gatehouse-audit.jsonl --data /var/lib/gatehouse --json") { file, data };
        new RemoteOptions().AddTo(
            command, parsed => parsed.GetValue(file) is not null,
            (parsed, asJson, _) => Task.FromResult(Run(Terminal.Of(parsed), parsed.GetValue(file)!, parsed.GetValue(data), asJson)),
            async (_, session) =>
            {
                var asked = await session.GetAsync("audit/verify", ApiJson.Default.AuditVerdict);
                var code = session.Show(asked, ApiJson.Default.AuditVerdict, verdict => Print(session.Terminal, verdict, asJson: false));
                return asked.Value is { IsSound: false } ? ExitCode.Found : code;
            });
        return command;
    }

    private static int Run(Terminal terminal, string path, string? data, bool asJson)
    {
        ChainCheckpoints? checkpoints = null;
        if (data is not null)
        {
            var (folder, keys, fault) = BesideLedger.OpenFolder(Path.GetFullPath(data));
            if (folder is null || keys is null)
            {
                return terminal.Fail(fault!);
            }

            using (folder)
            {
                checkpoints = new ChainCheckpoints(Path.Combine(folder.Path, "audit"), keys);
            }
        }

        AuditVerdict verdict;
        try
        {
            verdict = Verify(path, checkpoints);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(new Fault(new("file-unreadable"), $"the file `{path}` cannot be read", "check that it exists and who may read it"));
        }

        Print(terminal, verdict, asJson);
        return verdict.IsSound ? ExitCode.Success : ExitCode.Found;
    }

    // Checkpoints stand at the end of the file, so it is read twice.
    private static AuditVerdict Verify(string path, ChainCheckpoints? checkpoints)
    {
        var signed = new Dictionary<long, string>();
        foreach (var line in File.ReadLines(path).Where(IsCheckpoint))
        {
            if (checkpoints?.Open(line) is { } checkpoint)
            {
                signed[checkpoint.Sequence] = checkpoint.Hash;
            }
            else if (checkpoints is not null)
            {
                return new AuditVerdict(false, 0, 0, 0, 0, new AuditFlaw("checkpoint", 0, "the signature of a checkpoint is not good"));
            }
        }

        var walk = new AuditWalk(signed.GetValueOrDefault);
        var (number, organisation) = (0L, (string?)null);
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (IsCheckpoint(line))
            {
                continue;
            }

            if (Read(line) is not { } row || (organisation ??= row.OrganisationId) != row.OrganisationId)
            {
                return walk.End(0) with { IsSound = false, Flaw = walk.Flaw ?? new AuditFlaw("edited", 0, $"line {number} is no row of this audit") };
            }

            walk.Add(row);
        }

        return walk.End(signed.Keys.DefaultIfEmpty().Max());
    }

    private static bool IsCheckpoint(string line) => line.StartsWith("{\"writer\":", StringComparison.Ordinal);

    private static AuditLine? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ApiJson.Default.AuditLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Print(Terminal terminal, AuditVerdict verdict, bool asJson)
    {
        if (asJson)
        {
            terminal.Json(json => JsonSerializer.Serialize(json, verdict, ApiJson.Default.AuditVerdict));
            return;
        }

        if (verdict.Flaw is { } flaw)
        {
            terminal.Line($"{new Painted(flaw.Kind, Tone.Bad)}: {flaw.Text}");
        }

        var word = verdict.IsSound ? new Painted("sound", Tone.Good) : new Painted("NOT sound", Tone.Bad);
        terminal.Line($"{word}: rows {verdict.First} to {verdict.Last}, {verdict.Checkpoints} signed checkpoints");
    }
}
