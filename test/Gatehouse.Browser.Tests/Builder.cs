namespace Gatehouse.Browser.Tests;

/// <summary>The builder as somebody who uses it.</summary>
/// <param name="window">Where it is open.</param>
public sealed class Builder(Window window)
{
    public IPage Page => window.Page;

    public ILocator Source => Page.Locator("#document");

    public ILocator Publish => Page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true });

    public ILocator State => Page.Locator(".build-bar [role=status]");

    public Task<string> TextAsync() => Source.InputValueAsync();

    /// <summary>Waits until tools are listed and the text was checked.</summary>
    public async Task ReadyAsync()
    {
        await Assertions.Expect(Page.Locator(".build-rows tbody .badge.low, .build-rows tbody .badge.medium, .build-rows tbody .badge.high, .build-rows tbody .badge.critical").First)
            .ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(State).Not.ToContainTextAsync("Checking");
    }

    public ILocator Choice(string tool) => Page.GetByLabel($"Choice for {tool}", new() { Exact = true });

    public Task PanelAsync(string name) => Page.GetByRole(AriaRole.Tab, new() { Name = name }).ClickAsync();

    public Task PickAsync(string tool) => Page.GetByRole(AriaRole.Button, new() { Name = tool, Exact = true }).ClickAsync();

    /// <summary>Types another text.</summary>
    public async Task TypeAsync(string text)
    {
        await PanelAsync("JSON");
        await Source.FillAsync(text);
    }
}
