namespace Gatehouse.Browser.Tests;

/// <summary>The frame and the parts that every page is made of.</summary>
public sealed class PartsPageTests(Installation installation, Chromium chromium) : IClassFixture<Installation>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1360)]
    [InlineData(ColorScheme.Dark, 1360)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Parts_InAnyWindow_KeepTheContentPolicyAndFitTheWidth(ColorScheme scheme, int width)
    {
        await using var window = await chromium.OpenAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
        await installation.SignInAsync(window, path: "parts");

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Payments" })).ToBeVisibleAsync();
        Assert.Equal(0, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task OutsideText_WithHiddenCharactersAndMarkup_ShowsBothAndDoesNeither()
    {
        await using var window = await chromium.OpenAsync();
        await installation.SignInAsync(window, path: "parts");

        Assert.Equal("delete_U+202EtnuoccaU+200B", await window.Page.Locator("tbody th bdi").Nth(1).InnerTextAsync());
        Assert.Equal("send_mail <b>now</b>", await window.Page.Locator("tbody th bdi").Nth(2).InnerTextAsync());
    }

    [Fact]
    public async Task Theme_ChosenWithoutScript_StaysOnEveryPage()
    {
        await using var window = await chromium.OpenAsync(new() { JavaScriptEnabled = false });
        await installation.SignInAsync(window, path: "parts");
        await window.Page.GetByLabel("Your account").ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        Assert.Equal("/parts", new Uri(window.Page.Url).AbsolutePath);
        await window.GoAsync(installation.People, "home");

        Assert.Equal("dark", await window.Page.Locator("html").GetAttributeAsync("data-theme"));
    }

    [Fact]
    public async Task FirstPage_OverTheWire_StaysBelow300Kilobytes()
    {
        await using var window = await chromium.OpenAsync();
        long bytes = 0;
        window.Page.RequestFinished += async (_, request) =>
        {
            var sizes = await request.SizesAsync();
            Interlocked.Add(ref bytes, sizes.ResponseBodySize + sizes.ResponseHeadersSize);
        };
        await installation.SignInAsync(window);
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.InRange(Interlocked.Read(ref bytes), 5_000, 300_000);
    }
}
