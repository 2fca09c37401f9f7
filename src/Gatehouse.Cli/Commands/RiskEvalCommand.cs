using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Risks;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse risk eval</c>: how far the classifier agrees with tools that people labelled.</summary>
internal static class RiskEvalCommand
{
    private static readonly RiskCategory[] Order =
        [RiskCategory.Read, RiskCategory.Write, RiskCategory.Execute, RiskCategory.Destructive, RiskCategory.Financial, RiskCategory.Other];

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Labelled tools, one JSON object a line" };
        var json = JsonOption.Create();
        var command = new Verb(
            "eval", "Measure the classifier against tools that people labelled.",
            "gatehouse risk eval labels.jsonl",
            "gatehouse risk eval labels.jsonl --json") { file, json };
        command.SetAction(parsed => Run(Terminal.Of(parsed), parsed.GetValue(file)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string path, bool asJson)
    {
        var (tools, fault) = LabelledTool.ReadAll(path);
        if (tools is null)
        {
            return terminal.Fail(fault!);
        }

        var score = RiskScore.Of(tools);
        if (asJson)
        {
            terminal.Json(json => Write(json, score));
        }
        else
        {
            Print(terminal, score);
        }

        return ExitCode.Success;
    }

    private static void Print(Terminal terminal, RiskScore score)
    {
        terminal.Line($"tools              {score.Results.Count}");
        terminal.Line($"category_accuracy  {Percent(score.CategoryAccuracy)}");
        terminal.Line($"level_accuracy     {Percent(score.LevelAccuracy)}");
        terminal.Line($"dangerous_recall   {Percent(score.DangerousRecall)}");
        terminal.Line();
        terminal.Table(
            ["labelled", .. Order.Select(said => said.Word())],
            [.. Order.Select(label => (string[])[label.Word(), .. Order.Select(said => Number(score.Count(label, said)))])]);
        terminal.Line();
        foreach (var (label, said) in score.Misses)
        {
            terminal.Line($"{label.Tool.Server} {label.Tool.Name}: {said.Category.Word()} {said.Level.Word()}, labelled {label.Category.Word()} {label.Level.Word()} ({string.Join("; ", said.Evidence)})");
        }
    }

    private static void Write(Utf8JsonWriter json, RiskScore score)
    {
        json.WriteStartObject();
        json.WriteNumber("tools", score.Results.Count);
        json.WriteNumber("category_accuracy", score.CategoryAccuracy);
        json.WriteNumber("level_accuracy", score.LevelAccuracy);
        json.WriteNumber("dangerous_recall", score.DangerousRecall);
        json.WriteStartObject("confusion");
        foreach (var label in Order)
        {
            json.WriteStartObject(label.Word());
            foreach (var said in Order)
            {
                json.WriteNumber(said.Word(), score.Count(label, said));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("misses");
        foreach (var (label, said) in score.Misses)
        {
            json.WriteStartObject();
            json.WriteString("server", label.Tool.Server);
            json.WriteString("tool", label.Tool.Name);
            json.WriteString("labelled_category", label.Category.Word());
            json.WriteString("labelled_risk", label.Level.Word());
            AssessmentJson.Write(json, said);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
