using System.Diagnostics;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy;

namespace Gatehouse.Benchmarks;

/// <summary>How long pages of calls and counts take, over an index with many calls of an organisation with twenty servers.</summary>
/// <remarks>
/// Each line is measured 200 times in turns with all others, through the same methods that the API uses, at places chosen at
/// random; the slowest of the first turn shows what a cold cache costs.
/// </remarks>
internal static class Records
{
    private const int Turns = 200;
    private const int Budget = 5_000;

    public static async Task RunAsync(TextWriter output, int calls, string? folder)
    {
        var place = folder ?? Directory.CreateTempSubdirectory("gatehouse-records-").FullName;
        var file = Path.Combine(place, "records.db");
        try
        {
            var filling = Stopwatch.GetTimestamp();
            if (!File.Exists(file))
            {
                RecordedCalls.Fill(file, calls);
                var took = Stopwatch.GetElapsedTime(filling).TotalSeconds;
                output.WriteLine($"{calls:N0} calls taken in at {calls / took:N0} a second, {new FileInfo(file).Length >> 20:N0} MiB\n");
            }

            var opening = Stopwatch.GetTimestamp();
            var (index, fault) = RecordIndex.Open(file, Path.Combine(place, "journal"), TimeProvider.System);
            output.WriteLine($"opened in {Stopwatch.GetElapsedTime(opening).TotalSeconds:F1} s\n");
            await using (index ?? throw new InvalidOperationException(fault!.Message))
            {
                await MeasureAsync(output, index);
            }
        }
        finally
        {
            if (folder is null)
            {
                Directory.Delete(place, recursive: true);
            }
        }
    }

    private static async Task MeasureAsync(TextWriter output, RecordIndex index)
    {
        var random = new Random(11);
        var questions = Questions(index, random);
        var times = questions.Select(_ => new List<double>()).ToArray();
        for (var turn = 0; turn < Turns; turn++)
        {
            for (var i = 0; i < questions.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                if (await questions[i].Ask() is { } fault)
                {
                    throw new InvalidOperationException(fault.Message);
                }

                times[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        output.WriteLine("| page | first ms | p50 | p95 | p99 |\n|---|---:|---:|---:|---:|");
        for (var i = 0; i < questions.Length; i++)
        {
            var sorted = times[i].Order().ToArray();
            output.WriteLine(
                $"| {questions[i].Name} | {times[i][0]:F1} | {sorted[Turns / 2]:F1} | {sorted[Turns * 95 / 100]:F1} | {sorted[Turns * 99 / 100]:F1} |");
        }
    }

    private static (string Name, Func<ValueTask<Fault?>> Ask)[] Questions(RecordIndex index, Random random)
    {
        string[] servers = [.. Enumerable.Range(0, 20).Select(RecordedCalls.Server)];
        var page = new RecordQuery { Servers = servers, Most = 50, MostLooked = Budget };
        DateTimeOffset Any() => RecordedCalls.Begin + (RecordedCalls.Span * random.NextDouble());
        return
        [
            ("calls, newest", () => Page(page)),
            ("calls, anywhere in time", () => Page(page with { Until = Any() })),
            ("calls, 200 of them", () => Page(page with { Until = Any(), Most = 200 })),
            ("of one server", () => Page(page with { ServerId = servers[random.Next(20)], Until = Any() })),
            ("of a server that is hardly called", () => Page(page with { Servers = [RecordedCalls.RareServer] })),
            ("of one grant", () => Page(page with { GrantId = RecordedCalls.Grant(random.Next(20), 1), Until = Any() })),
            ("of one tool", () => Page(page with { Target = "tool_3", Until = Any() })),
            ("denied", () => Page(page with { Outcome = "denied", Until = Any() })),
            ("with an error", () => Page(page with { Outcome = "error", Until = Any() })),
            ("by one rule", () => Page(page with { Rule = "/tools/tool_1/deny_if/1", Until = Any() })),
            ("of one tool, denied, by a client's name", () => Page(page with { Target = "tool_3", Outcome = "denied", Text = "example", Until = Any() })),
            ("a text that nothing has (5,000 looked at)", () => Page(page with { Text = "nowhere", Until = Any() })),
            ("one call by its id", async () => (await index.CallAsync($"a1b2c3d4e5f6{random.Next(100_000):x10}", default)).Fault),
            ("counts of 6 hours by minute", () => Totals(TimeSpan.FromHours(6), TotalStep.Minute)),
            ("counts of 8 days by hour", () => Totals(TimeSpan.FromDays(8), TotalStep.Hour)),
            ("counts of a tool, 8 days by hour", () => Totals(TimeSpan.FromDays(8), TotalStep.Hour, "tool_3")),
            ("counts of all tools, 2 days", () => ToolTotals(TimeSpan.FromDays(2), TotalStep.Hour)),
            ("counts of all tools, 30 days", () => ToolTotals(TimeSpan.FromDays(30), TotalStep.Day)),
            ("latencies of 2 days", () => Latencies(TimeSpan.FromDays(2), TotalStep.Hour)),
            ("latencies of 30 days", () => Latencies(TimeSpan.FromDays(30), TotalStep.Day)),
            ("use of 200 grants", async () => (await index.GrantUsesAsync(
                [.. Enumerable.Range(0, 200).Select(i => RecordedCalls.Grant(i / 5, i % 5))], RecordedCalls.Begin + RecordedCalls.Span, default)).Fault),
        ];

        async ValueTask<Fault?> Page(RecordQuery query) => (await index.PageAsync(query, default)).Fault;

        async ValueTask<Fault?> Totals(TimeSpan span, TotalStep step, string? tool = null) =>
            (await index.TotalsAsync(Query(span, step) with { Tool = tool }, default)).Fault;

        async ValueTask<Fault?> ToolTotals(TimeSpan span, TotalStep step) => (await index.ToolTotalsAsync(Query(span, step), default)).Fault;

        async ValueTask<Fault?> Latencies(TimeSpan span, TotalStep step) => (await index.LatenciesAsync(Query(span, step), default)).Fault;

        TotalQuery Query(TimeSpan span, TotalStep step)
        {
            var until = RecordedCalls.Begin + RecordedCalls.Span;
            return new TotalQuery { Servers = servers, Since = until - span, Until = until, Step = step };
        }
    }
}
