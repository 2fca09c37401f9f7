using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Browser.Tests;

/// <summary>The public catalogue in a real browser, filled with a plain server and one that is hostile in every field.</summary>
public sealed class CataloguePagesTests(Installation installation, Chromium chromium) : IClassFixture<Installation>
{
    private const string Nasty = "<img src=x onerror=alert(1)>\"'--><script>alert(1)</script>{{7*7}}![x](https://evil.test/?q=1) [a](javascript:alert(1)) \u202eabc\u200b";

    [Theory]
    [InlineData(ColorScheme.Light, 1360)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Pages_WithHostileTextInEveryField_RunNothingAskNothingElsewhereAndFitTheWindow(ColorScheme scheme, int width)
    {
        await using var window = await chromium.OpenAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        await FillAsync(window);

        foreach (var path in new[]
        {
            "tools", "tools?q=evil", "tools/plain-exchange", "tools/plain-exchange/cancel_all_orders", await SlugAsync(window, "servers?q=evil", ""),
            await SlugAsync(window, "tools?q=evil", "tool"), "risk", "risk/critical", "attacks", "attacks/base-mcp-redirect", "stack",
        })
        {
            Assert.Equal(200, await window.GoAsync(installation.People, path));
            Assert.True(await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, $"{path} is wider than the window");
            Assert.Equal(0, await window.Page.EvaluateAsync<int>("[...document.images].filter(image => !image.src.startsWith(location.origin)).length"));
            Assert.Equal(0, await window.Page.EvaluateAsync<int>(
                "[...document.links].filter(link => link.origin !== location.origin && !(link.rel.includes('nofollow') && link.rel.includes('ugc') && /^https?:$/.test(link.protocol))).length"));
        }

        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Stack_WithScript_SendsNothingThatIsSecret()
    {
        await using var window = await chromium.OpenAsync();
        await window.GoAsync(installation.People, "stack");
        await Assertions.Expect(window.Page.GetByText("taken out on your machine first")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByText("Script is off")).ToBeHiddenAsync();
        var sent = "";
        window.Page.Request += (_, request) => sent += request.PostData;
        await window.Page.GetByLabel("Client configuration").FillAsync(
            """
            {
              // a comment
              "mcpServers": {
                "pay": { "command": "/home/ada/bin/npx", "args": ["-y", "@acme/pay", "--token", "SECRET-ONE", "--verbose"], "env": { "KEY": "SECRET-TWO" } },
                "web": { "url": "https://ada:SECRET-THREE@mcp.example.com/mcp?key=SECRET-FOUR", "headers": { "Authorization": "Bearer SECRET-FIVE" } },
              },
            }
            """);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show what my agents can call" }).ClickAsync();

        await Assertions.Expect(window.Page.GetByText("mcp.example.com/mcp")).ToBeVisibleAsync();
        Assert.Contains("acme", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", Uri.UnescapeDataString(sent), StringComparison.Ordinal);
        Assert.DoesNotContain("ada", Uri.UnescapeDataString(sent), StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Stack_WithToml_SendsItsServersAndNothingThatIsSecret()
    {
        await using var window = await chromium.OpenAsync();
        await window.GoAsync(installation.People, "stack");
        var sent = "";
        window.Page.Request += (_, request) => sent += request.PostData;
        var area = window.Page.GetByLabel("Client configuration");
        var show = window.Page.GetByRole(AriaRole.Button, new() { Name = "Show what my agents can call" });
        await area.FillAsync("[mcp_servers.pay\ncommand = 'SECRET'");
        await show.ClickAsync();
        Assert.Contains("line 1, column", await area.EvaluateAsync<string>("area => area.validationMessage"), StringComparison.Ordinal);
        Assert.Equal("", sent);
        await area.FillAsync(
            """
            # SECRET-ZERO
            [mcp_servers.pay]
            command = "/home/ada/bin/npx"
            args = ["-y", "@acme/pay", "postgresql://ada:SECRET-ONE@db/x"] # how
            env = { KEY = "SECRET-TWO" }
            [mcp_servers.web]
            url = "https://ada:SECRET-THREE@mcp.example.com/mcp?key=SECRET-FOUR"
            http_headers = { Authorization = "Bearer SECRET-FIVE" }
            """);
        await show.ClickAsync();

        await Assertions.Expect(window.Page.GetByText("mcp.example.com/mcp")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByText("npm:@acme/pay")).ToBeVisibleAsync();
        Assert.DoesNotContain("SECRET", Uri.UnescapeDataString(sent), StringComparison.Ordinal);
        Assert.DoesNotContain("ada", Uri.UnescapeDataString(sent), StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Stack_WithoutScript_SaysThatNothingIsTakenOutBefore()
    {
        await using var window = await chromium.OpenAsync(new() { JavaScriptEnabled = false });
        await window.GoAsync(installation.People, "stack");

        await Assertions.Expect(window.Page.GetByText("Script is off")).ToBeVisibleAsync();
    }

    // As the admin who is signed in, from a page of ours.
    private async Task FillAsync(Window window)
    {
        await installation.SignInAsync(window);
        string[] lines =
        [
            JsonSerializer.Serialize(new { source = "list", server = "plain/exchange", title = "Plain Exchange", server_description = "Trades.", tool = "cancel_all_orders", description = "Cancels all open orders.", args = Array.Empty<object>() }),
            JsonSerializer.Serialize(new
            {
                source = Nasty, server = "evil" + Nasty, title = "T" + Nasty, server_description = "D" + Nasty, tool = "delete_evil" + Nasty, description = "Deletes " + Nasty,
                args = new[] { new { name = Nasty, type = Nasty, required = true, description = Nasty } }, licence = Nasty, repo = "javascript:alert(1)" + Nasty,
            }),
        ];
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        await window.Page.EvaluateAsync(
            """
            async ([digest, lines]) => {
              const post = (path, body) => fetch("/api/v1/catalogue/imports" + path, {
                method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }).then(reply => reply.json());
              const run = await post("", { kind: "file", name: "test", digest });
              const done = await post(`/${run.id}/entries`, { from: 0, lines, last: true });
              if (done.state !== "done") throw new Error(JSON.stringify(done));
            }
            """,
            new object[] { digest, lines });
    }

    private static async Task<string> SlugAsync(Window window, string query, string kind) => await window.Page.EvaluateAsync<string>(
        """
        async ([query, kind]) => {
          const item = (await fetch("/api/v1/catalogue/" + query).then(reply => reply.json())).items[0];
          return kind === "tool" ? `tools/${item.server}/${item.slug}` : `tools/${item.slug}`;
        }
        """,
        new object[] { query, kind });
}
