namespace Gatehouse.Browser.Tests;

/// <summary>Weighs pages as they come to a browser that kept nothing.</summary>
internal sealed class Scales
{
    private readonly Window _window;
    private long _bytes;
    private int _requests;

    private Scales(Window window) => _window = window;

    public static async Task<Scales> OpenAsync(Window window)
    {
        var scales = new Scales(window);
        var tools = await window.Context.NewCDPSessionAsync(window.Page);
        await tools.SendAsync("Network.enable");
        await tools.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
        tools.Event("Network.loadingFinished").OnEvent += (_, finished) =>
        {
            Interlocked.Add(ref scales._bytes, (long)finished!.Value.GetProperty("encodedDataLength").GetDouble());
            Interlocked.Increment(ref scales._requests);
        };
        return scales;
    }

    public async Task<(string Path, long Bytes, int Requests)> WeighAsync(Uri server, string path)
    {
        // What the page before was still about to load is not this one's.
        await _window.Page.GotoAsync("about:blank");
        Interlocked.Exchange(ref _bytes, 0);
        Interlocked.Exchange(ref _requests, 0);
        await _window.GoAsync(server, path);
        await _window.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))");
        return (path, Interlocked.Read(ref _bytes), Volatile.Read(ref _requests));
    }
}
