using System.CommandLine;
using Gatehouse.Cli.Hosting;
using Gatehouse.Gateway.Telemetry;
using Gatehouse.Gateway;
using Gatehouse.Gateway.Hosting;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Ledger;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse serve</c>: many servers and grants over HTTP, from one configuration file.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config")
        {
            Description = "Configuration file, read again when it changes", HelpName = "FILE", DefaultValueFactory = _ => "gatehouse.json",
        };
        var data = DataOption.Create();
        var command = new Verb(
            "serve", "Serve many MCP servers over HTTP at /mcp/SERVER, from a configuration file.",
            "gatehouse serve",
            "gatehouse serve --config /etc/gatehouse/gatehouse.json --data /var/lib/gatehouse") { config, data };
        command.SetAction((parsed, cancel) => ServeAsync(parsed.GetValue(config)!, parsed.GetValue(data), cancel));
        return command;
    }

    private static async Task<int> ServeAsync(string path, string? data, CancellationToken cancel)
    {
        // ORDER: before anything that has to be ended in order.
        using var stopping = Stopping.Hear();

        // 1. Nothing starts before everything validates.
        var file = new ConfigFile(path, TimeProvider.System, Environment.GetEnvironmentVariable);
        var load = file.Load();
        Findings.Print(load.Findings);
        if (load.Config is not { } config || load.Snapshot is null)
        {
            return ExitCode.Invalid;
        }

        var (certificate, unusable) = config.Tls is { } files ? TlsCertificate.Open(files, TimeProvider.System) : default;
        if (unusable is not null)
        {
            Console.Fail(unusable);
            return ExitCode.Invalid;
        }

        var (telemetry, unclear) = TelemetrySettings.Read(Environment.GetEnvironmentVariable);
        if (unclear is not null)
        {
            Console.Fail(unclear);
            return ExitCode.Invalid;
        }

        // 2. The data folder is this process's alone.
        await using var export = telemetry is null ? null : OtlpExport.Start(telemetry);
        using var logs = Logging.Create(more: export is null ? null : export.AddTo);
        var folder = DataOption.Resolve(data, config.DataFolder);
        var (ledger, fault) = await Ledgers.OpenAsync(
            folder, Path.Combine(Path.GetDirectoryName(file.FullPath)!, "gatehouse.lock"), config.SurvivesPowerLoss);
        if (ledger is null)
        {
            return Console.Fail(fault!);
        }

        await using (ledger)
        {
            // 3. What is in force, then the listeners; `docs/architecture.md` says who is who.
            await using var snapshots = new FileSnapshotSource(file.Load, load, TimeProvider.System, logs.CreateLogger("gatehouse.configuration"));
            await using var plane = new DataPlane(ledger.Ports(snapshots, logs));
            return await ListenAsync(config, certificate, plane, stopping, logs, cancel);
        }
    }

    private static async Task<int> ListenAsync(
        GatewayConfig config, TlsCertificate? certificate, DataPlane plane, Stopping stopping, ILoggerFactory logs, CancellationToken cancel)
    {
        var (host, fault) = await HttpHost.StartAsync(AgentListener.Of(config, certificate), plane, logs, cancel);
        if (host is null)
        {
            return Console.Fail(fault!);
        }

        await using var agents = host;
        Say("listening", host.Addresses);
        var (health, unusable) = config.Management is { } endpoint
            ? await ManagementHost.StartAsync(endpoint, () => plane.IsReady, logs)
            : default;
        if (unusable is not null)
        {
            return Console.Fail(unusable);
        }

        await using var management = health;
        Say("health and metrics", health?.Addresses ?? []);
        await stopping.WaitAsync(cancel);

        // ORDER: not ready first, so that whoever sends calls here stops; then the listener goes.
        management?.Close();
        await host.StopAsync();
        return ExitCode.Success;
    }

    private static void Say(string what, IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            System.Console.Out.WriteLine($"{what} on {address}");
        }
    }
}
