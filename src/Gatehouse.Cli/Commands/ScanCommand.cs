using System.CommandLine;
using System.Text.Json;
using Gatehouse.Cli.Hosting;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Scanning;
using Gatehouse.Cli.Stack;
using Gatehouse.Policy;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse scan</c>: what the tools of a server, or of all servers of this machine's clients, can do.</summary>
internal static class ScanCommand
{
    // A list of a hostile server may be this large, once; the caps of tools and texts are applied to it.
    private const int MaxAnswer = 64 * 1024 * 1024;

    public static Command Create()
    {
        var upstream = new Option<string?>("--upstream") { Description = "Address of one server over HTTP", HelpName = "URL" };
        var header = new Option<string[]>("--header")
        {
            Description = "Header for the upstream, like \"Authorization: Bearer ${env:TOKEN}\"", HelpName = "NAME: VALUE", DefaultValueFactory = _ => [],
        };
        var headerEnv = HeaderVariables.Create();
        var sse = new Option<bool>("--sse") { Description = "The address is an event stream of 2024-11-05" };
        var policy = new Option<string?>("--policy")
        {
            Description = "Write a starter policy: of one server to this new file, of several to new files in this folder", HelpName = "PATH",
        };
        var timeout = new Option<string>("--timeout")
        {
            Description = "How long a server may take, like 90s", HelpName = "TIME", DefaultValueFactory = _ => "60s",
        };
        var json = JsonOption.Create();
        json.Description = "Print the report as JSON; of one server its definitions as a tools/list result, for --tools of the policy verbs";
        var words = ServerWords.Create();
        var options = new ScanOptions();
        var command = new Verb(
            "scan",
            "Tell what the tools of your MCP servers can do: of all that the clients on this machine are configured for, or of one. No tool is called.",
            "gatehouse scan",
            "gatehouse scan --config .mcp.json --yes --fail-on high --sarif gatehouse.sarif",
            "gatehouse scan --policy policies -- npx -y @modelcontextprotocol/server-filesystem /srv/data",
            "gatehouse scan --upstream https://mcp.example.com/mcp --header \"Authorization: Bearer ${env:TOKEN}\" --policy starter.json",
            "gatehouse scan --json -- ./server > tools.json")
        {
            upstream, header, headerEnv, sse, timeout, policy, json, words,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var terminal = Terminal.Of(parsed);
            if (ScanSettings.Read(parsed, options, parsed.GetValue(timeout)!, parsed.GetValue(policy), parsed.GetValue(json)) is not { } settings)
            {
                return ExitCode.Usage;
            }

            var command = parsed.GetValue(words) ?? [];
            if (command.Length == 0 && parsed.GetValue(upstream) is null)
            {
                return await StackScanRun.RunAsync(terminal, settings, Consent.Person(terminal), cancel);
            }

            var server = new WrappedServer(
                "scan", "", command, parsed.GetValue(upstream), HeaderVariables.Join(parsed.GetValue(header), parsed.GetValue(headerEnv)),
                parsed.GetValue(sse), allowed: []);
            return ServerWords.Check(parsed, words, server) ?? await OneAsync(terminal, settings, server, command, parsed.GetValue(upstream), cancel);
        });
        return command;
    }

    // What stands on the command line was agreed to by whoever wrote it there.
    private static async Task<int> OneAsync(
        Terminal terminal, ScanSettings settings, WrappedServer server, string[] command, string? address, CancellationToken cancel)
    {
        if (settings.Policy is { } taken && File.Exists(taken))
        {
            return terminal.Fail(new Fault(new("file-exists"), $"the file `{taken}` exists", "name a new one"));
        }

        var entry = server.Reach()! with { AnswerTimeout = settings.Patience, MaxAnswerBytes = MaxAnswer };
        var target = new ScanTarget
        {
            Id = "server", Entry = entry, Secrets = [.. entry.Secrets, .. SecretWords.In(command)],
            Shown = address is null ? SecretWords.Show(command) : SecretWords.Show(address),
        };
        var scanned = CrossChecks.Apply(await StackScan.RunAsync([target], settings.Patience, TimeProvider.System, cancel));
        var one = scanned[0];
        if (one.Fault is { } fault)
        {
            foreach (var line in one.LastWords)
            {
                terminal.Note($"{line}");
            }

            return terminal.Fail(fault);
        }

        var report = new ScanReport([], scanned);
        if (settings.AsJson)
        {
            terminal.Json(json => WriteList(json, one));
        }
        else
        {
            ScanText.Print(terminal, one);
            terminal.Line($"{one.Tools.Length} tools of {one.Reported}, {report.Count(RiskLevel.Critical)} critical and {report.Count(RiskLevel.High)} high. They are judged by their definitions: look at each tool.");
        }

        return settings.WriteFiles(terminal, report, TimeProvider.System)
            ?? (settings.Policy is { } path ? SavePolicy(terminal, path, one) : null)
            ?? settings.Verdict(terminal, report);
    }

    private static int? SavePolicy(Terminal terminal, string path, ScannedServer server)
    {
        if (StarterPolicy.Save(path, server.Reported, server.Tools) is { } fault)
        {
            return terminal.Fail(fault);
        }

        terminal.Note($"wrote {path}: nothing else passes; each tool has the rule that its category and level recommend");
        foreach (var left in server.Tools.Where(tool => !StarterPolicy.CanList(tool)))
        {
            terminal.Note($"left out {left.Name}: its name would be a pattern, or hides something");
        }

        return null;
    }

    private static void WriteList(Utf8JsonWriter json, ScannedServer server)
    {
        json.WriteStartObject();
        json.WriteStartArray("tools");
        foreach (var tool in server.Tools)
        {
            tool.Definition.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
