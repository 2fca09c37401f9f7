using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Gatehouse.Cli.Hosting;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Scanning;
using Gatehouse.Policy;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse scan</c>: which tools a server has, and a first policy for them.</summary>
internal static class ScanCommand
{
    private const int DescriptionCap = 100;

    public static Command Create()
    {
        var upstream = new Option<string?>("--upstream") { Description = "Address of a server over HTTP, instead of a command", HelpName = "URL" };
        var header = new Option<string[]>("--header")
        {
            Description = "Header for the upstream, like \"Authorization: Bearer ${env:TOKEN}\"", HelpName = "NAME: VALUE", DefaultValueFactory = _ => [],
        };
        var sse = new Option<bool>("--sse") { Description = "The address is an event stream of 2024-11-05" };
        var policy = new Option<string?>("--policy") { Description = "Write a starter policy to this new file", HelpName = "FILE" };
        var timeout = new Option<string>("--timeout")
        {
            Description = "How long the server may take, like 90s", HelpName = "TIME", DefaultValueFactory = _ => "60s",
        };
        var json = JsonOption.Create();
        json.Description = "Print the definitions as a tools/list result, for --tools of the policy verbs";
        var words = ServerWords.Create();
        var command = new Verb(
            "scan", "List the tools of a server, and write a first policy for them. No tool is called.",
            "gatehouse scan -- npx -y @modelcontextprotocol/server-filesystem /srv/data",
            "gatehouse scan --upstream https://mcp.example.com/mcp --header \"Authorization: Bearer ${env:TOKEN}\" --policy starter.json",
            "gatehouse scan --json -- ./server > tools.json")
        {
            upstream, header, sse, timeout, policy, json, words,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            WrappedServer Server(string file) => new(
                "scan", file, parsed.GetValue(words) ?? [], parsed.GetValue(upstream), parsed.GetValue(header) ?? [], parsed.GetValue(sse),
                allowed: []);
            return ServerWords.Check(parsed, words, Server("")) ?? await RunAsync(
                Terminal.Of(parsed), Server, parsed.GetValue(policy), DurationText.Duration(parsed.GetValue(timeout)!),
                parsed.GetValue(json), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, Func<string, WrappedServer> server, string? policy, TimeSpan? patience, bool asJson, CancellationToken cancel)
    {
        if (patience is not { } time || time <= TimeSpan.Zero || time > TimeSpan.FromHours(1))
        {
            terminal.Note($"gatehouse: `--timeout` is like 90s, at most 1h");
            return ExitCode.Usage;
        }

        if (policy is not null && File.Exists(policy))
        {
            return terminal.Fail(new Fault(new("file-exists"), $"the file `{policy}` exists", "name a new one"));
        }

        var (scan, fault) = await ServerScan.RunAsync(
            server, findings => Print(terminal, findings.Select(one => (one.File, one.Finding))), time, cancel);
        if (scan is null)
        {
            return terminal.Fail(fault!);
        }

        if (asJson)
        {
            terminal.Json(json => WriteList(json, scan));
        }
        else
        {
            Print(terminal, scan);
        }

        return policy is null ? ExitCode.Success : WritePolicy(terminal, scan, policy);
    }

    private static void Print(Terminal terminal, IEnumerable<(string File, Policy.Language.Finding Finding)> findings)
    {
        foreach (var (file, finding) in findings)
        {
            FindingLines.Note(terminal, file, [finding]);
        }
    }

    private static void Print(Terminal terminal, ServerScan scan)
    {
        terminal.Table(
            ["tool", "category", "risk", "hint", "description"],
            [.. scan.Tools.Select(tool => (Tool: tool, Said: tool.Assess(scan.Server))).Select(one => (string[])[
                one.Tool.Name, one.Said.Category.Word(), one.Said.Level.Word(), Word(one.Tool.Hint),
                Visible.Short(one.Tool.Description, DescriptionCap)])]);
        terminal.Line();
        terminal.Line($"{scan.Tools.Length} tools of {scan.Server}. Category and risk are told from the definitions, hints are the server's own claims: look at each tool.");
    }

    private static string Word(ToolHint hint) => hint switch
    {
        ToolHint.ReadOnly => "read-only",
        ToolHint.Destructive => "destructive",
        _ => "none",
    };

    private static void WriteList(Utf8JsonWriter json, ServerScan scan)
    {
        json.WriteStartObject();
        json.WriteStartArray("tools");
        foreach (var tool in scan.Tools)
        {
            tool.Definition.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static int WritePolicy(Terminal terminal, ServerScan scan, string path)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            StarterPolicy.Write(json, scan.Server, scan.Tools);
        }

        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(text.WrittenSpan);
            file.Write("\n"u8);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(new Fault(new("file-unwritable"), $"the file `{path}` cannot be written"));
        }

        terminal.Note($"wrote {path}: read-only hints pass, destructive hints ask a person, the rest has a rate limit");
        foreach (var left in scan.Tools.Where(tool => !StarterPolicy.CanList(tool)))
        {
            terminal.Note($"left out {left.Name}: its name would be a pattern");
        }

        return ExitCode.Success;
    }
}
