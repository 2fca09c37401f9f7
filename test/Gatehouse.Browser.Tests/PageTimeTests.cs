using System.Globalization;
using System.Text;

namespace Gatehouse.Browser.Tests;

/// <summary>How long pages take: <c>bench/pages/run</c> writes it to the file that <c>GATEHOUSE_PAGE_TIMES</c> names. No test hangs on a time.</summary>
[Trait("run", "long")]
public sealed class PageTimeTests(Workplace workplace, Workshop workshop, Chromium chromium) : IClassFixture<Workplace>, IClassFixture<Workshop>
{
    private const int Rounds = 9;

    private static readonly string? _file = Environment.GetEnvironmentVariable("GATEHOUSE_PAGE_TIMES");

    [Fact]
    public async Task Pages_AreTimed()
    {
        var page = new StringBuilder("# Pages\n\n`bench/pages/run`: Chromium without a window and the server on one machine, an installation with two servers and ten calls.\n");
        page.Append("First: an empty cache and a new connection, until everything is loaded. Again: the same page once more. Medians of ").Append(Rounds).Append(", in milliseconds.\n\n");
        page.Append("| page | kB over the wire | requests | first | again | largest paint |\n|---|--:|--:|--:|--:|--:|\n");
        string[] main =
        [
            "sign-in", "tools", "home", "approvals", "servers", "servers/payments", "servers/payments/tools", "grants", "inventory", "records", "audit",
            $"policies/{workplace.PolicyId}/edit",
        ];
        foreach (var path in main)
        {
            var (_, bytes, requests) = await WeighAsync(path);
            var (first, again, paint) = await TimeAsync(path);
            Assert.True(first > 0, $"{path} was never loaded");
            page.Append(CultureInfo.InvariantCulture, $"| {Plain(path)} | {bytes / 1000.0:0.0} | {requests} | {first:0} | {again:0} | {paint:0} |\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"\n{await ReadyAsync()}\n\n{await FilterAsync()}\n");
        if (_file is not null)
        {
            await File.WriteAllTextAsync(_file, page.ToString(), TestContext.Current.CancellationToken);
        }
    }

    private async Task<(string Path, long Bytes, int Requests)> WeighAsync(string path)
    {
        await using var window = await OpenAsync(path);
        return await (await Scales.OpenAsync(window)).WeighAsync(workplace.Installation.People, path);
    }

    private async Task<Window> OpenAsync(string path)
    {
        var window = await chromium.OpenAsync();
        if (path != "sign-in")
        {
            await workplace.Installation.EnterAsync(window);
        }

        return window;
    }

    private async Task<(double First, double Again, double Paint)> TimeAsync(string path)
    {
        var times = new List<(double First, double Again, double Paint)>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var window = await OpenAsync(path);
            var first = await LoadAsync(window, path);
            var paint = await window.Page.EvaluateAsync<double>(
                "() => new Promise(done => { new PerformanceObserver(list => done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }); setTimeout(() => done(-1), 1000); })");
            times.Add((first, await LoadAsync(window, path), paint));
        }

        return (Middle(times.Select(one => one.First)), Middle(times.Select(one => one.Again)), Middle(times.Select(one => one.Paint)));
    }

    private async Task<double> LoadAsync(Window window, string path)
    {
        await window.GoAsync(workplace.Installation.People, path);
        return await window.Page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].loadEventEnd");
    }

    // Until the tools are listed, the text is checked and what comes of each tool's calls is told.
    private async Task<string> ReadyAsync()
    {
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var window = await OpenAsync("builder");
            await window.GoAsync(workplace.Installation.People, $"policies/{workplace.PolicyId}/edit?server=payments");
            times.Add(await window.Page.EvaluateAsync<double>(
                """
                () => new Promise(done => {
                  const look = () => document.querySelector(".build-rows .badge") && !document.querySelector(".build-bar [role=status]").textContent.includes("Checking")
                    ? done(performance.now()) : setTimeout(look, 5);
                  look();
                })
                """));
        }

        return string.Create(
            CultureInfo.InvariantCulture, $"Builder, first load, until its tools are listed and the document is checked: median {Middle(times):0} ms, longest {times.Max():0} ms.");
    }

    // The builder with 2,000 tools: more than a server may list, so the answer is made here.
    private async Task<string> FilterAsync()
    {
        await using var window = await chromium.OpenAsync();
        await window.Page.RouteAsync("**/api/v1/servers/many/tools", route => route.FulfillAsync(new() { Json = new { tools = Enumerable.Range(0, 2_000).Select(Tool) } }));
        await workshop.OpenAsync(window, "many");
        var times = await window.Page.EvaluateAsync<double[]>(
            """
            async () => {
              const filter = document.querySelector("[data-key=filter]");
              const times = [];
              for (const typed of ["t", "to", "tool_1", "tool_19", "*9", "get", "", "tool_0*9", "item 1", ""]) {
                filter.value = typed;
                const from = performance.now();
                filter.dispatchEvent(new Event("input", { bubbles: true }));
                document.body.getBoundingClientRect();
                await new Promise(requestAnimationFrame);
                times.push(performance.now() - from);
              }
              return times;
            }
            """);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Builder with 2,000 tools, one letter more in the filter until it is drawn: median {Middle(times):0} ms, longest {times.Max():0} ms.");
    }

    private static object Tool(int i) => new
    {
        name = $"tool_{i:0000}", state = "accepted", hash = "", at = "2026-01-01T00:00:00Z",
        definition = new { name = $"tool_{i:0000}", description = $"Gets item {i} of the list.", inputSchema = new { type = "object", properties = new { id = new { type = "string" } } } },
        risk = new { level = "low", category = "read", suggestion = "limit-60", rule = new { limits = new[] { new { counter = "calls", window = "minute", max = 60 } } }, signals = Array.Empty<string>() },
    };

    private static double Middle(IEnumerable<double> numbers) => numbers.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    // Ids are of this run alone.
    private static string Plain(string path) =>
        "/" + System.Text.RegularExpressions.Regex.Replace(path, "(grt|pol|apr|per)_[a-z2-7]+", "ID", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Replace("|", "\\|", StringComparison.Ordinal);
}
