namespace Gatehouse.Browser.Tests;

/// <summary>Everything that agents can call: what is dangerous together, and servers from a client's configuration.</summary>
public sealed class StackTests(Installation installation, Chromium chromium) : IClassFixture<Installation>
{
    [Fact]
    public async Task ToxicCombination_AcrossServersOfOneOwner_IsToldUntilAPersonIsAsked()
    {
        await using var mail = await ToolServer.StartAsync(
            ("read_private_messages", "Reads private messages and personal data from the user's inbox.", "\"properties\":{}"));
        await using var web = await ToolServer.StartAsync(
            ("fetch_web_page", "Fetches the content of any web page on the internet.", "\"properties\":{\"url\":{\"type\":\"string\"}}"),
            ("send_email", "Sends an e-mail to any external recipient.", "\"properties\":{\"to\":{\"type\":\"string\"}}"));
        await GrantAsync("mail", mail.Url, """{"version":"1","default":"allow"}""");
        var policy = await GrantAsync("web", web.Url, """{"version":"1","default":"allow"}""");
        await using var window = await chromium.OpenAsync();
        await installation.SignInAsync(window, path: "inventory");
        var alert = window.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "A toxic combination" });

        await Assertions.Expect(alert).ToContainTextAsync("fetch_web_page takes in what strangers wrote");
        await Assertions.Expect(alert).ToContainTextAsync("read_private_messages reads what is private");
        await Assertions.Expect(alert).ToContainTextAsync("send_email sends out");
        await Assertions.Expect(alert).ToContainTextAsync(Installation.Email);
        const string asking = """{"version":"1","default":"allow","tools":{"send_email":{"require_approval":[{"conditions":[],"message":"To whom?"}]}}}""";
        using var published = await installation.AskAsync(HttpMethod.Post, $"policies/{policy}/versions", new { document = asking }, "\"1\"");
        await window.Page.ReloadAsync();
        await Assertions.Expect(alert).ToHaveCountAsync(0);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task ClientConfiguration_Pasted_LeadsToTheRegistrationOfItsServersWithoutTheirSecrets()
    {
        using var known = await installation.AskAsync(HttpMethod.Post, "servers", new { id = "known", url = "http://127.0.0.1:9/mcp" });
        await using var window = await chromium.OpenAsync();
        await installation.SignInAsync(window, path: "inventory");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Import a client's configuration" }).ClickAsync();
        var sent = "";
        window.Page.Request += (_, request) => sent += Uri.UnescapeDataString(request.PostData ?? "");
        await window.Page.GetByLabel("Client configuration").FillAsync(
            """
            { "mcpServers": {
              "<b>Web</b>": { "url": "https://mcp.example.com/mcp?key=SECRET-ONE", "headers": { "Authorization": "Bearer SECRET-TWO" } },
              "mine": { "url": "http://127.0.0.1:9/mcp" },
              "local": { "command": "npx", "args": ["-y", "@acme/pay", "--token", "SECRET-THREE"] },
              "keyed": { "url": "https://mcp.example.com/s/SECRET44444444444444444/mcp" },
            } }
            """);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show its servers" }).ClickAsync();
        var lines = window.Page.Locator("#found > li");
        await Assertions.Expect(lines).ToHaveCountAsync(4);
        await Assertions.Expect(lines.Nth(1)).ToContainTextAsync("Registered");
        await Assertions.Expect(lines.Nth(2)).ToContainTextAsync("gatehouse wrap");
        await Assertions.Expect(lines.Nth(3)).ToContainTextAsync("Its address held what looks like a key: type it.");
        await Assertions.Expect(lines.Nth(3).GetByRole(AriaRole.Link, new() { Name = "Register it" }))
            .ToHaveAttributeAsync("href", "/servers/new?name=keyed&id=keyed");
        Assert.Contains("mcp.example.com", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", sent, StringComparison.Ordinal);
        await lines.Nth(0).GetByRole(AriaRole.Link, new() { Name = "Register it" }).ClickAsync();

        await Assertions.Expect(window.Page.GetByLabel("URL")).ToHaveValueAsync("https://mcp.example.com/mcp");
        await Assertions.Expect(window.Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("<b>Web</b>");
        await Assertions.Expect(window.Page.GetByLabel("Id", new() { Exact = true })).ToHaveValueAsync("b-web--b");
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData("{ \"mcpServers\": { BROKEN-SECRET", "not JSON")]
    [InlineData("[]", "No servers are listed")]
    public async Task ClientConfiguration_ThatCannotBeRead_IsToldWithoutRepeatingIt(string text, string told)
    {
        await using var window = await chromium.OpenAsync(new() { JavaScriptEnabled = false });
        await installation.SignInAsync(window, path: "inventory/import");
        await window.Page.GetByLabel("Client configuration").FillAsync(text);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show its servers" }).ClickAsync();

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync(told);
        Assert.DoesNotContain("BROKEN-SECRET", await window.Page.ContentAsync(), StringComparison.Ordinal);
    }

    private async Task<string> GrantAsync(string server, string url, string document)
    {
        using var members = await installation.AskAsync(HttpMethod.Get, "members");
        var owner = members!.RootElement.GetProperty("items")[0].GetProperty("id").GetString();
        using var registered = await installation.AskAsync(HttpMethod.Post, "servers", new { id = server, url });
        using var policy = await installation.AskAsync(HttpMethod.Post, "policies", new { name = server, document });
        var id = policy!.RootElement.GetProperty("id").GetString()!;
        using var grant = await installation.AskAsync(HttpMethod.Post, "grants", new
        {
            label = server, server_id = server, policy_id = id, owner_id = owner, expires = TimeProvider.System.GetUtcNow().AddDays(1),
        });
        using var agent = new Agent(installation.Agents, server, grant!.RootElement.GetProperty("token").GetString()!);
        await agent.BeginAsync();
        return id;
    }
}
