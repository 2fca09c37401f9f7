using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Cli.Scanning;
using Gatehouse.Gateway.Tools.Texts;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Output;

/// <summary>A scan for people.</summary>
internal static class ScanText
{
    /// <summary>The levels as a report lists them, worst first.</summary>
    public static readonly ImmutableArray<RiskLevel> Levels = [RiskLevel.Critical, RiskLevel.High, RiskLevel.Medium, RiskLevel.Low];

    private const int Worst = 10;

    /// <summary>The whole report.</summary>
    public static void Print(Terminal terminal, ScanReport report)
    {
        foreach (var file in report.Files.Where(file => file.Fault is not null))
        {
            terminal.Line($"{new Painted("not read", Tone.Bad)}  {file.Client.Name}: {file.Fault!.Message}");
        }

        foreach (var server in report.Servers)
        {
            Print(terminal, server);
        }

        PrintMixes(terminal, report);
        if (report.Tools.Any(one => one.Tool.Level >= RiskLevel.High))
        {
            terminal.Line($"{new Painted("Most dangerous", Tone.Strong)}");
            foreach (var (server, tool) in report.Tools.Where(one => one.Tool.Level >= RiskLevel.High).Take(Worst))
            {
                terminal.Line($"  {LevelOf(tool.Level)} {tool.Assessment.Category.Word(),-11}  {server.Target.Id}/{tool.Name}: {Advice(tool)}");
            }

            terminal.Line();
        }

        Summary(terminal, report);
    }

    /// <summary>One server: its tools as a table, then what is odd in them.</summary>
    public static void Print(Terminal terminal, ScannedServer server)
    {
        var clients = string.Join(", ", server.Target.Places.Select(place => place.Client).Distinct(StringComparer.Ordinal));
        terminal.Line($"{new Painted(server.Target.Id, Tone.Strong)}  {(server.Fault is null ? Count(server.Tools.Length, "tool") : "not read")}{(clients.Length == 0 ? "" : "  " + clients)}");
        if (server.Fault is { } fault)
        {
            terminal.Line($"  {new Painted(fault.Message, Tone.Bad)}{(fault.Help is null ? "" : $" ({fault.Help})")}");
            foreach (var line in server.LastWords)
            {
                terminal.Line($"  {new Painted(line, Tone.Dim)}");
            }

            terminal.Line();
            return;
        }

        if (server.IsCut)
        {
            terminal.Line($"  {new Painted("cut", Tone.Careful)} it lists more than {server.Tools.Length} tools, or pages without end: the gateway would take none of them");
        }

        if (server.Tools.Length > 0)
        {
            terminal.Table(
                ["level", "category", "tool", "why"],
                [.. server.Tools.OrderByDescending(tool => tool.Level).ThenByDescending(tool => tool.Assessment.Category).ThenBy(tool => tool.Name, StringComparer.Ordinal)
                    .Select(tool => (string[])[tool.Level.Word(), tool.Assessment.Category.Word(), tool.Name, Why(tool)])],
                ToneOf);
        }

        TextFindingLines.Print(terminal, "  instructions: ", server.Findings);
        foreach (var tool in server.Tools.Where(tool => !tool.Findings.IsEmpty))
        {
            TextFindingLines.Print(terminal, $"  {Visible.Text(tool.Name)}: ", tool.Findings);
        }

        foreach (var tool in server.Tools.Where(tool => tool.Change != ToolChange.None))
        {
            terminal.Line($"  {new Painted(Word(tool.Change), Tone.Careful)} {tool.Name}: its definition is not the one of the last scan");
        }

        foreach (var name in server.Gone)
        {
            terminal.Line($"  {new Painted("gone", Tone.Dim)} {name}");
        }

        terminal.Line();
    }

    /// <summary>A number with what it counts: <c>1 tool</c>, <c>2 tools</c>.</summary>
    public static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    /// <summary>The stable word of a change; empty where there is none.</summary>
    public static string Word(ToolChange change) => change switch
    {
        ToolChange.New => "new",
        ToolChange.Changed => "changed",
        _ => "",
    };

    /// <summary>The rule of the taxonomy in words.</summary>
    public static string Advice(ScannedTool tool) => tool.Assessment.Recommendation.Name switch
    {
        "open" => "leave it open",
        "approval" => "let a person approve each call",
        "hide" => "hide it",
        var limit => $"limit it to {limit["limit-".Length..]} calls a minute",
    };

    /// <summary>Its signals with their evidence, or what its category comes from.</summary>
    public static string Why(ScannedTool tool) =>
        string.Join("; ", tool.Assessment.Signals.Select(signal => $"{signal.Name} ({signal.Evidence})")) is { Length: > 0 } signals
            ? signals : tool.Assessment.Evidence.FirstOrDefault() ?? "";

    private static void PrintMixes(Terminal terminal, ScanReport report)
    {
        foreach (var mix in report.Mixes)
        {
            terminal.Line($"{new Painted("Together", Tone.Strong)}: {mix.Sentence} ({mix.Name})");
            foreach (var (part, tools) in mix.Parts)
            {
                terminal.Line($"  {part}: {ToxicMix.Brief(tools)}");
            }

            terminal.Line();
        }
    }

    private static void Summary(Terminal terminal, ScanReport report)
    {
        var totals = string.Join(", ", Levels.Select(level => $"{report.Count(level)} {level.Word()}"));
        var unread = report.Servers.Count(server => server.Fault is not null) + report.Files.Count(file => file.Fault is not null);
        terminal.Line($"{Count(report.Tools.Length, "tool")} of {Count(report.Servers.Count(server => server.Fault is null), "server")}: {totals}.{(unread == 0 ? "" : $" {unread} could not be read.")}");
        if (!report.Disabled.IsEmpty)
        {
            terminal.Line($"Switched off in their client, and so not asked: {string.Join(", ", report.Disabled.Select(server => server.Name))}");
        }
    }

    private static Painted LevelOf(RiskLevel level) => new(level.Word().PadRight(8), ToneOf(level.Word()));

    private static Tone ToneOf(string word) => word switch
    {
        "critical" or "high" => Tone.Bad,
        "medium" => Tone.Careful,
        "low" => Tone.Good,
        _ => Tone.Plain,
    };
}
