using System.CommandLine;
using Gatehouse.Cli.Hosting;
using Gatehouse.Gateway.Telemetry;
using Gatehouse.Gateway;
using Gatehouse.Gateway.Hosting;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Ledger;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse run</c>: one server behind a policy, as an MCP client starts it on standard input and output.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var policy = new Option<string>("--policy") { Description = "Policy file, read again when it changes", HelpName = "FILE", Required = true };
        var name = new Option<string>("--name") { Description = "Name of the server: its counters, records and definitions are kept under it", HelpName = "N", DefaultValueFactory = _ => "default" };
        var upstream = new Option<string?>("--upstream") { Description = "Address of a server over HTTP, instead of a command", HelpName = "URL" };
        var header = new Option<string[]>("--header") { Description = "Header for the upstream, like \"Authorization: Bearer ${env:TOKEN}\"", HelpName = "NAME: VALUE", DefaultValueFactory = _ => [] };
        var headerEnv = HeaderVariables.Create();
        var sse = new Option<bool>("--sse") { Description = "The address is an event stream of 2024-11-05" };
        var allow = new Option<string[]>("--allow")
        {
            Description = "Requests of the server that may reach the client: sampling, roots", HelpName = "WHAT", DefaultValueFactory = _ => [],
        };
        allow.AcceptOnlyFromAmong(ServerReading.Sampling, ServerReading.Roots);
        var data = DataOption.Create();
        var words = ServerWords.Create();
        var command = new Verb(
            "run", "Run one MCP server behind a policy, over standard input and output.",
            "gatehouse run --policy policy.json -- npx -y @modelcontextprotocol/server-filesystem /srv/data",
            "gatehouse run --policy policy.json --upstream https://mcp.example.com/mcp --header \"Authorization: Bearer ${env:TOKEN}\"")
        {
            policy, name, upstream, header, headerEnv, sse, allow, data, words,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var server = new WrappedServer(
                parsed.GetValue(name)!, parsed.GetValue(policy)!, parsed.GetValue(words) ?? [], parsed.GetValue(upstream),
                HeaderVariables.Join(parsed.GetValue(header), parsed.GetValue(headerEnv)), parsed.GetValue(sse), parsed.GetValue(allow) ?? []);
            return ServerWords.Check(parsed, words, server)
                ?? await RunAsync(server, DataOption.Resolve(parsed.GetValue(data)), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(WrappedServer server, string folder, CancellationToken cancel)
    {
        // ORDER: before anything that has to be ended in order.
        using var told = Stopping.Hear();

        // 1. Nothing starts before everything validates.
        var load = server.Load();
        Findings.Print(load.Findings);
        if (load.Snapshot is null)
        {
            return ExitCode.Invalid;
        }

        var (telemetry, unclear) = TelemetrySettings.Read(Environment.GetEnvironmentVariable);
        if (unclear is not null)
        {
            Console.Fail(unclear);
            return ExitCode.Invalid;
        }

        // 2. Several wrappers of one name share counters and approvals; each writes its own journal.
        await using var export = telemetry is null ? null : OtlpExport.Start(telemetry);
        using var logs = Logging.Create(LogLevel.Warning, export is null ? null : export.AddTo);
        var (ledger, fault) = await Ledgers.OpenSharedAsync(folder, server.Name);
        if (ledger is null)
        {
            return Console.Fail(fault!);
        }

        // 3. Serve the client until it hangs up or the process is told to stop.
        await using (ledger)
        {
            await using var snapshots = new FileSnapshotSource(server.Load, load, TimeProvider.System, logs.CreateLogger("gatehouse.policy"));
            await using var plane = new DataPlane(ledger.Ports(snapshots, logs));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await using var input = System.Console.OpenStandardInput();
            await using var output = System.Console.OpenStandardOutput();
            var serving = plane.ServeAsync(WrappedServer.GrantId, input, output, stop.Token);
            var stopping = told.WaitAsync(stop.Token);
            await Task.WhenAny(serving, stopping);
            await stop.CancelAsync();
            await Task.WhenAny(serving, Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, CancellationToken.None));
            await stopping;
            return ExitCode.Success;
        }
    }
}
