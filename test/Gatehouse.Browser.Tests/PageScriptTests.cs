namespace Gatehouse.Browser.Tests;

/// <summary>What every page does by script: buttons that ask first, the sign that a page is on its way, parts that live.</summary>
public sealed class PageScriptTests(Workplace workplace, Chromium chromium) : IClassFixture<Workplace>
{
    [Fact]
    public async Task ButtonThatAsksFirst_ByKeyboard_KeepsTheFocusAndLeadsBack()
    {
        await using var window = await OpenAsync("api-keys");
        var row = window.Page.Locator("tr").Filter(new() { HasText = "tests" });
        var asks = row.Locator(".sure > summary");
        var does = row.GetByRole(AriaRole.Button, new() { Name = "Yes, revoke it" });
        await asks.FocusAsync();
        await asks.PressAsync("Enter");
        await Assertions.Expect(does).ToBeVisibleAsync();
        await Assertions.Expect(asks).ToBeFocusedAsync();
        Assert.Equal("Cancel", await asks.InnerTextAsync());
        await window.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(does).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(does).ToBeHiddenAsync();
        await Assertions.Expect(asks).ToBeFocusedAsync();
        Assert.Equal("Revoke", await asks.InnerTextAsync());

        await asks.PressAsync("Enter");
        await Assertions.Expect(does).ToBeVisibleAsync();
        await asks.PressAsync("Enter");
        await Assertions.Expect(does).ToBeHiddenAsync();
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignOfLeaving_IsShownWhereThePageIsLeft_NotWhereThePersonStays(bool stays)
    {
        await using var window = await chromium.OpenAsync();
        await window.Page.Clock.InstallAsync();
        await workplace.Installation.EnterAsync(window);
        await window.GoAsync(workplace.Installation.People, "settings");
        await window.Page.EvaluateAsync("stays => addEventListener('beforeunload', event => { if (stays) event.preventDefault(); })", stays);
        await window.Page.EvaluateAsync("dispatchEvent(new Event('beforeunload', { cancelable: true }))");
        await window.Page.Clock.RunForAsync(200);

        Assert.Equal(!stays, await window.Page.EvaluateAsync<bool>("document.documentElement.classList.contains('is-leaving')"));
    }

    [Fact]
    public async Task Home_ThatNobodyTouches_StopsAsking_AndGoesOnWhenSomebodyIsBack()
    {
        await using var window = await HomeAsync();
        var asked = Asked(window);
        await window.Page.Clock.RunForAsync(16_000);
        await Workplace.EventuallyAsync(() => Task.FromResult(asked.Count == 1));
        await window.Page.Clock.FastForwardAsync(31 * 60_000);
        await window.Page.EvaluateAsync("fetch('/assets/none')");
        var before = asked.Count;
        for (var i = 0; i < 5; i++)
        {
            await window.Page.Clock.RunForAsync(16_000);
            await window.Page.EvaluateAsync("fetch('/assets/none')");
        }

        Assert.Equal(before, asked.Count);
        await window.Page.Keyboard.PressAsync("Shift");
        await Workplace.EventuallyAsync(async () =>
        {
            await window.Page.Clock.RunForAsync(16_000);
            return asked.Count > before;
        });
    }

    [Fact]
    public async Task Home_WithASlowAnswer_WaitsForIt_AndGoesOnAfterABrokenOne()
    {
        await using var window = await HomeAsync();
        var asked = Asked(window);
        var answer = new TaskCompletionSource();
        await window.Page.RouteAsync("**/home", async route =>
        {
            await answer.Task;
            await route.AbortAsync();
        });
        for (var i = 0; i < 4; i++)
        {
            await window.Page.Clock.RunForAsync(16_000);
            await window.Page.EvaluateAsync("fetch('/assets/none')");
        }

        Assert.Single(asked);
        answer.SetResult();
        await Workplace.EventuallyAsync(async () =>
        {
            await window.Page.Clock.RunForAsync(16_000);
            return asked.Count > 1;
        });
        Assert.Empty(window.Complaints);
    }

    private async Task<Window> OpenAsync(string path)
    {
        var window = await chromium.OpenAsync();
        await workplace.Installation.EnterAsync(window);
        await window.GoAsync(workplace.Installation.People, path);
        return window;
    }

    private async Task<Window> HomeAsync()
    {
        var window = await chromium.OpenAsync();
        await window.Page.Clock.InstallAsync(new() { TimeDate = TimeProvider.System.GetUtcNow().UtcDateTime });
        await workplace.Installation.EnterAsync(window);
        await window.GoAsync(workplace.Installation.People, "home");
        return window;
    }

    // What the page asks for by itself from now on.
    private static List<string> Asked(Window window)
    {
        var asked = new List<string>();
        window.Page.Request += (_, request) =>
        {
            if (request.Url.EndsWith("/home", StringComparison.Ordinal))
            {
                asked.Add(request.Url);
            }
        };
        return asked;
    }
}
