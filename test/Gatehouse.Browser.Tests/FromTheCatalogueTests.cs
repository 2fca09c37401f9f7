namespace Gatehouse.Browser.Tests;

/// <summary>From a public page of a tool to an agent whose call of it waits for a person.</summary>
public sealed class FromTheCatalogueTests(Exchange exchange, Chromium chromium) : IClassFixture<Exchange>
{
    private const string ToolPage = "tools/acme-exchange/cancel_all_orders_after";

    [Fact]
    public async Task GateThisTool_OfAStranger_LeadsThroughSignInToTheServerWithItsPolicy()
    {
        await using var window = await chromium.OpenAsync();
        var page = window.Page;
        await window.GoAsync(exchange.People, ToolPage);
        await Assertions.Expect(page.Locator("header.bar .tail")).ToHaveTextAsync("Sign in");
        await page.GetByRole(AriaRole.Link, new() { Name = "Gate this tool" }).First.ClickAsync();
        await SignInAsync(page, Installation.Email);

        await Assertions.Expect(page.GetByLabel("Policy", new() { Exact = true })).ToHaveValueAsync(
            new System.Text.RegularExpressions.Regex("\"cancel_all_orders_after\": {\\s+\"deny_if\": \\[\\s+{\\s+\"conditions\": \\[\\],\\s+\"on_deny\": \"Requires human approval.\""));
        await RegisterAsync(page, "exchange");
        await page.GetByLabel("Label").FillAsync("Trading agent");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the grant" }).ClickAsync();
        using var agent = new Agent(exchange.Agents, "exchange", await page.Locator(".listing.secret code").First.InnerTextAsync());
        await agent.BeginAsync();

        Assert.Contains("approval", await agent.CallAsync("cancel_all_orders_after", new { timeout = 60 }), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("approval", await agent.CallAsync("open_orders", new { }), StringComparison.OrdinalIgnoreCase);
        await window.GoAsync(exchange.People, ToolPage);
        await Assertions.Expect(page.Locator("header.bar .tail")).ToHaveTextAsync("Dashboard");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task GateThisTool_OfSomebodyWithoutAnAccount_LeadsThroughSignUpToTheSamePlace()
    {
        await using var window = await chromium.OpenAsync();
        var page = window.Page;
        await window.GoAsync(exchange.People, ToolPage);
        await page.GetByRole(AriaRole.Link, new() { Name = "Gate this tool" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Make an account" }).ClickAsync();
        await page.GetByLabel("Your e-mail address").FillAsync("new@northwind.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it" }).ClickAsync();
        await page.GotoAsync(await exchange.LinkAsync());
        await page.GetByLabel("Organisation").FillAsync("Tailwind");
        await page.GetByLabel("Password").FillAsync(Installation.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await SignInAsync(page, "new@northwind.example");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Register a server" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Name")).ToHaveValueAsync("Acme Exchange");
        Assert.Contains("cancel_all_orders_after", await page.GetByLabel("Policy", new() { Exact = true }).InputValueAsync(), StringComparison.Ordinal);

        // Only this once: whoever signs in later begins at home.
        await page.Context.ClearCookiesAsync(new() { Name = "gatehouse" });
        await exchange.SignInAsync(window, path: "sign-in");
        Assert.Equal("/home", new Uri(page.Url).AbsolutePath);
    }

    [Fact]
    public async Task Policy_ThatCannotBeSaved_IsToldOfBeforeAnythingIsMade()
    {
        await using var window = await chromium.OpenAsync();
        await exchange.SignInAsync(window, path: "servers/new?id=broken&gate=acme-exchange");
        await window.Page.GetByLabel("Policy", new() { Exact = true }).FillAsync("{ \"version\": \"1\",\n\"default\": \"perhaps\" }");
        await RegisterAsync(window.Page, "broken");

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Line 2");
        Assert.Contains("perhaps", await window.Page.GetByLabel("Policy", new() { Exact = true }).InputValueAsync(), StringComparison.Ordinal);
        Assert.Equal(404, await window.GoAsync(exchange.People, "servers/broken"));
    }

    [Fact]
    public async Task GateThisTool_WithACredentialThatIsRefused_MakesThePolicyAndSaysBoth()
    {
        await using var window = await chromium.OpenAsync();
        await exchange.SignInAsync(window, path: "servers/new?gate=acme-exchange/cancel_all_orders_after");
        await window.Page.GetByLabel("Header", new() { Exact = true }).FillAsync("Host");
        await window.Page.GetByLabel("Value", new() { Exact = true }).FillAsync("never sent");
        await RegisterAsync(window.Page, "keyless");

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("recommended policy saved, but its credential could not be kept");
        Assert.Equal("/servers/keyless/settings", new Uri(window.Page.Url).AbsolutePath);
        using var policies = await exchange.AskAsync(HttpMethod.Get, "policies?limit=200");
        var made = Assert.Single(policies!.RootElement.GetProperty("items").EnumerateArray(), one => one.GetProperty("name").GetString()!.EndsWith("(keyless)", StringComparison.Ordinal));
        Assert.Equal(1, made.GetProperty("current").GetInt32());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("acme-exchange/none")]
    [InlineData("acme-exchange/../../etc")]
    public async Task Gate_OfNothingKnown_OpensTheFormWithoutAPolicy(string gate)
    {
        await using var window = await chromium.OpenAsync();
        await exchange.SignInAsync(window, path: "servers/new?document=x&gate=" + Uri.EscapeDataString(gate));

        await Assertions.Expect(window.Page.GetByLabel("URL")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByLabel("Policy", new() { Exact = true })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task PolicyOfTheToolPage_PastedInTheEditor_BlocksACallThatPassesOnceWhenApproved()
    {
        await using var window = await chromium.OpenAsync();
        var page = window.Page;
        await window.GoAsync(exchange.People, ToolPage);
        var policy = await page.Locator("#control ~ .listing code").First.InnerTextAsync();
        await exchange.SignInAsync(window, path: "policies/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Pasted");
        var builder = new Builder(window);
        await builder.TypeAsync(policy);
        await Assertions.Expect(builder.Publish).ToBeEnabledAsync();
        await builder.Publish.ClickAsync();
        await page.WaitForURLAsync("**/policies/pol_*");
        using var agent = await AgentAsync("story", new Uri(page.Url).Segments[^1]);

        Assert.Contains("approval", await agent.CallAsync("cancel_all_orders_after", new { timeout = 60 }), StringComparison.OrdinalIgnoreCase);
        await window.GoAsync(exchange.People, "approvals");
        await page.Locator("#inbox [data-id]", new() { HasText = "story" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve this call, once" }).ClickAsync();
        await page.GetByText("Approved: the agent can make this call once.").WaitForAsync();

        Assert.DoesNotContain("error", await agent.CallAsync("cancel_all_orders_after", new { timeout = 60 }), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("approval", await agent.CallAsync("cancel_all_orders_after", new { timeout = 60 }), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(window.Complaints);
    }

    private static async Task SignInAsync(IPage page, string email)
    {
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Installation.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private async Task RegisterAsync(IPage page, string id)
    {
        await page.GetByLabel("URL").FillAsync(exchange.Url);
        await page.GetByLabel("Id", new() { Exact = true }).FillAsync(id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
    }

    private async Task<Agent> AgentAsync(string server, string policy)
    {
        using var members = await exchange.AskAsync(HttpMethod.Get, "members");
        var owner = members!.RootElement.GetProperty("items")[0].GetProperty("id").GetString();
        using var registered = await exchange.AskAsync(HttpMethod.Post, "servers", new { id = server, url = exchange.Url });
        using var grant = await exchange.AskAsync(HttpMethod.Post, "grants", new
        {
            label = server, server_id = server, policy_id = policy, owner_id = owner, expires = TimeProvider.System.GetUtcNow().AddDays(1),
        });
        var agent = new Agent(exchange.Agents, server, grant!.RootElement.GetProperty("token").GetString()!);
        await agent.BeginAsync();
        return agent;
    }
}
