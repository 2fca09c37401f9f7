using System.Text.Json;

namespace Gatehouse.Browser.Tests;

/// <summary>Records and changes arrive while somebody looks; what was recorded becomes a rule.</summary>
public sealed class LiveListTests(Workplace workplace, Chromium chromium) : IClassFixture<Workplace>
{
    [Fact]
    public async Task Records_WhileLive_ShowACallAsItIsDecided()
    {
        await using var window = await chromium.OpenAsync();
        await workplace.Installation.SignInAsync(window, path: "records");
        await window.Page.GetByLabel("Live").CheckAsync();
        await Assertions.Expect(window.Page.Locator("#records tr.is-new")).ToHaveCountAsync(0);
        await workplace.CallAsync("list_payments", new { });
        await workplace.CallAsync(Workplace.Hostile, new { });

        await Assertions.Expect(window.Page.Locator("#records tr.is-new")).ToHaveCountAsync(2, new() { Timeout = 20_000 });
        await Assertions.Expect(window.Page.Locator("#records tr.is-new").First).ToContainTextAsync("<script>alert(1)</script>");
        Assert.Equal(0, await window.Page.Locator("#records img, #records script").CountAsync());
        await window.Page.Locator("#records tr.is-new").Last.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("list_payments");
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData("/tools/create_refund/deny_if/0", "deny_if: 0", "/tools/create_refund/deny_if/0")]
    [InlineData("/tools/list\u202E~1all/action", "listU+202E/all action", "/tools/list\\{U+202E}~1all/action")]
    [InlineData("org:/tools/create_refund/deny_if/0", "org:/tools/create_refund/deny_if/0", null)]
    [InlineData("server:/tools/*/require/1", "server:/tools/*/require/1", null)]
    [InlineData("/tools//deny_if", "/tools//deny_if", null)]
    [InlineData("/tools/create_refund/", "/tools/create_refund/", null)]
    [InlineData("/default", "/default", null)]
    public async Task Rule_OfALiveRecord_SaysWhoseItIs_AsAPageDoes(string rule, string shown, string? title)
    {
        await using var window = await chromium.OpenAsync();
        var record = JsonSerializer.Serialize(new
        {
            call = "0123456789abcdef", time = TimeProvider.System.GetUtcNow(), method = "tools/call", target = "create_refund", server_id = "payments",
            grant_id = "grt_1", decision = "denied", rule,
        });
        await window.Page.RouteAsync("**/records/stream?*", route => route.FulfillAsync(new()
        {
            ContentType = "text/event-stream", Body = $"retry: 600000\nevent: record\ndata: {record}\n\n",
        }));
        await workplace.Installation.EnterAsync(window);
        await window.GoAsync(workplace.Installation.People, "records?live=1");

        var cell = window.Page.Locator("#records tr.is-new .rule");
        await Assertions.Expect(cell).ToHaveTextAsync(shown);
        Assert.Equal(title, await cell.GetAttributeAsync("title"));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Audit_WhileLive_ShowsAChangeAsItIsMade_WithinTheFilters()
    {
        await using var window = await chromium.OpenAsync();
        await workplace.Installation.SignInAsync(window, path: "audit?what=policy.created");
        await window.Page.GetByLabel("Live").CheckAsync();
        var before = await window.Page.Locator("#audit [data-row]").CountAsync();
        await Workplace.EventuallyAsync(async () =>
        {
            // The stream begins a moment after the box is ticked: what is made before is not told.
            using var policy = await workplace.Installation.AskAsync(HttpMethod.Post, "policies", new
            {
                name = $"{Guid.NewGuid():N} {Workplace.Hostile[..40]}", document = Installation.DemoPolicy,
            });
            using var key = await workplace.Installation.AskAsync(
                HttpMethod.Post, "api-keys", new { label = "other", role = "viewer", expires = TimeProvider.System.GetUtcNow().AddDays(1) });
            return await window.Page.Locator("#audit tr.is-new").CountAsync() > 0;
        });

        Assert.True(await window.Page.Locator("#audit [data-row]").CountAsync() > before);
        Assert.DoesNotContain("api_key", await window.Page.Locator("#audit").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Home_WhileItIsOpen_CountsWhatComes()
    {
        await using var window = await chromium.OpenAsync();
        await window.Page.Clock.InstallAsync(new() { TimeDate = TimeProvider.System.GetUtcNow().UtcDateTime });
        await workplace.Installation.SignInAsync(window);
        var calls = window.Page.Locator("#overview .numbers .value").First;
        var before = await calls.InnerTextAsync();
        await workplace.CallAsync("list_payments", new { });
        await Workplace.EventuallyAsync(async () =>
        {
            await window.Page.Clock.RunForAsync(15_000);
            return await calls.InnerTextAsync() != before;
        });

        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Addresses_OfLists_HaveEachFilterAndWhatIsShownOverTime()
    {
        await using var window = await chromium.OpenAsync(new() { TimezoneId = "Asia/Tokyo" });
        var page = window.Page;
        await workplace.Installation.SignInAsync(window, path: "records");
        await page.GetByLabel("Outcome", new() { Exact = true }).SelectOptionAsync("denied");
        await page.GetByLabel("Time", new() { Exact = true }).SelectOptionAsync("day");
        await page.WaitForURLAsync(url => url.EndsWith("/records?outcome=denied&span=day", StringComparison.Ordinal));
        Assert.InRange(await page.Locator(".chart g").CountAsync(), 24, 25);
        await Assertions.Expect(page.Locator(".chart title").Last).Not.ToContainTextAsync("UTC");
        await page.GetByLabel("Live").CheckAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Live")).ToBeCheckedAsync();
        await Assertions.Expect(page.GetByLabel("Outcome", new() { Exact = true })).ToHaveValueAsync("denied");
        await page.GetByLabel("Outcome", new() { Exact = true }).SelectOptionAsync("allowed");
        await page.WaitForURLAsync(url => url.EndsWith("/records?outcome=allowed&span=day&live=1", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByLabel("Live")).ToBeCheckedAsync();
        Assert.Contains("since=", await page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).GetAttributeAsync("href"), StringComparison.Ordinal);

        await window.GoAsync(workplace.Installation.People, "audit");
        await page.GetByLabel("Time", new() { Exact = true }).SelectOptionAsync("week");
        await page.WaitForURLAsync(url => url.EndsWith("/audit?span=week", StringComparison.Ordinal));
        await page.GetByLabel("Live").CheckAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Live")).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith("/audit?span=week&live=1", StringComparison.Ordinal));
        await Assertions.Expect(page.GetByLabel("Live")).ToBeCheckedAsync();

        await window.GoAsync(workplace.Installation.People, "servers/payments/tools");
        await page.GetByLabel("Find a tool").FillAsync("refund");
        await page.WaitForURLAsync(url => url.EndsWith("?find=refund", StringComparison.Ordinal));
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#tools tbody tr:visible")).ToHaveCountAsync(1);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task RuleFromARecord_IsShownInTheEditorAndHoldsOnceItIsPublished()
    {
        await using var window = await chromium.OpenAsync();
        await workplace.CallAsync("list_payments", new { });
        var page = window.Page;
        await workplace.Installation.SignInAsync(window, path: "records?tool=list_payments&outcome=allowed");
        await page.Locator("#records tbody tr").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Deny it" }).ClickAsync();
        var builder = new Builder(window);
        await Assertions.Expect(builder.Choice("list_payments")).ToHaveValueAsync("deny");

        // The page was a form's answer: its address is the editor's, where the rule is found again.
        await page.WaitForURLAsync(url => url.EndsWith($"/policies/{workplace.PolicyId}/edit?server=payments", StringComparison.Ordinal));
        await page.ReloadAsync();
        await Assertions.Expect(builder.Choice("list_payments")).ToHaveValueAsync("deny");
        Assert.DoesNotContain("error", await workplace.CallAsync("list_payments", new { }), StringComparison.OrdinalIgnoreCase);

        await page.GetByLabel("Yes, I mean what needs a yes").CheckAsync();
        await Assertions.Expect(builder.State).ToContainTextAsync("Ready to publish");
        await builder.Publish.ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("said=", StringComparison.Ordinal));
        Assert.Contains("denied", await workplace.CallAsync("list_payments", new { }), StringComparison.OrdinalIgnoreCase);

        // The way back, from the version's page.
        await window.GoAsync(workplace.Installation.People, $"policies/{workplace.PolicyId}/versions/1");
        await page.GetByLabel("I saw what it opens").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish it as version 3" }).ClickAsync();
        await page.GetByText("The earlier text is in force again").WaitForAsync();
        Assert.DoesNotContain("error", await workplace.CallAsync("list_payments", new { }), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(window.Complaints);
    }
}
