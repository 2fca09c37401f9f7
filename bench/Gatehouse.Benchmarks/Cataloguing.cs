using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Gatehouse.Control.Catalogue.Import;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Catalogue.Storage;

namespace Gatehouse.Benchmarks;

/// <summary>The catalogue: importing all facts of a folder, then searching among as many tools as wanted, the same under changed names.</summary>
internal static class Cataloguing
{
    private const int BatchSize = 2_000;

    private static readonly string[] _queries =
    [
        "get", "delete", "order", "cancel order", "search documents", "github", "send email", "create issue", "kraken", "list", "file", "read file",
        "database query", "the", "a", "stripe refund", "calendar", "weather", "execute sql", "zzzznothing", "user", "update record by id", "api", "data",
    ];

    public static async Task RunAsync(TextWriter output, string data, int many, bool isPostgres, CancellationToken cancel = default)
    {
        await using var site = await CatalogueSite.StartAsync(isPostgres);
        output.WriteLine(isPostgres ? "PostgreSQL" : "SQLite");

        // 1. All of it, once, and again.
        var lines = Lists(data).Concat(Dumps(data)).ToArray();
        for (var round = 1; round <= 2; round++)
        {
            var (clock, processor) = await MeasureAsync(() => TakeAsync(site.Store, lines, cancel));
            await TellAsync(output, site.Store, $"import {round}: {lines.Length} entries", clock, processor, cancel);
        }

        await site.SettleAsync(cancel);
        await SiteTimes.TellAsync(output, site, cancel);
        await SearchAsync(output, new CatalogueReading(site.Store), cancel);

        // 2. As many as wanted.
        var tools = Lists(data).Where(static line => line.Contains("\"tool\":", StringComparison.Ordinal)).ToArray();
        var (grown, spent) = await MeasureAsync(() => TakeAsync(site.Store, Renamed(tools, many), cancel));
        await TellAsync(output, site.Store, $"import of {many} tools under changed names", grown, spent, cancel);
        await site.SettleAsync(cancel);
        output.WriteLine($"database: {await site.SizeAsync(cancel) >> 20} MiB");

        // 3. Pages, and searches: each query as it is, with a level, with a category, with a signal, and its second page.
        await SiteTimes.TellAsync(output, site, cancel);
        await SearchAsync(output, new CatalogueReading(site.Store), cancel);
    }

    private static async Task SearchAsync(TextWriter output, CatalogueReading reading, CancellationToken cancel)
    {
        var times = new List<(double Milliseconds, string What)>();
        for (var round = 0; round < 6; round++)
        {
            foreach (var filter in _queries.SelectMany(static text => Filters(text)))
            {
                var began = Stopwatch.GetTimestamp();
                var (_, next) = await reading.ToolsAsync(filter, cancel);
                var first = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                var from = Stopwatch.GetTimestamp();
                await reading.ToolsAsync(filter with { After = next ?? new SearchCursor(TextTier.Names, 0) }, cancel);
                if (round > 0)
                {
                    times.Add((first, $"{filter.Text} {filter.Level} {filter.Category} {filter.Signal}"));
                    times.Add((Stopwatch.GetElapsedTime(from).TotalMilliseconds, $"{filter.Text} {filter.Level} {filter.Category} {filter.Signal}, second page"));
                }
            }
        }

        times.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"search: {times.Count} pages of 50, p50 {times[times.Count / 2].Milliseconds:F1} ms, p95 {times[times.Count * 95 / 100].Milliseconds:F1} ms, worst {times[^1].Milliseconds:F1} ms ({times[^1].What})"));
    }

    private static IEnumerable<ToolFilter> Filters(string text) =>
    [
        new() { Text = text }, new() { Text = text, Level = Risk.RiskLevel.Low }, new() { Text = text, Category = Risk.RiskCategory.Financial },
        new() { Text = text, Signal = "bulk" }, new() { Text = text, Signal = "secret", Category = Risk.RiskCategory.Read },
    ];

    private static async Task TakeAsync(CatalogueStore store, IEnumerable<string> lines, CancellationToken cancel)
    {
        var defaults = new EntryDefaults(null, TimeProvider.System.GetUtcNow());
        foreach (var batch in lines.Chunk(BatchSize))
        {
            await store.WriteAsync(
                session =>
                {
                    ImportBatch.Write(session, new ImportTally(), batch.Select(line => EntryReader.Read(line, defaults)), defaults.At);
                    return 0;
                },
                cancel);
        }
    }

    private static async Task TellAsync(TextWriter output, CatalogueStore store, string what, TimeSpan clock, TimeSpan processor, CancellationToken cancel)
    {
        var totals = await new CatalogueReading(store).TotalsAsync(cancel);
        using var process = Process.GetCurrentProcess();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {clock.TotalSeconds:F1} s by the clock, {processor.TotalSeconds:F1} s of processor; {totals.Servers} servers, {totals.Tools} tools; at most {process.PeakWorkingSet64 >> 20} MiB"));
    }

    private static async Task<(TimeSpan Clock, TimeSpan Processor)> MeasureAsync(Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var (before, began) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await work();
        process.Refresh();
        return (Stopwatch.GetElapsedTime(began), process.TotalProcessorTime - before);
    }

    private static IEnumerable<string> Renamed(string[] tools, int many)
    {
        for (var at = 0; at < many; at++)
        {
            // Each copy is a server of its own, so that no cap is met.
            yield return tools[at % tools.Length].Replace("\"server\": \"", $"\"server\": \"copy{at / tools.Length}-", StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Lists(string data)
    {
        foreach (var name in new[] { "catalogue/servers.jsonl.gz", "catalogue/tools.jsonl.gz", "catalogue/kraken.jsonl" })
        {
            using var file = File.OpenRead(Path.Combine(data, name));
            using var reader = new StreamReader(name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
            while (reader.ReadLine() is { } line)
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Dumps(string data)
    {
        using var registry = JsonDocument.Parse(new GZipStream(File.OpenRead(Path.Combine(data, "catalogue/registry-dump-2025-12-12.json.gz")), CompressionMode.Decompress));
        var entries = registry.RootElement.GetProperty("servers").EnumerateArray().Select(static entry => entry.GetRawText()).ToArray();
        var saved = Directory.EnumerateFiles(Path.Combine(data, "toollists"), "*.json").Where(static file => !file.EndsWith("index.json", StringComparison.Ordinal))
            .Select(static file => $$"""{"package":"npm:{{Path.GetFileNameWithoutExtension(file).Replace("__", "/", StringComparison.Ordinal)}}",{{File.ReadAllText(file).TrimStart()[1..]}}""");
        return [.. entries, .. saved];
    }
}
