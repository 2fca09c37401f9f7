using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Gateway.Tests.Upstreams;

/// <summary>Accepts connections, reads whole requests, and writes raw bytes: null closes, empty stays silent.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<int, string?> _answer;
    private readonly bool _closeAfter;
    private readonly SemaphoreSlim _changed = new(0);
    private int _requests;
    private int _closed;

    public RawServer(Func<int, string?> answer, bool closeAfter = false)
    {
        _answer = answer;
        _closeAfter = closeAfter;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/mcp");

    /// <summary>Requests whose body came whole.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public Task ReceivedAsync(int count) => UntilAsync(() => Requests >= count);

    public Task ClosedAsync(int count) => UntilAsync(() => Volatile.Read(ref _closed) >= count);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            Assert.True(await _changed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
            _ = ServeAsync(await _listener.AcceptSocketAsync(_end.Token));
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            var buffer = new byte[64 * 1024];
            var length = 0;
            while (await socket.ReceiveAsync(buffer.AsMemory(length), _end.Token) is var read and > 0)
            {
                length += read;
                if (!IsWhole(Encoding.ASCII.GetString(buffer, 0, length)))
                    continue;
                length = 0;
                var answer = _answer(Interlocked.Increment(ref _requests));
                _changed.Release();
                if (answer is null)
                    break;
                await socket.SendAsync(Encoding.ASCII.GetBytes(answer), _end.Token);
                if (_closeAfter)
                    break;
            }
        }

        Interlocked.Increment(ref _closed);
        _changed.Release();
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return request.Length > 0 && request[0] == 0x16;
        var at = request.IndexOf("Content-Length: ", StringComparison.Ordinal);
        if (at < 0)
            return true;
        var length = int.Parse(request[(at + 16)..request.IndexOf('\r', at)], System.Globalization.CultureInfo.InvariantCulture);
        return request.Length - end - 4 >= length;
    }
}
