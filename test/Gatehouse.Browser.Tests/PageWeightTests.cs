using System.Globalization;
using System.Text;

namespace Gatehouse.Browser.Tests;

/// <summary>What a page weighs over the wire for somebody who was never here; and, for <c>bench/pages/run</c>, how long it takes.</summary>
public sealed class PageWeightTests(Workplace workplace, Workshop workshop, Chromium chromium) : IClassFixture<Workplace>, IClassFixture<Workshop>
{
    private const int Most = 300_000;
    private const int Rounds = 5;

    // Where the numbers go; nothing is measured without it, and no test hangs on a time.
    private static readonly string? _file = Environment.GetEnvironmentVariable("GATEHOUSE_PAGE_TIMES");

    [Fact]
    public async Task Pages_WithAnEmptyCache_WeighLessThan300Kilobytes()
    {
        var told = new List<(string Path, long Bytes, int Requests)>();
        foreach (var path in (await workplace.PathsAsync()).Prepend("tools").Prepend("sign-in"))
        {
            told.Add(await WeighAsync(path));
        }

        Assert.Equal([], told.Where(one => one.Bytes is 0 or >= Most));

        // Found in nothing but what it should be: the builder brings its modules, other pages do not.
        Assert.True(told.Single(one => one.Path.EndsWith("/edit", StringComparison.Ordinal)).Requests > told.Single(one => one.Path == "home").Requests);
        if (_file is not null)
        {
            await WriteAsync(told);
        }
    }

    private async Task<(string Path, long Bytes, int Requests)> WeighAsync(string path)
    {
        await using var window = await chromium.OpenAsync();
        if (path is not ("tools" or "sign-in"))
        {
            // Signed in beforehand by a cookie, so that nothing of the sign-in page is in the cache.
            var cookie = (await workplace.Installation.CookieAsync(Installation.Email, Installation.Password)).Split('=', 2);
            await window.Context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = workplace.Installation.People.ToString() }]);
        }

        var tools = await window.Context.NewCDPSessionAsync(window.Page);
        await tools.SendAsync("Network.enable");
        var (bytes, requests) = (0L, 0);
        tools.Event("Network.loadingFinished").OnEvent += (_, finished) =>
        {
            Interlocked.Add(ref bytes, (long)finished!.Value.GetProperty("encodedDataLength").GetDouble());
            Interlocked.Increment(ref requests);
        };
        await window.GoAsync(workplace.Installation.People, path);
        await window.Page.WaitForLoadStateAsync(LoadState.Load);
        await window.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))");
        return (path, Interlocked.Read(ref bytes), requests);
    }

    private async Task WriteAsync(List<(string Path, long Bytes, int Requests)> weights)
    {
        var page = new StringBuilder("# Pages\n\n`bench/pages/run`: Chromium without a window and the server on one machine, an installation with two servers and ten calls.\n");
        page.Append("First: an empty cache and a new connection, until everything is loaded. Again: the same page once more. Medians of ").Append(Rounds).Append(", in milliseconds.\n\n");
        page.Append("| page | kB over the wire | requests | first | again | largest paint |\n|---|--:|--:|--:|--:|--:|\n");
        var cookie = (await workplace.Installation.CookieAsync(Installation.Email, Installation.Password)).Split('=', 2);
        string[] main =
        [
            "sign-in", "tools", "home", "approvals", "servers", "servers/payments", "servers/payments/tools", "grants", "inventory", "records", "audit",
            $"policies/{workplace.PolicyId}/edit",
        ];
        foreach (var (path, bytes, requests) in weights.Where(one => main.Contains(one.Path, StringComparer.Ordinal)))
        {
            var (first, again, paint) = await TimeAsync(path, path == "sign-in" ? null : cookie);
            page.Append(CultureInfo.InvariantCulture, $"| {Plain(path)} | {bytes / 1000.0:0.0} | {requests} | {first:0} | {again:0} | {paint:0} |\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"\n{await FilterAsync()}\n");
        await File.WriteAllTextAsync(_file!, page.ToString(), TestContext.Current.CancellationToken);
    }

    private async Task<(double First, double Again, double Paint)> TimeAsync(string path, string[]? cookie)
    {
        var times = new List<(double First, double Again, double Paint)>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var window = await chromium.OpenAsync();
            if (cookie is not null)
            {
                await window.Context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = workplace.Installation.People.ToString() }]);
            }

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
