using System.Collections.Immutable;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Scanning;
using Gatehouse.Cli.Stack;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Cli.Wrapping;

/// <summary>One <c>gatehouse wrap</c>: agree, ask the servers, show the change, agree again, write.</summary>
internal sealed class WrapRun(Terminal terminal, Consent consent, string policies, string program)
{
    /// <summary>Runs it.</summary>
    public async Task<int> RunAsync(
        ImmutableArray<ClientFile> files, IReadOnlyCollection<string> chosen, TimeSpan patience, bool isDry, bool isAgreed, CancellationToken cancel)
    {
        foreach (var file in files.Where(file => file.Fault is not null))
        {
            terminal.Fail(file.Fault!);
        }

        // 1. Policies come from what the servers list, so they are started once; only after a yes.
        var meant = files.SelectMany(file => file.Servers).Where(server => !server.IsWrapped && (chosen.Count == 0 || chosen.Contains(server.Name, StringComparer.Ordinal)));
        var targets = ScanTarget.Of(meant, patience);
        if (consent.Ask(targets, isAgreed) is not { } agreed)
        {
            return ExitCode.Usage;
        }

        var scanned = CrossChecks.Apply(await StackScan.RunAsync(agreed, patience, TimeProvider.System, cancel));

        // 2. What would change.
        var plans = files.Where(file => file.Fault is null).Select(file => WrapPlan.Of(file, scanned, policies, program, chosen)).ToArray();
        foreach (var plan in plans)
        {
            if (plan.IsChange)
            {
                LineDiff.Print(terminal, plan.File.Path, plan.File.Text, plan.After, [.. plan.File.Servers.SelectMany(server => server.Secrets)]);
            }

            foreach (var (name, why) in plan.Left)
            {
                terminal.Note($"left {name} in {plan.File.Path}: {why}");
            }
        }

        var changes = plans.Where(plan => plan.IsChange).ToArray();
        if (changes.Length == 0 || isDry)
        {
            terminal.Line($"{(changes.Length == 0 ? "nothing to change" : "nothing was changed: --dry-run")}");
            return files.Any(file => file.Fault is not null) ? ExitCode.Failure : ExitCode.Success;
        }

        if (!isAgreed && !consent.Agrees($"Rewrite {changes.Length} {(changes.Length == 1 ? "file" : "files")}?"))
        {
            terminal.Line($"nothing was changed");
            return ExitCode.Success;
        }

        return Write(changes, scanned);
    }

    // ORDER: the policies first. A configuration that names a policy that is not there starts nothing.
    private int Write(WrapPlan[] changes, ImmutableArray<ScannedServer> scanned)
    {
        PrivateFolder.Make(policies);
        foreach (var server in scanned.Where(server => server.Fault is null && !server.IsCut))
        {
            var path = WrapPlan.PolicyPath(policies, server);
            if (File.Exists(path))
            {
                terminal.Note($"kept {path}: it was there");
            }
            else if (StarterPolicy.Save(path, server.Target.Id, server.Tools) is { } fault)
            {
                return terminal.Fail(fault);
            }
        }

        foreach (var plan in changes)
        {
            var (copy, fault) = Backup.Replace(plan.File.Path, plan.File.Text, plan.After);
            if (fault is not null)
            {
                return terminal.Fail(fault);
            }

            terminal.Line($"{plan.File.Path}: {plan.Wrapped.Length} {(plan.Wrapped.Length == 1 ? "server goes" : "servers go")} through gatehouse; before: {copy}");
        }

        terminal.Line($"Policies are in {policies}: look at each. Restart the clients. `gatehouse wrap --undo` takes it back.");
        return ExitCode.Success;
    }
}
