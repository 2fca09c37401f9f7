using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Gatehouse.Cli.Output;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse policy validate</c>: everything that is wrong with policies, at once.</summary>
internal static class PolicyValidateCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Policy files", Arity = ArgumentArity.OneOrMore };
        var tools = ToolsOption.Create();
        var json = JsonOption.Create();
        var command = new Verb(
            "validate", "Report everything that is wrong with policies. Exit code 3 when one cannot be loaded.",
            "gatehouse policy validate payments.json",
            "gatehouse policy validate payments.json --tools payments-tools.json --json") { files, tools, json };
        command.SetAction(parsed => Run(
            Terminal.Of(parsed), parsed.GetValue(files)!, parsed.GetValue(tools), parsed.GetValue(json), TimeProvider.System));
        return command;
    }

    private static int Run(Terminal terminal, string[] files, string? dump, bool asJson, TimeProvider time)
    {
        var (tools, exit) = ToolsOption.Read(terminal, dump);
        if (exit is { } code)
        {
            return code;
        }

        var options = new PolicyReaderOptions { Now = time.GetUtcNow(), Tools = tools };
        var readings = new List<(string File, PolicyReading Reading)>();
        foreach (var file in files)
        {
            var (bytes, _) = InputFile.Read(file);
            readings.Add((file, bytes is null ? new(null, [ConfigFile.Unreadable(file).Finding]) : PolicyReader.Read(bytes, options)));
        }

        if (asJson)
        {
            Write(terminal, readings);
        }
        else
        {
            Print(terminal, readings);
        }

        return readings.Exists(one => one.Reading.Document is null) ? ExitCode.Invalid : ExitCode.Success;
    }

    private static void Print(Terminal terminal, List<(string File, PolicyReading Reading)> readings)
    {
        foreach (var (file, reading) in readings)
        {
            FindingLines.Print(terminal, file, reading.Findings);
            var word = reading.Document is null ? new Painted("not valid", Tone.Bad) : new Painted("valid", Tone.Good);
            terminal.Line($"{file}: {word}{(reading.Findings.IsEmpty ? "" : ", " + Summary(reading.Findings))}");
        }
    }

    private static string Summary(ImmutableArray<Finding> findings) => string.Join(", ", findings
        .GroupBy(one => one.Severity)
        .OrderBy(group => group.Key)
        .Select(group => (Count: group.Count(), Word: FindingLines.Word(group.Key)))
        .Select(one => $"{one.Count.ToString(CultureInfo.InvariantCulture)} {one.Word}{(one.Count == 1 ? "" : "s")}"));

    private static void Write(Terminal terminal, List<(string File, PolicyReading Reading)> readings) => terminal.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("files");
        foreach (var (file, reading) in readings)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteBoolean("valid", reading.Document is not null);
            FindingLines.Write(json, reading.Findings);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
