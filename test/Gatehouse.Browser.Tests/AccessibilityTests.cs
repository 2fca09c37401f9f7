namespace Gatehouse.Browser.Tests;

/// <summary>axe looks at every page, light and dark: WCAG 2.2 AA, and what it knows beyond.</summary>
public sealed class AccessibilityTests(Workplace workplace, Chromium chromium) : IClassFixture<Workplace>
{
    // Installed by test/peers/install.sh, as every tool of the tests is.
    private static readonly string _axe = Path.Combine(RepositoryPlace.Root, "test", "peers", "node_modules", "axe-core", "axe.min.js");

    private static readonly string[] _public =
        ["tools", "tools?q=mail", "risk", "risk/critical", "attacks", "attacks/base-mcp-redirect", "stack", "register", "password/forgotten"];

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Pages_ByAxe_HaveNothingSerious(ColorScheme scheme, int width)
    {
        // The page's own content policy would keep the tool out.
        await using var window = await chromium.OpenAsync(new()
        {
            BypassCSP = true, ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 },
        });
        var found = new List<string>();
        await window.GoAsync(workplace.Installation.People, "sign-in");
        await LookAsync(window, "sign-in", found);
        await workplace.Installation.SignInAsync(window);
        foreach (var path in (await workplace.PathsAsync()).Concat(_public))
        {
            await window.GoAsync(workplace.Installation.People, path);
            await LookAsync(window, path, found);
        }

        Assert.Empty(found);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Builder_InEachOfItsPanels_HasNothingSerious(ColorScheme scheme, int width)
    {
        await using var window = await chromium.OpenAsync(new()
        {
            BypassCSP = true, ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 },
        });
        await workplace.Installation.SignInAsync(window);
        await window.GoAsync(workplace.Installation.People, $"policies/{workplace.PolicyId}/edit?server=payments");
        var builder = new Builder(window);
        await builder.ReadyAsync();
        await builder.PickAsync("create_refund");
        await builder.PanelAsync("Recorded");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Replay", Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("#panel-replay")).ToContainTextAsync("No decision would change");
        await builder.PanelAsync("Try it");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Try it", Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.Locator(".build-steps")).ToBeVisibleAsync();
        await builder.TypeAsync(await builder.TextAsync() + " ");
        await builder.Source.PressAsync("Control+Home");
        await builder.Source.PressAsync("ArrowRight");
        await builder.Source.PressAsync("Control+ ");
        await Assertions.Expect(window.Page.Locator("#build-offers")).ToBeVisibleAsync();
        var found = new List<string>();
        await LookAsync(window, "JSON", found);
        foreach (var panel in new[] { "Rules", "Try it", "Recorded", "Changes" })
        {
            await builder.PanelAsync(panel);
            await LookAsync(window, panel, found);
            if (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") is > 0 and var over)
            {
                found.Add($"{panel}: {over} pixels too wide");
            }
        }

        Assert.Empty(found);
    }

    private static async Task LookAsync(Window window, string path, List<string> found)
    {
        await window.Page.AddScriptTagAsync(new() { Path = _axe });
        var violations = await window.Page.EvaluateAsync<string[]>(
            """
            () => axe.run(document, { resultTypes: ["violations"], selectors: false }).then(result => result.violations
              .filter(one => one.impact === "serious" || one.impact === "critical")
              .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`))
            """);
        found.AddRange(violations.Select(violation => $"{path}: {violation}"));
    }
}
