using System.Text.Json;

namespace Gatehouse.Browser.Tests;

/// <summary>What a person has to look at before it holds: changed definitions, policies that open more; and what ends while one looks.</summary>
public sealed class SecondLookTests(Workplace workplace, Chromium chromium) : IClassFixture<Workplace>
{
    [Fact]
    public async Task ChangedDefinition_IsShownLineByLine_AndCanBeCalledOnceAccepted()
    {
        await using var tools = await ToolServer.StartAsync(("get_thing", "Gets a thing.", "\"properties\":{}"));
        using var agent = await AgentAsync("changing", tools.Url, """{"version":"1","default":"allow"}""");
        Assert.DoesNotContain("error", await agent.CallAsync("get_thing", new { }), StringComparison.OrdinalIgnoreCase);
        tools.List(("get_thing", "Gets a thing, and mails it to everybody.", "\"properties\":{}"));
        await agent.BeginAsync();
        Assert.Contains("error", await agent.CallAsync("get_thing", new { }), StringComparison.OrdinalIgnoreCase);

        await using var window = await chromium.OpenAsync();
        await workplace.Installation.SignInAsync(window, path: "servers/changing");
        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("It is new or differs from what was accepted");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Look at it" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator(".diff .plus")).ToContainTextAsync("mails it to everybody");
        await Assertions.Expect(window.Page.Locator(".diff .minus")).ToContainTextAsync("Gets a thing.");

        // It changes once more while somebody looks: what they saw is not there any more, so nothing is accepted.
        tools.List(("get_thing", "Gets a thing, and deletes it.", "\"properties\":{}"));
        await agent.BeginAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Accept the ticked" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("changed once more");
        await Assertions.Expect(window.Page.Locator(".diff .plus")).ToContainTextAsync("deletes it");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Accept the ticked" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Accepted");
        await agent.BeginAsync();
        Assert.DoesNotContain("error", await agent.CallAsync("get_thing", new { }), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task WideningPolicy_NeedsASecondPerson_WhoIsNotItsAuthor()
    {
        await ChangeAsync(new { widening_needs_second = true });
        using var made = await workplace.Installation.AskAsync(HttpMethod.Post, "policies", new { name = "Tight", document = """{"version":"1","default":"deny"}""" });
        var id = made!.RootElement.GetProperty("id").GetString();
        await using var first = await chromium.OpenAsync(new() { JavaScriptEnabled = false });
        await workplace.Installation.SignInAsync(first, path: $"policies/{id}/edit");
        await first.Page.Locator("#document").FillAsync("""{"version":"1","default":"deny","tools":{"list_payments":{}}}""");
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Assertions.Expect(first.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("waits for a second person");
        await first.GoAsync(workplace.Installation.People, $"policies/{id}/versions/2");
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Say yes: publish it" }).ClickAsync();
        await Assertions.Expect(first.Page.Locator("main")).Not.ToContainTextAsync("Published");
        Assert.Equal(1, await CurrentAsync(id!));

        var other = await workplace.Installation.MemberAsync("policy_manager");
        await using var second = await chromium.OpenAsync();
        await workplace.Installation.SignInAsync(second, other, path: $"policies/{id}/versions/2");
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Say yes: publish it" }).ClickAsync();
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Published");
        Assert.Equal(2, await CurrentAsync(id!));
        await ChangeAsync(new { widening_needs_second = false });
    }

    [Fact]
    public async Task PlainForm_AfterSomebodyElsePublished_ShowsBothAndLosesNothing()
    {
        using var made = await workplace.Installation.AskAsync(HttpMethod.Post, "policies", new { name = "Two hands", document = """{"version":"1","default":"deny"}""" });
        var id = made!.RootElement.GetProperty("id").GetString();
        await using var window = await chromium.OpenAsync(new() { JavaScriptEnabled = false });
        await workplace.Installation.SignInAsync(window, path: $"policies/{id}/edit");
        const string mine = """{"version":"1","default":"deny","tools":{"mine":{"action":"deny"}}}""";
        await window.Page.Locator("#document").FillAsync(mine);
        const string theirs = """{"version":"1","default":"deny","tools":{"theirs":{"action":"deny"}}}""";
        using var published = await workplace.Installation.AskAsync(HttpMethod.Post, $"policies/{id}/versions", new { document = theirs }, "\"1\"");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();

        await Assertions.Expect(window.Page.Locator("main")).ToContainTextAsync("What somebody else published meanwhile");
        await Assertions.Expect(window.Page.Locator(".diff")).ToContainTextAsync("theirs");
        Assert.Equal(mine, await window.Page.Locator("#document").InputValueAsync());
        Assert.Equal(theirs, (await ReadAsync($"policies/{id}")).GetProperty("document").GetString());
    }

    [Fact]
    public async Task Approval_ThatExpiresWhileItsPageIsOpen_SaysSoOnTheButton()
    {
        await workplace.CallAsync("create_refund", new { amount = 3_111 });
        await using var window = await chromium.OpenAsync();
        await window.Page.Clock.InstallAsync(new() { TimeDate = TimeProvider.System.GetUtcNow().UtcDateTime });
        await workplace.Installation.SignInAsync(window, path: "approvals/" + await workplace.WaitingAsync());
        var button = window.Page.Locator("[data-approve]");
        await Assertions.Expect(button).ToHaveTextAsync("Approve this call, once");
        var ends = DateTimeOffset.Parse((await window.Page.Locator("[data-expires]").GetAttributeAsync("data-expires"))!, System.Globalization.CultureInfo.InvariantCulture);
        await window.Page.Clock.RunForAsync((long)(ends - TimeProvider.System.GetUtcNow()).TotalMilliseconds + 60_000);

        await Assertions.Expect(button).ToHaveTextAsync("Expired: it cannot be answered any more");
        await Assertions.Expect(button).ToBeDisabledAsync();
        await Assertions.Expect(window.Page.Locator("[data-refuse]")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Session_EndedFromAnotherWindow_LeadsToSignInAndBackToTheSamePlace()
    {
        var email = await workplace.Installation.MemberAsync("viewer");
        await using var here = await chromium.OpenAsync();
        await using var there = await chromium.OpenAsync();
        await workplace.Installation.SignInAsync(here, email, path: "records?outcome=denied");
        await workplace.Installation.SignInAsync(there, email, path: "account");
        await there.Page.GetByRole(AriaRole.Button, new() { Name = "End", Exact = true }).ClickAsync();
        await there.Page.GetByText("The session is ended.").WaitForAsync();
        await here.Page.ReloadAsync();
        await here.Page.GetByLabel("E-mail address").FillAsync(email);
        await here.Page.GetByLabel("Password").FillAsync(Installation.Password);
        await here.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await here.Page.GetByRole(AriaRole.Heading, new() { Name = "Records", Exact = true }).WaitForAsync();

        Assert.Equal("/records?outcome=denied", new Uri(here.Page.Url).PathAndQuery);
    }

    private async Task<int> CurrentAsync(string id) => (await ReadAsync($"policies/{id}")).GetProperty("current").GetInt32();

    private async Task<JsonElement> ReadAsync(string path)
    {
        using var read = await workplace.Installation.AskAsync(HttpMethod.Get, path);
        return read!.RootElement.Clone();
    }

    private async Task ChangeAsync(object change)
    {
        var version = (await ReadAsync("organisation")).GetProperty("version").GetInt32();
        using var changed = await workplace.Installation.AskAsync(HttpMethod.Patch, "organisation", change, $"\"{version}\"");
    }

    private async Task<Agent> AgentAsync(string server, string url, string document)
    {
        using var members = await workplace.Installation.AskAsync(HttpMethod.Get, "members");
        var owner = members!.RootElement.GetProperty("items")[0].GetProperty("id").GetString();
        using var registered = await workplace.Installation.AskAsync(HttpMethod.Post, "servers", new { id = server, url });
        using var policy = await workplace.Installation.AskAsync(HttpMethod.Post, "policies", new { name = server, document });
        using var grant = await workplace.Installation.AskAsync(HttpMethod.Post, "grants", new
        {
            label = server, server_id = server, policy_id = policy!.RootElement.GetProperty("id").GetString(), owner_id = owner,
            expires = TimeProvider.System.GetUtcNow().AddDays(1),
        });
        var agent = new Agent(workplace.Installation.Agents, server, grant!.RootElement.GetProperty("token").GetString()!);
        await agent.BeginAsync();
        return agent;
    }
}
