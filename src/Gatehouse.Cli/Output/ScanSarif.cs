using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gatehouse.Cli.Scanning;
using Gatehouse.Gateway.Tools.Texts;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Output;

/// <summary>A scan as SARIF 2.1.0, for code scanning: each result lies on the line of a configuration that names the server.</summary>
internal static class ScanSarif
{
    // Severity as code scanning ranks it, 0 to 10.
    private static readonly (string Id, string Text, string Help, string Level, string Severity)[] Rules =
    [
        ("tool-critical", "A tool that moves money, destroys, or runs anything on the host", "Hide it, or let a person approve each call: `gatehouse scan --policy` writes such a policy.", "error", "9.5"),
        ("tool-high", "A tool that reaches others, runs something or removes something", "Limit its calls, or let a person approve each: `gatehouse scan --policy` writes such a policy.", "warning", "7.5"),
        ("toxic-leak", "Tools that together can leak private data to a stranger", "Put the servers behind a policy that asks a person as soon as outside content was read.", "warning", "8.5"),
        ("toxic-hijack", "Tools that together let a stranger's text destroy, pay or run", "Put the servers behind a policy that asks a person as soon as outside content was read.", "warning", "8.5"),
        ("definition-changed", "A definition is not the one of the last scan", "Look at the change; then make the baseline anew: `gatehouse scan --yes --baseline FILE`.", "warning", "6.0"),
        ("server-unread", "A server or a configuration could not be read", "What was not read was not judged: mend it, or take it out of the configuration.", "error", "5.0"),
        .. Enum.GetValues<TextFlaw>().Select(flaw => (
            flaw.Word(), $"A definition {flaw.Sentence()}", "Read the definition as a whole before an agent does.", flaw.Blocks() ? "error" : "note", flaw.Blocks() ? "8.0" : "3.0")),
    ];

    /// <summary>The whole log.</summary>
    /// <param name="json">Where it goes.</param>
    /// <param name="report">The scan.</param>
    /// <param name="folder">Files below it are named relative to it.</param>
    public static void Write(Utf8JsonWriter json, ScanReport report, string folder)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "gatehouse");
        json.WriteString("version", typeof(ScanSarif).Assembly.GetName().Version!.ToString(3));
        json.WriteStartArray("rules");
        foreach (var rule in Rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Text);
            WriteText(json, "fullDescription", rule.Text + ".");
            WriteText(json, "help", rule.Help);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", rule.Level);
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteString("security-severity", rule.Severity);
            json.WriteStartArray("tags");
            json.WriteStringValue("security");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("results");
        foreach (var result in Results(report, folder))
        {
            WriteResult(json, result, folder);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static IEnumerable<Result> Results(ScanReport report, string folder)
    {
        foreach (var file in report.Files.Where(file => file.Fault is not null))
        {
            // Its message names the place, which moves with each edit and is another on each machine.
            yield return new("server-unread", file.Fault!.Message, file.Path, file.FaultLine) { Same = $"{file.Fault.Code}\n{Relative(file.Path, folder)}" };
        }

        foreach (var server in report.Servers)
        {
            var (file, line) = server.Target.Places is [var place, ..] ? (place.File, place.Line) : (null, 1);
            foreach (var (rule, text) in Of(server))
            {
                yield return new(rule, $"{server.Target.Id}: {text}", file, line);
            }
        }

        var first = report.Servers.SelectMany(server => server.Target.Places).FirstOrDefault();
        foreach (var mix in report.Mixes)
        {
            var parts = string.Join("; ", mix.Parts.Select(part => $"{part.Part}: {ToxicMix.Brief(part.Tools)}"));
            yield return new($"toxic-{mix.Name}", $"{mix.Sentence}: {parts}", first?.File, first?.Line ?? 1);
        }
    }

    private static IEnumerable<(string Rule, string Text)> Of(ScannedServer server)
    {
        if (server.Fault is { } fault)
        {
            yield return ("server-unread", fault.Message);
        }

        foreach (var finding in server.Findings)
        {
            yield return (finding.Flaw.Word(), $"its instructions: {finding.Excerpt}");
        }

        foreach (var tool in server.Tools)
        {
            if (tool.Assessment.Level >= RiskLevel.High)
            {
                yield return ($"tool-{tool.Assessment.Level.Word()}", $"`{tool.Name}` is {tool.Assessment.Category.Word()}: {ScanText.Advice(tool)}");
            }

            if (tool.Change != ToolChange.None)
            {
                yield return ("definition-changed", $"`{tool.Name}` is {ScanText.Word(tool.Change)}");
            }

            foreach (var finding in tool.Findings)
            {
                yield return (finding.Flaw.Word(), $"`{tool.Name}` at {finding.Place} {finding.Flaw.Sentence()}: {finding.Excerpt}");
            }
        }
    }

    private static void WriteResult(Utf8JsonWriter json, Result result, string folder)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", result.Rule);
        json.WriteString("level", Rules.First(known => known.Id == result.Rule).Level);
        WriteText(json, "message", Visible.Text(result.Text));

        // What makes it the same result when the lines around it move.
        json.WriteStartObject("partialFingerprints");
        json.WriteString("gatehouse/v1", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{result.Rule}\n{result.Same}"))[..16]));
        json.WriteEndObject();
        json.WriteStartArray("locations");
        if (result.File is { } file)
        {
            json.WriteStartObject();
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", Address(file, folder));
            json.WriteEndObject();
            json.WriteStartObject("region");
            json.WriteNumber("startLine", result.Line);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Address(string file, string folder)
    {
        var relative = Relative(file, folder);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? new Uri(file).AbsoluteUri
            : string.Join('/', relative.Split('/').Select(Uri.EscapeDataString));
    }

    private static string Relative(string file, string folder) => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');

    private static void WriteText(Utf8JsonWriter json, string member, string text)
    {
        json.WriteStartObject(member);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    /// <summary>One finding where it lies.</summary>
    private sealed record Result(string Rule, string Text, string? File, int Line)
    {
        /// <summary>What stays the same when the lines around it move.</summary>
        public string Same { get; init; } = Text;
    }
}
