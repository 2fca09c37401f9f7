using System.Diagnostics;
using System.Globalization;
using Gatehouse.Control.Catalogue.Storage;

namespace Gatehouse.Benchmarks;

/// <summary>How long pages of the catalogue take over HTTP on this machine, from the request to the last byte.</summary>
internal static class SiteTimes
{
    private const int Pages = 1_000;
    private const int First = 100;

    public static async Task TellAsync(TextWriter output, CatalogueSite site, CancellationToken cancel)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = site.Address };
        var random = new Random(7);
        var (tools, servers) = await site.Store.ReadAsync(
            session => (
                session.Rows(static row => $"/tools/{row.GetString(0)}/{row.GetString(1)}", "SELECT server.slug, tool.slug FROM tool JOIN server ON server.id = tool.server_id"),
                session.Rows(static row => $"/tools/{row.GetString(0)}", "SELECT slug FROM server WHERE tools > 0")),
            cancel);
        foreach (var (what, paths) in new[]
        {
            ("tool page", tools), ("tool page as Markdown", [.. tools.Select(static path => path + ".md")]), ("server page", servers),
            ("search page", ["/tools?q=delete", "/tools?q=send+email&level=high", "/tools?q=order", "/tools?category=execute", "/tools"]),
            ("level page", ["/risk/critical", "/risk/low"]),
        })
        {
            var times = new List<double>();
            var bytes = 0L;
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < First + Pages; i++)
            {
                var began = Stopwatch.GetTimestamp();
                using var answer = await http.GetAsync(new Uri(paths[random.Next(paths.Count)], UriKind.Relative), cancel);
                var page = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancel);
                if (i == First - 1)
                {
                    before = Environment.CpuUsage.TotalTime;
                }

                if (i >= First)
                {
                    times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                    bytes += page.Length;
                }
            }

            var spent = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Pages;
            times.Sort();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: {times.Count} over HTTP, p50 {times[times.Count / 2]:F1} ms, p95 {times[times.Count * 95 / 100]:F1} ms, p99 {times[times.Count * 99 / 100]:F1} ms, worst {times[^1]:F1} ms, {spent:F1} ms of processor for asking and answering, {bytes / times.Count / 1024.0:F0} KiB"));
        }
    }
}
