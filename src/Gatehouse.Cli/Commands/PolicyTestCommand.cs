using System.CommandLine;
using System.Text.Json;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Risks;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Testing;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse policy test</c>: the cases beside a policy, with counters in memory and a clock of their own.</summary>
internal static class PolicyTestCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Test files; each names its policy",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = JsonOption.Create();
        var command = new Verb(
            "test", "Run test files against their policies. Exit code 4 when a case fails.",
            "gatehouse policy test payments.test.json",
            "gatehouse policy test tests/*.json --json") { files, json };
        command.SetAction(parsed => Run(Terminal.Of(parsed), parsed.GetValue(files)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string[] files, bool asJson)
    {
        // 1. Nothing runs before everything could be read.
        var runs = files.Select(Read).ToArray();
        foreach (var run in runs)
        {
            FindingLines.Note(terminal, run.File, run.Findings);
            FindingLines.Note(terminal, run.Policy, run.PolicyFindings);
            if (run.Fault is { } fault)
            {
                return terminal.Fail(fault);
            }
        }

        if (runs.Any(run => run.Results.IsDefault))
        {
            return ExitCode.Invalid;
        }

        // 2. Every case, then the sum.
        var failed = runs.Sum(run => run.Results.Count(one => !one.Passed));
        var passed = runs.Sum(run => run.Results.Length) - failed;
        if (asJson)
        {
            Write(terminal, runs, passed, failed);
        }
        else
        {
            Print(terminal, runs);
            terminal.Line($"{passed} passed, {failed} failed");
        }

        return failed == 0 ? ExitCode.Success : ExitCode.Found;
    }

    private static PolicyTestOfFile Read(string path)
    {
        var run = new PolicyTestOfFile(path);
        var (bytes, fault) = InputFile.Read(path);
        if (bytes is null)
        {
            return run with { Fault = fault };
        }

        var reading = PolicyTestFile.Read(bytes, ToldTool.By(""));
        run = run with { Findings = reading.Findings };
        if (reading.File is not { } file)
        {
            return run;
        }

        // The policy lies beside the test file, not beside whoever runs it.
        run = run with { Policy = Path.Combine(Path.GetDirectoryName(path) ?? "", file.Policy) };
        (bytes, fault) = InputFile.Read(run.Policy);
        if (bytes is null)
        {
            return run with { Fault = fault };
        }

        var policy = PolicyReader.Read(bytes);
        return policy.Document is { } document
            ? run with { Results = PolicyTestRun.Run(file, document) }
            : run with { PolicyFindings = [.. policy.Findings.Where(one => one.Severity == FindingSeverity.Error)] };
    }

    private static void Print(Terminal terminal, PolicyTestOfFile[] runs)
    {
        foreach (var (run, result) in runs.SelectMany(run => run.Results.Select(result => (run, result))))
        {
            if (result.Passed)
            {
                terminal.Line($"{new Painted("passed", Tone.Good)}  {run.File}: {result.Case.Name}");
                continue;
            }

            var (expected, actual) = (result.Expected!, result.Actual);
            var which = result.Case.Repeat > 1 ? $" (call {result.CallNumber} of {result.Case.Repeat})" : "";
            terminal.Line($"{new Painted("FAILED", Tone.Bad)}  {run.File}: {result.Case.Name}{which}");
            terminal.Line($"        expected {OutcomeWord.Of(expected.Outcome)}{By(expected.Rule)}");
            terminal.Line($"        got {OutcomeWord.Of(actual.Outcome)}{By(actual.Rule)}{(actual.Message.Length == 0 ? "" : ": " + actual.Message)}");
        }
    }

    private static string By(string? rule) => string.IsNullOrEmpty(rule) ? "" : $" by {rule}";

    private static void Write(Terminal terminal, PolicyTestOfFile[] runs, int passed, int failed) => terminal.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("files");
        foreach (var run in runs)
        {
            json.WriteStartObject();
            json.WriteString("file", run.File);
            json.WriteString("policy", run.Policy);
            json.WriteStartArray("cases");
            foreach (var result in run.Results)
            {
                Write(json, result);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("passed", passed);
        json.WriteNumber("failed", failed);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, PolicyTestResult result)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Case.Name);
        json.WriteBoolean("passed", result.Passed);
        json.WriteNumber("call", result.CallNumber);
        if (result.Expected is { } expected)
        {
            json.WriteStartObject("expected");
            json.WriteString("outcome", OutcomeWord.Of(expected.Outcome));
            json.WriteString("rule", expected.Rule);
            json.WriteEndObject();
        }

        json.WriteStartObject("actual");
        json.WriteString("outcome", OutcomeWord.Of(result.Actual.Outcome));
        json.WriteString("rule", result.Actual.Rule);
        json.WriteString("message", result.Actual.Message);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
