namespace Gatehouse.Browser.Tests;

/// <summary>Counts over time are of what is listed beneath them.</summary>
public sealed class PastPagesTests(Past past, Chromium chromium) : IClassFixture<Past>
{
    [Theory]
    [InlineData("", "Allowed|Waited|Denied|calls a day")]
    [InlineData("?outcome=denied", "Denied|calls a day")]
    [InlineData("?outcome=fault&span=month", "Failed at the server|calls a day")]
    [InlineData("?outcome=pending", "")]
    [InlineData("?outcome=nonsense", "")]
    public async Task Records_OfOneOutcome_ArePicturedAsThatAlone(string query, string legend)
    {
        await using var window = await OpenAsync("records" + query);

        Assert.Equal(legend, string.Join('|', await window.Page.Locator(".chart .legend li").AllInnerTextsAsync()));
        var fills = await window.Page.Locator(".chart rect:not(.fill-none)")
            .EvaluateAllAsync<string[]>("all => [...new Set(all.map(one => one.getAttribute('class')))]");
        Assert.Equal(legend.Length == 0 ? 0 : query.Length == 0 ? 2 : 1, fills.Length);
    }

    [Fact]
    public async Task Home_WithMoreDenialsThanAreLookedAt_SaysSo_AndLeadsToTheSameTime()
    {
        await using var window = await OpenAsync("home?span=month");
        var note = window.Page.GetByText("of the newest denials");
        await Assertions.Expect(note).ToBeVisibleAsync();
        string[] links = await window.Page.Locator("#overview a[href^='/records']")
            .EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('href'))");
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.EndsWith("span=month", link, StringComparison.Ordinal));

        await window.GoAsync(past.People, "home?span=day");
        await Assertions.Expect(note).ToHaveCountAsync(0);
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData("", "People|API keys|The server|Links|changes a day")]
    [InlineData("?span=day", "People|API keys|The server|Links|changes an hour")]
    [InlineData("?what=nothing.happened", "")]
    public async Task Audit_IsPicturedByWhoMadeTheChanges(string query, string legend)
    {
        await using var window = await OpenAsync("audit" + query);

        Assert.Equal(legend, string.Join('|', await window.Page.Locator(".chart .legend li").AllInnerTextsAsync()));
        Assert.Equal(legend.Length > 0, await window.Page.Locator(".chart rect.fill-good").CountAsync() > 0);
        Assert.Empty(window.Complaints);
    }

    private async Task<Window> OpenAsync(string path)
    {
        var window = await chromium.OpenAsync();
        await past.EnterAsync(window);
        await window.GoAsync(past.People, path);
        return window;
    }
}
