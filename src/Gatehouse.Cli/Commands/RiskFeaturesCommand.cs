using System.CommandLine;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Risks;
using Gatehouse.Risk;
using Gatehouse.Risk.Actions;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse risk features</c>: what the model looks at, for <c>tools/risk/train.py</c>.</summary>
internal static class RiskFeaturesCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Labelled tools, one JSON object a line" };
        var command = new Verb(
            "features", "Print what the classifier's model looks at, one JSON object a line. For training.",
            "gatehouse risk features labels.jsonl") { file };
        command.SetAction(parsed => Run(Terminal.Of(parsed), parsed.GetValue(file)!));
        return command;
    }

    private static int Run(Terminal terminal, string path)
    {
        var (tools, fault) = LabelledTool.ReadAll(path);
        if (tools is null)
        {
            return terminal.Fail(fault!);
        }

        foreach (var tool in tools)
        {
            var (decision, features) = RiskClassifier.Observe(tool.Tool);
            terminal.JsonLine(json =>
            {
                json.WriteStartObject();
                json.WriteString("category", tool.Category.Word());
                json.WriteString("rules", decision.Verb.Category().Word());
                json.WriteBoolean("sure", decision.IsSure);
                json.WriteStartArray("features");
                foreach (var feature in features.Distinct(StringComparer.Ordinal))
                {
                    json.WriteStringValue(feature);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
        }

        return ExitCode.Success;
    }
}
