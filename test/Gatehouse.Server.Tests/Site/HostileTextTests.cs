using System.Text.Json;

namespace Gatehouse.Server.Tests.Site;

/// <summary>CAT-01, DSH-01, DSH-02: hostile text in every field of every entry is shown as text, in HTML and in Markdown.</summary>
public sealed class HostileTextTests : IAsyncLifetime
{
    private const string Nasty = "<img src=x onerror=fetch(\"//evil\")>\"'--><script>alert(1)</script>{{7*7}}![x](https://evil.test/?q=1) [a](javascript:alert(1)) \u202eabc\u200b\u001b[31m```";

    private SiteRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await SiteRig.StartAsync(
        JsonSerializer.Serialize(new
        {
            id = "evil" + Nasty, title = "T" + Nasty, description = "D" + Nasty, repo = "javascript:alert(1)//" + Nasty, packages = new[] { "npm:" + Nasty },
            sources = new[] { Nasty }, names = new[] { "n" + Nasty },
        }),
        JsonSerializer.Serialize(new
        {
            source = Nasty, server = "evil" + Nasty, title = "T" + Nasty, server_description = "D" + Nasty, tool = "delete_" + Nasty, description = "Deletes " + Nasty,
            args = new[] { new { name = Nasty, type = Nasty, required = true, description = Nasty } }, licence = Nasty, annotations = new { title = Nasty },
        }),
        JsonSerializer.Serialize(new { id = "link/away", title = "Away", description = "x", repo = "https://evil.test/\"onmouseover=alert(1)", packages = Array.Empty<string>(), sources = new[] { "s" }, names = Array.Empty<string>() }));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    public static TheoryData<string> Paths => ["/tools", "/tools?q=evil", "/tools?q=" + Uri.EscapeDataString(Nasty), "{server}", "{server}/{tool}", "/risk/critical", "/llms-full.txt", "/tools/link-away"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_WithHostileText_ShowsItAsText(string pattern)
    {
        var path = pattern.Replace("{server}", await ServerAsync(), StringComparison.Ordinal);
        path = path.Replace("{tool}", (await ToolAsync()).Split('/')[^1], StringComparison.Ordinal);
        var page = await _rig.GetAsync(path);

        Assert.Equal(200, page.Status);
        Assert.DoesNotContain(page.Text, static letter => letter is '\u202e' or '\u200b' or '\u001b');
        if (page.Kind == "text/html")
        {
            Assert.StartsWith("default-src 'none'", page.ContentPolicy, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("href=\"javascript:", page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\"onmouseover", page.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("src=\"http", page.Text, StringComparison.OrdinalIgnoreCase);
            foreach (var link in page.Text.Split("<a ")[1..].Where(static link => link.Contains("href=\"http", StringComparison.Ordinal)))
            {
                Assert.Contains("rel=\"nofollow ugc noopener noreferrer\"", link[..link.IndexOf('>', StringComparison.Ordinal)], StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Markdown_WithHostileText_HasNoLinkOrPictureOfItsOwnAndNoOpenFence()
    {
        foreach (var path in new[] { await ServerAsync() + ".md", await ToolAsync() + ".md", "/tools.md", "/llms-full.txt" })
        {
            var text = (await _rig.GetAsync(path)).Text;

            var fence = "";
            foreach (var line in text.Split('\n'))
            {
                if (fence.Length == 0)
                {
                    Assert.DoesNotContain("](https://evil", line, StringComparison.Ordinal);
                    Assert.DoesNotContain("](javascript", line, StringComparison.Ordinal);
                    Assert.DoesNotContain("<script", line.Replace("\\<", "", StringComparison.Ordinal), StringComparison.Ordinal);
                }

                if (line.StartsWith("```", StringComparison.Ordinal) && (fence.Length == 0 || line == fence))
                {
                    fence = fence.Length == 0 ? string.Concat(line.TakeWhile(static letter => letter == '`')) : "";
                }
            }

            Assert.Equal("", fence);
        }
    }

    [Fact]
    public async Task Addresses_InPages_AreOfTheSettings_WhateverTheRequestSays()
    {
        var page = await _rig.GetAsync("/tools", ("X-Forwarded-Host", "evil.test"), ("X-Forwarded-Proto", "http"), ("Forwarded", "host=evil.test"));

        Assert.Contains($"<link rel=\"canonical\" href=\"{SiteRig.Root}/tools\"", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.test/", page.Text.Split("<main")[0], StringComparison.Ordinal);
        Assert.Equal(421, (await _rig.GetAsync("/tools", ("Host", "evil.test"))).Status);
    }

    [Theory]
    [InlineData("?limit=1000000000")]
    [InlineData("?cursor=n1%27%20OR%201=1")]
    [InlineData("?level=everything")]
    [InlineData("?sort=password")]
    [InlineData("?q=a&q=b")]
    public async Task Query_ThatIsNone_IsRefused(string query) => Assert.Equal(400, (await _rig.GetAsync("/tools" + query)).Status);

    private async Task<string> ServerAsync()
    {
        using var list = JsonDocument.Parse((await _rig.GetAsync("/api/v1/catalogue/servers?q=evil")).Text);
        return "/tools/" + list.RootElement.GetProperty("items")[0].GetProperty("slug").GetString();
    }

    private async Task<string> ToolAsync()
    {
        var server = await ServerAsync();
        using var list = JsonDocument.Parse((await _rig.GetAsync($"/api/v1/catalogue/servers/{server.Split('/')[^1]}/tools")).Text);
        return $"{server}/{list.RootElement.GetProperty("items")[0].GetProperty("slug").GetString()}";
    }
}
