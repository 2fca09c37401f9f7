[assembly: AssemblyFixture(typeof(Gatehouse.Browser.Tests.Chromium))]

namespace Gatehouse.Browser.Tests;

/// <summary>Debian's browser, started once for all tests. Every test has a context of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] _flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = _flags });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    /// <summary>A browser window of somebody who was never here.</summary>
    public async Task<Window> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var context = await _browser.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1360, Height = 900 } });
        context.SetDefaultTimeout(15_000);
        return await Window.OpenAsync(context);
    }
}
