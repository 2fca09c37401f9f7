namespace Gatehouse.Browser.Tests;

/// <summary>axe looks at every page, light and dark: WCAG 2.2 AA, and what it knows beyond.</summary>
public sealed class AccessibilityTests(Workplace workplace, Chromium chromium) : IClassFixture<Workplace>
{
    // Installed by test/peers/install.sh, as every tool of the tests is.
    private static readonly string _axe = Path.Combine(RepositoryPlace.Root, "test", "peers", "node_modules", "axe-core", "axe.min.js");

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
        foreach (var path in await workplace.PathsAsync())
        {
            await window.GoAsync(workplace.Installation.People, path);
            await LookAsync(window, path, found);
        }

        Assert.Empty(found);
    }

    private static async Task LookAsync(Window window, string path, List<string> found)
    {
        await window.Page.AddScriptTagAsync(new() { Path = _axe });
        var violations = await window.Page.EvaluateAsync<string[]>(
            """
            () => axe.run(document, { resultTypes: ["violations"] }).then(result => result.violations
              .filter(one => one.impact === "serious" || one.impact === "critical")
              .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`))
            """);
        found.AddRange(violations.Select(violation => $"{path}: {violation}"));
    }
}
