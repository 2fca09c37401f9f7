using System.Net;
using System.Text;

namespace Gatehouse.Control.Tests.Records;

/// <summary>Somebody who listens to a live list. While it waits, the server's clock goes on.</summary>
internal sealed class LiveReader : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly RecordRig _rig;
    private readonly HttpMessageInvoker _http;
    private readonly HttpResponseMessage _answer;
    private readonly Stream _body;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly StringBuilder _text = new();

    private LiveReader(RecordRig rig, HttpMessageInvoker http, HttpResponseMessage answer, Stream body) =>
        (_rig, _http, _answer, _body) = (rig, http, answer, body);

    public HttpStatusCode Status => _answer.StatusCode;

    public string? ContentType => _answer.Content.Headers.ContentType?.ToString();

    public static async Task<LiveReader> OpenAsync(
        RecordRig rig, string rest, string? last = null, bool mayFail = false, SeededKey? key = null, string root = RecordRig.Path)
    {
        var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(rig.Rig.Address, root + rest));
        request.Headers.Add("Authorization", "Bearer " + (key ?? rig.Own).Token);
        if (last is not null)
        {
            request.Headers.Add("Last-Event-ID", last);
        }

        var answer = await http.SendAsync(request, Cancel);
        Assert.True(mayFail || answer.StatusCode == HttpStatusCode.OK);
        return new LiveReader(rig, http, answer, await answer.Content.ReadAsStreamAsync(Cancel));
    }

    /// <summary>Everything so far, once it has a text.</summary>
    public async Task<string> UntilAsync(string text)
    {
        while (!_text.ToString().Contains(text, StringComparison.Ordinal))
        {
            Assert.NotEqual(0, await ReadAsync());
        }

        return _text.ToString();
    }

    /// <summary>Waits for the end.</summary>
    public async Task EndAsync()
    {
        while (await ReadAsync() > 0)
        {
        }
    }

    public void Dispose()
    {
        _body.Dispose();
        _answer.Dispose();
        _http.Dispose();
    }

    private async Task<int> ReadAsync()
    {
        var reading = _body.ReadAsync(_buffer, Cancel).AsTask();
        var since = _rig.Rig.Time.GetUtcNow();
        while (!reading.IsCompleted)
        {
            Assert.True(_rig.Rig.Time.GetUtcNow() - since < TimeSpan.FromHours(1), $"nothing comes behind: {_text}");
            _rig.Rig.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel));
        }

        var read = await reading;
        _text.Append(Encoding.UTF8.GetString(_buffer, 0, read));
        return read;
    }
}
