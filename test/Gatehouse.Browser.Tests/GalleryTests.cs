using Gatehouse.Server.Tests;

namespace Gatehouse.Browser.Tests;

/// <summary>A picture of every page in three windows, for whoever wants to see what they look like: <c>GATEHOUSE_GALLERY=folder</c> keeps them.</summary>
/// <remarks><c>GATEHOUSE_GALLERY_OF=builder</c> takes those alone whose names begin so.</remarks>
[Trait("run", "long")]
public sealed class GalleryTests(Showcase showcase, Installation fresh, Chromium chromium) : IClassFixture<Showcase>, IClassFixture<Installation>
{
    private static readonly string? _folder = Environment.GetEnvironmentVariable("GATEHOUSE_GALLERY");
    private static readonly string _only = Environment.GetEnvironmentVariable("GATEHOUSE_GALLERY_OF") ?? "";

    [Theory]
    [InlineData("light", ColorScheme.Light, 1360, 900)]
    [InlineData("dark", ColorScheme.Dark, 1360, 900)]
    [InlineData("phone", ColorScheme.Light, 390, 844)]
    public async Task Pages_InAWindow_FitIt(string kind, ColorScheme scheme, int width, int height)
    {
        await using var window = await chromium.OpenAsync(new()
        {
            ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height }, TimezoneId = "Europe/Berlin",
        });
        var problems = new List<string>();
        await StrangerAsync(window, kind, problems);
        await FreshAsync(window, kind, problems);
        await SignedInAsync(window, kind, problems);
        await BuilderAsync(window, kind, problems);
        await FrozenAsync(window, kind, problems);
        Assert.Empty(problems);
    }

    private async Task StrangerAsync(Window window, string kind, List<string> problems)
    {
        foreach (var (name, path) in new[]
        {
            ("sign-in", "sign-in"), ("site-tools", "tools"), ("site-search", "tools?q=delete"), ("site-server", "tools/acme-code"),
            ("site-tool", "tools/acme-code/delete_repository"), ("site-risk", "risk"), ("site-level", "risk/critical"), ("site-attacks", "attacks"),
            ("site-attack", "attacks/base-mcp-redirect"), ("site-stack", "stack"), ("no-page", "no-such-page"),
        })
        {
            await window.GoAsync(showcase.People, path);
            await TakeAsync(window, kind, name, problems);
        }
    }

    private async Task FreshAsync(Window window, string kind, List<string> problems)
    {
        using var folder = new TempFolder();
        await using (var server = await StartedServer.StartAsync(folder.Path))
        {
            await window.Page.GotoAsync(server.SetUpLink);
            await TakeAsync(window, kind, "set-up", problems);
        }

        await fresh.SignInAsync(window, path: "start");
        foreach (var (name, path) in new[]
        {
            ("start", "start"), ("empty-home", "home"), ("empty-servers", "servers"), ("empty-grants", "grants"), ("empty-policies", "policies"),
            ("empty-records", "records"), ("empty-approvals", "approvals"), ("empty-stack", "inventory"), ("empty-notices", "notices"),
            ("empty-new-policy", "policies/new"),
        })
        {
            await window.GoAsync(fresh.People, path);
            await TakeAsync(window, kind, name, problems);
        }

        await window.Context.ClearCookiesAsync();
    }

    private async Task SignedInAsync(Window window, string kind, List<string> problems)
    {
        await showcase.SignInAsync(window);
        using var members = await showcase.AskAsync(HttpMethod.Get, "members");
        var member = members!.RootElement.GetProperty("items")[1].GetProperty("id").GetString();
        foreach (var (name, path) in new[]
        {
            ("home", "home"), ("home-month", "home?span=month"), ("approvals", "approvals"), ("approvals-all", "approvals?state=all"),
            ("approval", "approvals/" + await showcase.WaitingAsync("merge_pull_request")),
            ("approval-hostile", "approvals/" + await showcase.WaitingAsync("delete_branch")), ("servers", "servers"), ("servers-new", "servers/new"),
            ("server", "servers/code"), ("server-tools", "servers/code/tools"), ("server-settings", "servers/code/settings"), ("server-hostile", "servers/rates"),
            ("server-hostile-tools", "servers/rates/tools"), ("grants", "grants"), ("grants-new", "grants/new"), ("grant", "grants/release-bot"),
            ("policies", "policies"), ("policy", $"policies/{showcase.CodePolicyId}"), ("policy-version", $"policies/{showcase.CodePolicyId}/versions/2"),
            ("stack", "inventory"), ("stack-import", "inventory/import"), ("records", "records"), ("records-denied", "records?outcome=denied&span=week"),
            ("record-denied", "records/" + await showcase.CallAsync("denied")), ("record-allowed", "records/" + await showcase.CallAsync("done")),
            ("audit", "audit"), ("audit-line", "audit/12"), ("members", "members"), ("member", $"members/{member}"), ("api-keys", "api-keys"),
            ("notices", "notices"), ("settings", "settings"), ("kill-switch", "kill-switch"), ("account", "account"), ("parts", "parts"),
        })
        {
            await window.GoAsync(showcase.People, path);
            await TakeAsync(window, kind, name, problems);
        }
    }

    private async Task BuilderAsync(Window window, string kind, List<string> problems)
    {
        if (!"builder".StartsWith(_only.Split('-')[0], StringComparison.Ordinal))
        {
            return;
        }

        await window.GoAsync(showcase.People, $"policies/{showcase.CodePolicyId}/edit?server=code");
        var builder = new Builder(window);
        await builder.ReadyAsync();
        await TakeAsync(window, kind, "builder-begin", problems);
        await builder.PickAsync("merge_pull_request");
        await TakeAsync(window, kind, "builder-rules", problems);
        await builder.PanelAsync("Try it");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Try it", Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.Locator(".build-steps")).ToBeVisibleAsync();
        await TakeAsync(window, kind, "builder-try", problems);
        await builder.Choice("create_issue").SelectOptionAsync("deny");
        await builder.PanelAsync("Recorded");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Replay", Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("#panel-replay")).ToContainTextAsync("decision");
        await TakeAsync(window, kind, "builder-recorded", problems);
        await builder.PanelAsync("Changes");
        await TakeAsync(window, kind, "builder-changes", problems);
        await builder.TypeAsync((await builder.TextAsync()).Replace("\"deny_if\"", "\"deny_iff\"", StringComparison.Ordinal));
        await Assertions.Expect(window.Page.Locator(".build-findings li").First).ToBeVisibleAsync();
        await TakeAsync(window, kind, "builder-json", problems);
        await window.Page.EvaluateAsync("localStorage.clear()");
    }

    private async Task FrozenAsync(Window window, string kind, List<string> problems)
    {
        using var frozen = await fresh.AskAsync(HttpMethod.Put, "organisation/freeze", new { why = "An agent reads what it should not" });
        await window.Context.ClearCookiesAsync();
        await fresh.SignInAsync(window);
        await TakeAsync(window, kind, "frozen", problems);
        using var thawed = await fresh.AskAsync(HttpMethod.Delete, "organisation/freeze");
    }

    private static async Task TakeAsync(Window window, string kind, string name, List<string> problems)
    {
        if (!name.StartsWith(_only, StringComparison.Ordinal))
        {
            return;
        }

        if (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") is > 0 and var over)
        {
            problems.Add($"{name} ({kind}): {over} pixels too wide");
        }

        if (_folder is not null)
        {
            Directory.CreateDirectory(_folder);
            // What is longer than anybody scrolls tells nothing more.
            var (width, height) = await window.Page.EvaluateAsync<int[]>("[innerWidth, Math.min(2000, document.documentElement.scrollHeight)]") is [var across, var down]
                ? (across, down) : (0, 0);
            await window.Page.ScreenshotAsync(new()
            {
                Path = Path.Combine(_folder, $"{name}.{kind}.png"), FullPage = true, Clip = new() { X = 0, Y = 0, Width = width, Height = height },
            });
        }
    }
}
