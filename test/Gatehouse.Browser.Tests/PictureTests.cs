namespace Gatehouse.Browser.Tests;

/// <summary>The pictures of the documentation, taken of real pages. <c>GATEHOUSE_PICTURES=1</c> writes them to docs/images.</summary>
public sealed class PictureTests(Showcase showcase, Chromium chromium) : IClassFixture<Showcase>
{
    private static readonly bool _isWritten = Environment.GetEnvironmentVariable("GATEHOUSE_PICTURES") == "1";

    private static readonly (string Name, string Path, ColorScheme Scheme, int Width, int Height)[] _pictures =
    [
        ("home", "home?span=month", ColorScheme.Light, 1280, 820),
        ("servers", "servers", ColorScheme.Dark, 1280, 820),
        ("tools", "servers/code/tools", ColorScheme.Light, 1280, 820),
        ("stack", "inventory", ColorScheme.Light, 1280, 820),
        ("records", "records?span=week", ColorScheme.Light, 1280, 820),
        ("policy", "policies/{policy}/edit?server=code", ColorScheme.Light, 1440, 900),
        ("approvals", "approvals", ColorScheme.Light, 1280, 820),
        ("approval", "approvals/{approval}", ColorScheme.Light, 1280, 820),
        ("approval-phone", "approvals/{approval}", ColorScheme.Dark, 390, 844),
    ];

    [Fact]
    public async Task Pages_AsTheDocumentationShowsThem_AreThere()
    {
        var waiting = await showcase.WaitingAsync("merge_pull_request");
        foreach (var group in _pictures.GroupBy(one => (one.Scheme, one.Width, one.Height)))
        {
            await using var window = await chromium.OpenAsync(new()
            {
                ColorScheme = group.Key.Scheme, ViewportSize = new() { Width = group.Key.Width, Height = group.Key.Height }, TimezoneId = "Europe/Berlin",
            });
            await showcase.SignInAsync(window);
            foreach (var (name, path, _, _, _) in group)
            {
                var place = path.Replace("{policy}", showcase.CodePolicyId, StringComparison.Ordinal).Replace("{approval}", waiting, StringComparison.Ordinal);
                Assert.Equal(200, await window.GoAsync(showcase.People, place));
                if (name == "policy")
                {
                    var builder = new Builder(window);
                    await builder.ReadyAsync();
                    await builder.PickAsync("merge_pull_request");
                }

                await TakeAsync(window, name);
            }

            Assert.Empty(window.Complaints);
        }
    }

    private static async Task TakeAsync(Window window, string name)
    {
        var picture = await window.Page.ScreenshotAsync();
        var file = Path.Combine(RepositoryPlace.Root, "docs", "images", name + ".png");
        if (_isWritten)
        {
            await File.WriteAllBytesAsync(file, picture, TestContext.Current.CancellationToken);
        }

        Assert.True(File.Exists(file), $"docs/images/{name}.png is missing");
        Assert.True(picture.Length > 10_000, $"the picture of {name} is empty");
    }
}
