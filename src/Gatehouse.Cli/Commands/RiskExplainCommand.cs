using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Cli.Output;
using Gatehouse.Policy;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse risk explain</c>: why a tool has its category and level.</summary>
internal static class RiskExplainCommand
{
    private static readonly FaultCode NoList = new("tools-unreadable");
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 128 };

    public static Command Create()
    {
        var file = new Argument<string>("dump") { Description = "Saved tools/list result, as `gatehouse scan --json` prints it" };
        var tool = new Option<string?>("--tool") { Description = "Only this tool", HelpName = "NAME" };
        var server = new Option<string?>("--server") { Description = "The server's name or package; it can help to tell", HelpName = "NAME" };
        var json = JsonOption.Create();
        var command = new Verb(
            "explain", "Say category and level of tools, and which words and fields decided.",
            "gatehouse risk explain tools.json",
            "gatehouse risk explain tools.json --tool delete_page --json") { file, tool, server, json };
        command.SetAction(parsed => Run(
            Terminal.Of(parsed), parsed.GetValue(file)!, parsed.GetValue(tool), parsed.GetValue(server) ?? "", parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string path, string? only, string server, bool asJson)
    {
        var (tools, fault) = Read(path, server);
        if (tools is null)
        {
            return terminal.Fail(fault!);
        }

        var chosen = tools.Where(tool => only is null || tool.Name == only).Select(tool => (tool.Name, Said: RiskClassifier.Assess(tool))).ToList();
        if (chosen.Count == 0)
        {
            return terminal.Fail(new Fault(new("tool-unknown"), $"the file has no tool `{only}`", "names are compared letter by letter"));
        }

        if (asJson)
        {
            terminal.Json(json => Write(json, chosen));
        }
        else
        {
            chosen.ForEach(one => Print(terminal, one.Name, one.Said));
        }

        return ExitCode.Success;
    }

    private static (List<ToolDefinition>? Tools, Fault? Fault) Read(string path, string server)
    {
        var (bytes, fault) = InputFile.Read(path);
        if (bytes is null)
        {
            return (null, fault);
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            var root = document.RootElement;
            var result = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("result", out var inner) ? inner : root;
            if (result.ValueKind == JsonValueKind.Object && result.TryGetProperty("tools", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                return ([.. list.EnumerateArray().Select(tool => DefinitionReading.Read(tool, server)).OfType<ToolDefinition>()], null);
            }
        }
        catch (JsonException)
        {
            // Said below: to the reader both are a file of another kind.
        }

        return (null, new Fault(NoList, $"the file `{path}` is no result of `tools/list`", "it is an object with the member \"tools\""));
    }

    private static void Print(Terminal terminal, string name, RiskAssessment said)
    {
        terminal.Line($"{name}: {said.Category.Word()}, {said.Level.Word()} (confidence {said.Confidence.ToString("0.00", CultureInfo.InvariantCulture)})");
        foreach (var line in said.Evidence)
        {
            terminal.Line($"  {line}");
        }

        foreach (var signal in said.Signals)
        {
            terminal.Line($"  signal {signal.Name}: {signal.Evidence}");
        }

        terminal.Line($"  recommended: {(said.Recommendation.IsHidden ? "hide it" : said.Recommendation.Rule)}");
    }

    private static void Write(Utf8JsonWriter json, List<(string Name, RiskAssessment Said)> chosen)
    {
        json.WriteStartObject();
        json.WriteStartArray("tools");
        foreach (var (name, said) in chosen)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            AssessmentJson.Write(json, said);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
