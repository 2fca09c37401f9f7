namespace Gatehouse.Browser.Tests;

/// <summary>The pictures of the documentation, taken of real pages. <c>GATEHOUSE_PICTURES=1</c> writes them to docs/images.</summary>
public sealed class PictureTests(TidyWorkplace workplace, Chromium chromium) : IClassFixture<TidyWorkplace>
{
    private static readonly bool _isWritten = Environment.GetEnvironmentVariable("GATEHOUSE_PICTURES") == "1";

    [Theory]
    [InlineData("home", "home", ColorScheme.Light, 1280, 820)]
    [InlineData("servers", "servers/payments", ColorScheme.Dark, 1280, 820)]
    [InlineData("tools", "servers/payments/tools", ColorScheme.Light, 1280, 820)]
    [InlineData("stack", "inventory", ColorScheme.Light, 1280, 820)]
    [InlineData("records", "records", ColorScheme.Light, 1280, 820)]
    [InlineData("policy", "policies/{policy}/edit?server=payments", ColorScheme.Light, 1280, 820)]
    [InlineData("approval", "approvals/{approval}", ColorScheme.Light, 1280, 820)]
    [InlineData("approval-phone", "approvals/{approval}", ColorScheme.Dark, 390, 844)]
    public async Task Page_AsThePictureShowsIt_IsThere(string name, string path, ColorScheme scheme, int width, int height)
    {
        await using var window = await chromium.OpenAsync(new()
        {
            ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height }, TimezoneId = "Europe/Berlin",
        });
        await workplace.Installation.SignInAsync(window);
        path = path.Replace("{policy}", workplace.PolicyId, StringComparison.Ordinal);
        var status = await window.GoAsync(
            workplace.Installation.People,
            path.Contains("{approval}", StringComparison.Ordinal)
                ? path.Replace("{approval}", await workplace.WaitingAsync(), StringComparison.Ordinal) : path);
        if (name == "policy")
        {
            await new Builder(window).ReadyAsync();
        }

        var picture = await window.Page.ScreenshotAsync();
        if (_isWritten)
        {
            var folder = Directory.CreateDirectory(Path.Combine(RepositoryPlace.Root, "docs", "images"));
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name + ".png"), picture, TestContext.Current.CancellationToken);
        }

        Assert.Equal(200, status);
        Assert.True(File.Exists(Path.Combine(RepositoryPlace.Root, "docs", "images", name + ".png")), $"docs/images/{name}.png is missing");
        Assert.True(picture.Length > 10_000, "the picture is empty");
    }
}
