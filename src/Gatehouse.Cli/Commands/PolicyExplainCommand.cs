using System.CommandLine;
using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Output;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Testing;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse policy explain</c>: what a policy says of one call, step by step.</summary>
internal static class PolicyExplainCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Policy file" };
        var call = new ExplainedCallOptions();
        var tools = ToolsOption.Create();
        var json = JsonOption.Create();
        var command = new Verb(
            "explain", "Show what a policy decides of one call, and why, step by step.",
            "gatehouse policy explain payments.json --tool create_refund --args '{\"amount\": 20000, \"reason\": \"late\"}'",
            "gatehouse policy explain payments.json --tool send --session '{\"called\": [\"fetch\"]}' --json") { file };
        call.AddTo(command);
        command.Options.Add(tools);
        command.Options.Add(json);
        command.SetAction(parsed => Run(
            Terminal.Of(parsed), parsed.GetValue(file)!, call, parsed, parsed.GetValue(tools), parsed.GetValue(json)));
        return command;
    }

    private static int Run(
        Terminal terminal, string file, ExplainedCallOptions options, ParseResult parsed, string? dump, bool asJson)
    {
        // 1. The policy.
        var (bytes, fault) = InputFile.Read(file);
        if (bytes is null)
        {
            return terminal.Fail(fault!);
        }

        var policy = PolicyReader.Read(bytes);
        if (policy.Document is not { } document)
        {
            FindingLines.Note(terminal, file, policy.Findings);
            return ExitCode.Invalid;
        }

        // 2. The call, with the members that a test file's call has.
        var (call, problem) = options.Read(parsed, TimeProvider.System);
        if (call is null)
        {
            terminal.Note($"gatehouse: {problem}");
            return ExitCode.Usage;
        }

        var (tools, exit) = ToolsOption.Read(terminal, dump, options.HasServer(parsed) ? call.Cases[0].Call.Server.Name : "");
        if (exit is { } code)
        {
            return code;
        }

        // 3. The decision.
        var explanation = PolicyExplanation.Of(PolicyTestRun.Explain(
            call with { Tools = tools }, call.Cases[0], [new PolicyLayer(LayerKind.Grant, file, document)]));
        if (asJson)
        {
            terminal.Json(json => JsonSerializer.Serialize(json, explanation, ApiJson.Default.PolicyExplanation));
        }
        else
        {
            ExplanationText.Print(terminal, call.Cases[0].Call.Tool, explanation);
        }

        return ExitCode.Success;
    }
}
