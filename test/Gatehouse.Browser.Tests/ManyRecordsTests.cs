using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Gatehouse.Browser.Tests;

/// <summary>How long pages take over many records: <c>bench/pages/many</c>, which says where they are. No test hangs on a time.</summary>
[Trait("run", "long")]
public sealed class ManyRecordsTests(ManyRecords installation, Chromium chromium) : IClassFixture<ManyRecords>
{
    private const int Rounds = 9;

    private static readonly (string Name, string Path)[] _pages =
    [
        ("records, newest", "records"), ("of one server", "records?server=server-003"), ("of one tool", "records?tool=tool_3"), ("denied", "records?outcome=denied"),
        ("with an error", "records?outcome=error"), ("by one rule", "records?rule=%2Ftools%2Ftool_1%2Fdeny_if%2F1"),
        ("of one grant", "records?grant=grt_abcdefghijklmnopqr0031"), ("of one server, denied, last 30 days", "records?server=server-003&outcome=denied&span=month"),
        ("a client's name", "records?text=example"), ("a text that nothing has", "records?text=nowhere"), ("home, a month", "home?span=month"), ("servers", "servers"),
    ];

    [Fact]
    public async Task Pages_OverManyRecords_AreTimed()
    {
        Assert.SkipWhen(ManyRecords.Folder is null, "GATEHOUSE_MANY_RECORDS names no folder with a records.db");
        await using var window = await chromium.OpenAsync();
        await installation.EnterAsync(window);
        var page = new StringBuilder("| page | first ms | median ms | longest ms |\n|---|--:|--:|--:|\n");
        foreach (var (name, path) in _pages)
        {
            page.Append(await LineAsync(window, name, () => window.GoAsync(installation.People, path)));
        }

        page.Append(await LineAsync(window, "records, ten pages on, each by its button", async () =>
        {
            if (await window.Page.GetByRole(AriaRole.Link, new() { Name = "More" }).CountAsync() == 0)
            {
                await window.GoAsync(installation.People, "records");
            }

            await window.Page.GetByRole(AriaRole.Link, new() { Name = "More" }).ClickAsync();
        }));
        await Assertions.Expect(window.Page.Locator("#records tbody tr").First).ToBeVisibleAsync();
        if (Environment.GetEnvironmentVariable("GATEHOUSE_PAGE_TIMES") is { } file)
        {
            await File.WriteAllTextAsync(file, page.ToString(), TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> LineAsync(Window window, string name, Func<Task> open)
    {
        var times = new List<double>();
        for (var round = 0; round < Rounds + 1; round++)
        {
            await open();
            await window.Page.WaitForLoadStateAsync(LoadState.Load);
            times.Add(await window.Page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].loadEventEnd"));
        }

        var sorted = times.Skip(1).Order().ToArray();
        Assert.True(sorted[0] > 0, $"{name} was never loaded");
        return string.Create(CultureInfo.InvariantCulture, $"| {name} | {times[0]:0} | {sorted[Rounds / 2]:0} | {sorted[^1]:0} |\n");
    }
}

/// <summary>An installation whose index of records is one that <c>bench/records/run</c> filled.</summary>
public sealed class ManyRecords : Installation
{
    /// <summary>Where <c>records.db</c> is; null for nowhere.</summary>
    public static readonly string? Folder = Environment.GetEnvironmentVariable("GATEHOUSE_MANY_RECORDS");

    public override async ValueTask InitializeAsync()
    {
        if (Folder is null)
        {
            return;
        }

        await base.InitializeAsync();
        for (var i = 0; i < 20; i++)
        {
            using var server = await AskAsync(
                HttpMethod.Post, "servers", new { id = string.Create(CultureInfo.InvariantCulture, $"server-{i:D3}"), url = "http://127.0.0.1:9/mcp" });
        }
    }

    public override ValueTask DisposeAsync() => Folder is null ? ValueTask.CompletedTask : base.DisposeAsync();

    protected override void Prepare(string data)
    {
        Installation.Private(data);

        // A link of the file itself: what a symbolic one measures is not what it leads to.
        using var link = Process.Start("ln", [Path.Combine(Folder!, "records.db"), Path.Combine(data, "records.db")]);
        link.WaitForExit();
        Assert.Equal(0, link.ExitCode);
    }
}
