using System.Collections.Immutable;
using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Gatehouse.Risk;

namespace Gatehouse.Benchmarks;

/// <summary>The classifier over a whole catalogue. Processor time, so that it means the same on a machine that others use.</summary>
internal static class Classifying
{
    private const int Many = 600_000;

    /// <summary>Classifies the tools of a file of one JSON object a line, gzipped: once each, then 600,000 under changed names on two cores.</summary>
    public static void Run(TextWriter output, string path)
    {
        var tools = Read(path);
        for (var warm = 0; warm < 2; warm++)
        {
            Array.ForEach(tools, static tool => RiskClassifier.Assess(tool));
        }

        var (one, _) = Measure(() => Array.ForEach(tools, static tool => RiskClassifier.Assess(tool)));
        output.WriteLine($"one tool, warm: {one.TotalMicroseconds / tools.Length:F1} µs of processor");
        var (all, clock) = Measure(() => Parallel.For(
            0, Many, new ParallelOptions { MaxDegreeOfParallelism = 2 },
            at => RiskClassifier.Assess(tools[at % tools.Length] with { Name = $"{tools[at % tools.Length].Name}_{at}" })));
        using var process = Process.GetCurrentProcess();
        output.WriteLine($"{Many} tools on two cores: {all.TotalSeconds:F1} s of processor, {clock.TotalSeconds:F1} s by the clock, "
            + $"at most {process.PeakWorkingSet64 >> 20} MiB");
    }

    private static (TimeSpan Processor, TimeSpan Clock) Measure(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var (before, began) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        work();
        process.Refresh();
        return (process.TotalProcessorTime - before, Stopwatch.GetElapsedTime(began));
    }

    private static ToolDefinition[] Read(string path)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var tools = new List<ToolDefinition>();
        while (text.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            tools.Add(Tool(row.RootElement));
        }

        return [.. tools];
    }

    private static ToolDefinition Tool(JsonElement row) => new()
    {
        Name = row.GetProperty("tool").GetString()!,
        Description = row.GetProperty("description").GetString()!,
        Server = row.GetProperty("server").GetString()!,
        ServerDescription = row.GetProperty("server_description").GetString()!,
        Arguments = row.GetProperty("args").EnumerateArray()
            .Select(static argument => new ToolArgument(argument.GetProperty("name").GetString()!, "", [])).ToImmutableArray(),
    };
}
