namespace Gatehouse.Browser.Tests;

/// <summary>The setting that arguments are stored, and the page of a call whose are.</summary>
public sealed class StoredArgumentsPageTests(Workplace workplace, Chromium chromium) : IClassFixture<Workplace>
{
    [Fact]
    public async Task Values_OnceStored_AreShownToAnAdminWhoAsks_WithNothingHidden()
    {
        await using var window = await chromium.OpenAsync();
        var page = window.Page;
        await workplace.Installation.SignInAsync(window, path: "servers/payments/settings");
        await page.GetByLabel("Keep them for days").FillAsync("400");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save what is stored" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("is not 1 to 365");
        await page.GetByLabel("Keep them for days").FillAsync("7");
        await page.GetByText("What else is left out").ClickAsync();
        await page.GetByLabel("Names").FillAsync("*iban*\ncustomer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save what is stored" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Stored", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Names")).ToHaveValueAsync("*iban*\ncustomer");

        await workplace.CallAsync("create_refund", new { amount = 3, reason = Workplace.Hostile + "\u202E only-when-asked", IBAN = "DE-CANARY", token = "SECRET-CANARY" });
        var call = "";
        await Workplace.EventuallyAsync(async () =>
        {
            using var records = await workplace.Installation.AskAsync(HttpMethod.Get, "records?limit=1");
            var newest = records!.RootElement.GetProperty("items")[0];
            call = newest.GetProperty("call").GetString()!;
            if (!newest.TryGetProperty("arguments_stored", out _))
            {
                return false;
            }

            using var stored = await workplace.Installation.AskAsync(HttpMethod.Get, $"records/{call}/arguments");
            return stored!.RootElement.GetProperty("state").GetString() == "stored";
        });
        await window.GoAsync(workplace.Installation.People, $"records/{call}");
        Assert.DoesNotContain("only-when-asked", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the values" }).ClickAsync();

        var values = page.GetByLabel("Arguments", new() { Exact = true });
        await Assertions.Expect(values).ToContainTextAsync("<script>alert(1)</script>");
        await Assertions.Expect(values).ToContainTextAsync("U+202E");
        await Assertions.Expect(values).ToContainTextAsync("only-when-asked");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("args.IBAN (string, 9-32 characters)");
        Assert.DoesNotContain("CANARY", await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
    }
}
