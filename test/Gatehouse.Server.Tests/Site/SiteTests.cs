using Gatehouse.Control.Catalogue.Attacks;

namespace Gatehouse.Server.Tests.Site;

/// <summary>The rest of the public site.</summary>
public sealed class SiteTests
{
    [Fact]
    public async Task FreshInstallation_ShowsHowToFillTheIndexAndItsOwnDemoServerFirst()
    {
        await using var rig = await SiteRig.StartAsync();

        var page = await rig.GetAsync("/tools");

        Assert.Contains("gatehouse catalogue import --registry", page.Text, StringComparison.Ordinal);
        Assert.Contains("/tools/gatehouse-demo-payments/delete_customer", page.Text, StringComparison.Ordinal);
        Assert.Contains("3 tools classified, across an index of 1 server.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryPage_IsThereAsHtmlAndAsMarkdown()
    {
        await using var rig = await SiteRig.StartAsync(SiteLines.Exchange);
        string[] paths = ["/tools", "/tools/acme-exchange", "/risk", "/risk/critical", "/risk/low", "/attacks", "/stack", .. AttackBook.All.Select(attack => $"/attacks/{attack.Slug}")];
        foreach (var path in paths)
        {
            var (html, markdown) = (await rig.GetAsync(path), await rig.GetAsync(path + ".md"));

            Assert.Equal((200, "text/html", 200, "text/markdown"), (html.Status, html.Kind, markdown.Status, markdown.Kind));
            Assert.Contains("<meta property=\"og:title\"", html.Text, StringComparison.Ordinal);
            Assert.Contains($"<link rel=\"canonical\" href=\"{SiteRig.Root}{path}\"", html.Text, StringComparison.Ordinal);
            Assert.StartsWith("# ", markdown.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AttackPages_LinkBothWaysWithCategoriesAndControls()
    {
        await using var rig = await SiteRig.StartAsync();
        var attack = await rig.GetAsync("/attacks/base-mcp-redirect");
        var control = await rig.GetAsync("/attacks?control=spend-cap");
        var category = await rig.GetAsync("/attacks?category=financial");

        Assert.Contains("/attacks?control=spend-cap", attack.Text, StringComparison.Ordinal);
        Assert.Contains("/attacks?category=financial", attack.Text, StringComparison.Ordinal);
        Assert.Contains("/attacks/base-mcp-redirect", control.Text, StringComparison.Ordinal);
        Assert.Contains("/attacks/base-mcp-redirect", category.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contact_SendsOnceAndStaysPoliteInAFlood()
    {
        await using var rig = await SiteRig.StartAsync();
        var first = await rig.PostAsync("/contact", ("email", "ada@example.com"), ("message", "<b>Hello</b>"), ("page", "/tools"));
        Assert.Equal(200, first.Status);
        Assert.Contains("Message sent.", first.Text, StringComparison.Ordinal);

        var last = first;
        for (var i = 0; i < 8; i++)
        {
            last = await rig.PostAsync("/contact", ("email", "ada@example.com"), ("message", "<b>again</b>"), ("page", "//evil.test"));
        }

        Assert.Equal(429, last.Status);
        Assert.Contains("Too many messages", last.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;again&lt;/b&gt;", last.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("//evil.test", last.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await rig.PostAsync("/contact", ("email", "x"), ("message", "y"))).Status);
    }

    [Fact]
    public async Task Stack_ShowsWhatIsKnownAndNeverWhatWasSecret()
    {
        await using var rig = await SiteRig.StartAsync(SiteLines.Exchange);
        const string configuration =
            """
            {
              // as VS Code writes it
              "mcpServers": {
                "trading": { "command": "npx", "args": ["-y", "acme/exchange", "--api-key", "SECRET-ONE"], "env": { "TOKEN": "SECRET-TWO" } },
                "web": { "url": "https://user:SECRET-THREE@mcp.example.com/mcp?key=SECRET-FOUR", "headers": { "Authorization": "Bearer SECRET-FIVE" } },
              },
            }
            """;
        var page = await rig.PostAsync("/stack", ("configuration", configuration));
        var broken = await rig.PostAsync("/stack", ("configuration", "{\n  \"mcpServers\": { SECRET-SIX"));

        Assert.Equal(200, page.Status);
        Assert.Contains("/tools/acme-exchange/cancel_all_orders_after", page.Text, StringComparison.Ordinal);
        Assert.Contains("/tools/acme-exchange/policy.json", page.Text, StringComparison.Ordinal);
        Assert.Contains("https://mcp.example.com/mcp", page.Text, StringComparison.Ordinal);
        Assert.Equal(422, broken.Status);
        Assert.Contains("at line 2, column", broken.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", page.Text + broken.Text, StringComparison.Ordinal);
        var toml = await rig.PostAsync("/stack", ("configuration", "[mcp_servers.trading]\ncommand = \"npx\"\nargs = [\"-y\", \"acme/exchange\"]\nenv = { TOKEN = \"SECRET-SEVEN\" }\n"));
        Assert.Contains("/tools/acme-exchange/cancel_all_orders_after", toml.Text, StringComparison.Ordinal);
        var torn = await rig.PostAsync("/stack", ("configuration", "[mcp_servers.a]\ncommand = SECRET-EIGHT \"x\"\nb"));
        Assert.Equal(422, torn.Status);
        Assert.Contains("neither JSON nor TOML, at line", torn.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", toml.Text + torn.Text, StringComparison.Ordinal);
        Assert.Contains("No servers are listed", (await rig.PostAsync("/stack", ("configuration", "[]"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MachinePages_NameEveryPageByTheAddressOfTheSettings()
    {
        await using var rig = await SiteRig.StartAsync(SiteLines.Exchange);

        Assert.Contains($"Sitemap: {SiteRig.Root}/sitemap.xml", (await rig.GetAsync("/robots.txt")).Text, StringComparison.Ordinal);
        var llms = (await rig.GetAsync("/llms.txt")).Text;
        Assert.Contains($"{SiteRig.Root}/tools.md", llms, StringComparison.Ordinal);
        Assert.Contains($"{SiteRig.Root}/api/v1/openapi.json", llms, StringComparison.Ordinal);
        Assert.Contains("/api/v1/catalogue/servers/{server}/tools/{tool}", (await rig.GetAsync("/api/v1/openapi.json")).Text, StringComparison.Ordinal);
        Assert.Contains($"<loc>{SiteRig.Root}/sitemap-1.xml</loc>", (await rig.GetAsync("/sitemap.xml")).Text, StringComparison.Ordinal);
        Assert.Contains($"<loc>{SiteRig.Root}/attacks/base-mcp-redirect</loc>", (await rig.GetAsync("/sitemap-0.xml")).Text, StringComparison.Ordinal);
        Assert.Contains($"<loc>{SiteRig.Root}/tools/acme-exchange/open_orders</loc>", (await rig.GetAsync("/sitemap-1.xml")).Text, StringComparison.Ordinal);
        var full = (await rig.GetAsync("/llms-full.txt")).Text;
        Assert.Contains("cancel\\_all\\_orders\\_after", full, StringComparison.Ordinal);
        Assert.All(AttackBook.All, attack => Assert.Contains(attack.Happened, full, StringComparison.Ordinal));
    }
}
