using System.Collections.Concurrent;

namespace Gatehouse.Browser.Tests;

/// <summary>One window, with everything that a page tried beyond what it should: errors, refusals of the content policy, foreign requests.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private Window(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    /// <summary>What no page of ours may do; empty is right.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Begins to look anew.</summary>
    public void Forget() => _complaints.Clear();

    public static async Task<Window> OpenAsync(IBrowserContext context)
    {
        var window = new Window(context, await context.NewPageAsync());
        window.Page.Console += window.Note;
        window.Page.PageError += (_, error) => window._complaints.Enqueue("error " + error);
        window.Page.Dialog += (_, dialog) =>
        {
            window._complaints.Enqueue("dialog " + dialog.Message);
            _ = dialog.DismissAsync();
        };
        window.Page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.Scheme is not ("http" or "data") || (url.Scheme == "http" && !url.IsLoopback))
            {
                window._complaints.Enqueue("request " + request.Url);
            }
        };
        return window;
    }

    /// <summary>Opens a page of a server and gives its status.</summary>
    public async Task<int> GoAsync(Uri server, string path) =>
        (await Page.GotoAsync(new Uri(server, path).ToString()))?.Status ?? 0;

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    // Chromium logs every status of 400 and above that a page itself has; pages that refuse have one on purpose.
    private void Note(object? sender, IConsoleMessage message)
    {
        if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
        {
            _complaints.Enqueue($"{message.Type} {message.Text}");
        }
    }
}
