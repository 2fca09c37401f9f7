namespace Gatehouse.Browser.Tests;

/// <summary>From a signed-in admin to an agent's first call, by clicks alone.</summary>
public sealed class FirstStepsTests(Installation installation, Chromium chromium) : IClassFixture<Installation>
{
    [Fact]
    public async Task SevenSteps_WithTheDemoServer_EndWithTheFirstCallSeenLive()
    {
        await using var window = await chromium.OpenAsync();
        var page = window.Page;

        // 1. Signed in. 2. A server. 3. It needs no credential. 4. A policy. 5. A grant.
        await installation.SignInAsync(window, path: "start");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the demo server" }).ClickAsync();
        await page.GetByText("The demo server needs none").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take this policy" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();

        // 6. The configuration, as a client takes it.
        var token = await page.Locator(".listing.secret code").First.InnerTextAsync();
        await page.GetByText("Cursor", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".clients code:visible")).ToContainTextAsync($"/mcp/demo-payments");

        // 7. The call arrives while the page is open.
        using var agent = new Agent(installation.Agents, "demo-payments", token);
        await agent.BeginAsync();
        Assert.Contains("\"result\"", await agent.CallAsync("list_payments", new { }), StringComparison.Ordinal);
        await Assertions.Expect(page.GetByText("It works")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Look at it" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("list_payments");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Session_RevokedElsewhere_LeadsToSignInAndBackToTheSamePlace()
    {
        await using var window = await chromium.OpenAsync();
        await installation.SignInAsync(window);
        await window.Context.ClearCookiesAsync();
        await window.GoAsync(installation.People, "records?outcome=denied&span=day");
        await window.Page.GetByLabel("E-mail address").FillAsync(Installation.Email);
        await window.Page.GetByLabel("Password").FillAsync(Installation.Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Heading, new() { Name = "Records", Exact = true }).WaitForAsync();

        Assert.Equal("/records?outcome=denied&span=day", new Uri(window.Page.Url).PathAndQuery);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("https://evil.example/")]
    public async Task SignIn_WithAForeignPlaceToGoOnTo_StaysHere(string next)
    {
        await using var window = await chromium.OpenAsync();
        await installation.SignInAsync(window, path: "sign-in?next=" + Uri.EscapeDataString(next));

        Assert.Equal(installation.People.Port, new Uri(window.Page.Url).Port);
        Assert.Equal("127.0.0.1", new Uri(window.Page.Url).Host);
    }

    [Fact]
    public async Task SignIn_WithAWrongPassword_SaysSoAndKeepsTheAddress()
    {
        await using var window = await chromium.OpenAsync();
        await window.GoAsync(installation.People, "sign-in");
        await window.Page.GetByLabel("E-mail address").FillAsync(Installation.Email);
        await window.Page.GetByLabel("Password").FillAsync("not the password");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Address or password is wrong.");
        Assert.Equal(Installation.Email, await window.Page.GetByLabel("E-mail address").InputValueAsync());
        Assert.Equal("", await window.Page.GetByLabel("Password").InputValueAsync());
    }
}
