using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Buffers;
using System.Text.Json;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Scanning;
using Gatehouse.Policy;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Commands;

/// <summary>A scan as it was asked for.</summary>
internal sealed record ScanSettings
{
    /// <summary>Configurations that were named; empty for those of the machine.</summary>
    public ImmutableArray<string> Config { get; init; } = [];

    /// <summary>Words of clients; empty for all.</summary>
    public ImmutableArray<string> Clients { get; init; } = [];

    /// <summary>Whether nothing is asked.</summary>
    public bool IsAgreed { get; init; }

    /// <summary>Whether it is a build that asks.</summary>
    public bool IsBuild { get; init; }

    /// <summary>Where definitions are remembered; null for the user's own place.</summary>
    public string? Baseline { get; init; }

    /// <summary>How long a server may take.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>Where starter policies go, or null.</summary>
    public string? Policy { get; init; }

    /// <summary>Whether the result is printed as JSON.</summary>
    public bool AsJson { get; init; }

    private string? Html { get; init; }

    private string? Sarif { get; init; }

    private RiskLevel? FailOn { get; init; }

    /// <summary>Reads the options; null where one is wrong, and it was told.</summary>
    public static ScanSettings? Read(ParseResult parsed, ScanOptions options, string timeout, string? policy, bool asJson)
    {
        var terminal = Terminal.Of(parsed);
        if (DurationText.Duration(timeout) is not { } patience || patience <= TimeSpan.Zero || patience > TimeSpan.FromHours(1))
        {
            terminal.Note($"gatehouse: `--timeout` is like 90s, at most 1h");
            return null;
        }

        var failOn = parsed.GetValue(options.FailOn);
        if (failOn is not null && RiskWords.Level(failOn) is null)
        {
            terminal.Note($"gatehouse: `--fail-on` is low, medium, high or critical");
            return null;
        }

        var config = parsed.GetValue(options.Config) ?? [];
        if (parsed.GetValue(options.Ci) && config.Length == 0)
        {
            terminal.Note($"gatehouse: `--ci` looks at what `--config` names, and nothing is named");
            return null;
        }

        return new ScanSettings
        {
            Config = [.. config],
            Clients = [.. parsed.GetValue(options.Client) ?? []],
            IsAgreed = parsed.GetValue(options.Yes) || parsed.GetValue(options.Ci),
            IsBuild = parsed.GetValue(options.Ci),
            Baseline = parsed.GetValue(options.Baseline),
            Patience = patience,
            Policy = policy,
            AsJson = asJson,
            Html = parsed.GetValue(options.Html),
            Sarif = parsed.GetValue(options.Sarif),
            FailOn = failOn is null ? null : RiskWords.Level(failOn),
        };
    }

    /// <summary>Writes the page and the findings where they are asked for.</summary>
    /// <returns>An exit code where one could not be written.</returns>
    public int? WriteFiles(Terminal terminal, ScanReport report, TimeProvider time)
    {
        if (Html is not null && OutputFile.Write(Html, Encoding.UTF8.GetBytes(ScanHtml.Page(report, time.GetUtcNow()))) is { } fault)
        {
            return terminal.Fail(fault);
        }

        if (Sarif is null)
        {
            return null;
        }

        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            ScanSarif.Write(json, report, Environment.CurrentDirectory);
        }

        return OutputFile.Write(Sarif, text.WrittenSpan.ToArray()) is { } problem ? terminal.Fail(problem) : null;
    }

    /// <summary>Whether it passes, as an exit code; what speaks against it is told.</summary>
    public int Verdict(Terminal terminal, ScanReport report)
    {
        var reaches = FailOn is { } level && report.Reaches(level);
        var isUnread = (FailOn is not null || IsBuild) && report.HasUnread;
        var isChanged = IsBuild && report.HasChanges;
        if (reaches)
        {
            terminal.Note($"failed: there is a tool of level {FailOn!.Value.Word()} or above");
        }

        if (isUnread)
        {
            terminal.Note($"failed: not everything could be read");
        }

        if (isChanged)
        {
            terminal.Note($"failed: definitions are not those of the baseline");
        }

        return reaches || isUnread || isChanged ? ExitCode.Found : ExitCode.Success;
    }
}
