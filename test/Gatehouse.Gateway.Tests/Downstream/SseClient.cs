using System.Text.Json;

namespace Gatehouse.Gateway.Tests.Downstream;

/// <summary>A client of 2024-11-05, by hand: one open stream, and messages posted beside it.</summary>
internal sealed class SseClient(SseWorld world, string token, HttpResponseMessage response, Stream stream) : IDisposable
{
    private readonly StreamReader _reader = new(stream);

    public string Endpoint { get; set; } = "";

    /// <summary>The next event, name and data; comments have no name. The name is null at the end of the stream.</summary>
    public async Task<(string? Name, string Data)> NextAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var (name, data) = ("", "");
        while (await _reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Length == 0)
            {
                return (name, data);
            }

            name = line.StartsWith("event: ", StringComparison.Ordinal) ? line["event: ".Length..] : name;
            data += line.StartsWith("data: ", StringComparison.Ordinal) ? line["data: ".Length..] : "";
        }

        return (null, data);
    }

    /// <summary>The next message, past comments.</summary>
    public async Task<JsonElement> MessageAsync()
    {
        var (name, data) = await NextAsync();
        while (name is { Length: 0 })
        {
            (name, data) = await NextAsync();
        }

        Assert.Equal("message", name);
        return JsonElement.Parse(data);
    }

    public Task<HttpResponseMessage> PostAsync(string body, string? other = null, params (string, string)[] headers) =>
        world.SendAsync(HttpMethod.Post, Endpoint, body, other ?? token, headers);

    /// <summary>A request that is taken, and the message that answers it.</summary>
    public async Task<JsonElement> AskAsync(string method, string parameters = "{}", int id = 1)
    {
        using var taken = await PostAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        Assert.Equal(202, (int)taken.StatusCode);
        return await MessageAsync();
    }

    public Task<JsonElement> CallAsync(string tool) => AskAsync("tools/call", $$"""{"name":"{{tool}}","arguments":{} }""");

    public async Task HandshakeAsync()
    {
        await AskAsync("initialize", """{"protocolVersion":"2024-11-05","capabilities":{},"clientInfo":{"name":"old","version":"1"}}""");
        using var said = await PostAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        Assert.Equal(202, (int)said.StatusCode);
    }

    public void Dispose()
    {
        _reader.Dispose();
        response.Dispose();
    }
}
