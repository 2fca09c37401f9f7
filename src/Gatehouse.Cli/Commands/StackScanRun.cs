using System.Collections.Immutable;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Scanning;
using Gatehouse.Cli.Stack;

namespace Gatehouse.Cli.Commands;

/// <summary>A scan of all configured servers, from finding the configurations to the exit code.</summary>
internal static class StackScanRun
{
    private const string MemoryName = "scan.json";

    /// <summary>Runs it.</summary>
    /// <param name="terminal">Where it prints.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="person">Who can be asked; null for nobody.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="machine">Whose configurations are looked for; this one's where null.</param>
    public static async Task<int> RunAsync(
        Terminal terminal, ScanSettings settings, TextReader? person, CancellationToken cancel, Machine? machine = null)
    {
        // 1. What is there.
        var files = Files(settings.Config, settings.Clients, machine ?? Machine.Here());
        if (files.IsEmpty)
        {
            terminal.Note($"gatehouse: no configuration of an MCP client was found; name one with `--config`, or a server after `--`");
            return settings.Config.IsEmpty && settings.Clients.IsEmpty ? ExitCode.Success : ExitCode.Failure;
        }

        foreach (var file in files)
        {
            terminal.Note($"{file.Client.Name}: {file.Path}{(file.Fault is null ? $", {file.Servers.Length} servers" : "")}");
            if (file.Fault is { } fault)
            {
                terminal.Fail(fault);
            }
        }

        // 2. Nothing starts before somebody agreed to its command.
        var targets = ScanTarget.Of(files.SelectMany(file => file.Servers), settings.Patience);
        if (new Consent(terminal, person).Ask(targets, settings.IsAgreed) is not { } agreed)
        {
            return ExitCode.Usage;
        }

        var asked = agreed.Count(target => target.Entry is not null);
        if (asked > 0)
        {
            terminal.Note($"asking {ScanText.Count(asked, "server")} for tools; none of them is called …");
        }

        // 3. Ask them, look at them together, hold them against the last time.
        var scanned = CrossChecks.Apply(await StackScan.RunAsync(agreed, settings.Patience, TimeProvider.System, cancel));
        var (memory, unreadable) = ScanMemory.Open(
            settings.Baseline ?? MemoryPath(settings), isOfMachine: settings.Baseline is null && !settings.IsBuild);
        if (memory is null)
        {
            return terminal.Fail(unreadable!);
        }

        var report = new ScanReport(files, memory.Compare(scanned));

        // 4. Tell, remember, judge.
        if (settings.AsJson)
        {
            terminal.Json(json => ScanJson.Write(json, report));
        }
        else
        {
            ScanText.Print(terminal, report);
            if (!settings.IsBuild && settings.Policy is null && report.Tools.Length > 0)
            {
                terminal.Note($"What next: `gatehouse scan --policy DIR` writes a policy for each server, `gatehouse wrap` puts it before your clients' servers.");
            }
        }

        if (settings.WriteFiles(terminal, report, TimeProvider.System) is { } failed)
        {
            return failed;
        }

        if (settings.Policy is { } folder && SavePolicies(terminal, folder, report) is { } code)
        {
            return code;
        }

        return !settings.IsBuild && memory.Save(report.Servers) is { } unsaved ? terminal.Fail(unsaved) : settings.Verdict(terminal, report);
    }

    /// <summary>The configurations that are meant.</summary>
    public static ImmutableArray<ClientFile> Files(ImmutableArray<string> named, ImmutableArray<string> clients, Machine machine) =>
        [.. (named.IsEmpty ? ClientFile.Find(machine) : [.. named.Select(path => ClientFile.Read(path, machine))])
            .Where(file => clients.IsEmpty || clients.Contains(file.Client.Word))
            .Where(file => file.Fault is not null || !file.Servers.IsEmpty || !named.IsEmpty)];

    // A build's is beside what it looks at, so that it can be committed.
    private static string MemoryPath(ScanSettings settings) => settings.IsBuild
        ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(settings.Config[0]))!, "gatehouse.scan.json")
        : Path.Combine(DataOption.Resolve(null), MemoryName);

    private static int? SavePolicies(Terminal terminal, string folder, ScanReport report)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(new(new("file-unwritable"), $"the folder `{folder}` cannot be made"));
        }

        foreach (var server in report.Servers.Where(server => server.Fault is null && !server.IsCut))
        {
            var path = Path.Combine(folder, server.Target.Id + ".json");
            if (StarterPolicy.Save(path, server.Target.Id, server.Tools) is { } fault)
            {
                terminal.Fail(fault);
                continue;
            }

            terminal.Note($"wrote {path}");
        }

        return null;
    }
}
