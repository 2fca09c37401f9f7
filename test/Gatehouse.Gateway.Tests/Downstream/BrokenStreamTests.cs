using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Tests.Downstream;

/// <summary>A stdio client in front of a server over HTTP that breaks its streams off.</summary>
public sealed class BrokenStreamTests : IAsyncLifetime
{
    private readonly Pipe _in = new();
    private readonly Pipe _out = new();
    private SseWorld _world = null!;
    private Task _serving = null!;
    private StreamWriter _client = null!;
    private StreamReader _said = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await SseWorld.StartAsync();
        _serving = _world.ServeLinesAsync(_in.Reader.AsStream(), _out.Writer.AsStream());
        _client = new StreamWriter(_in.Writer.AsStream()) { AutoFlush = true };
        _said = new StreamReader(_out.Reader.AsStream());
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _serving;
        _said.Dispose();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Call_NumberedStreamBrokenOff_IsAskedForTheRest()
    {
        _world.Answer = static (http, request) => EventsAsync(http, request, "id: e1\nretry: 1\ndata:\n\n");
        _world.Listen = static async http =>
        {
            http.Response.ContentType = "text/event-stream";
            if (http.Request.Headers["Last-Event-ID"] == "e1")
            {
                await http.Response.WriteAsync("""data: {"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"late"}]}}""" + "\n\n");
            }
        };

        var answer = await CallAsync();

        Assert.Equal("late", answer.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Contains(_world.Sent, sent => sent is { Verb: "GET", LastEventId: "e1" });
    }

    [Fact]
    public async Task Call_StreamWithoutIdsBrokenOff_IsAnErrorAndNoSilence()
    {
        _world.Answer = static (http, request) => EventsAsync(http, request, ": nothing\n\n");

        var answer = await CallAsync();

        Assert.True(answer.TryGetProperty("error", out _), answer.GetRawText());
        Assert.DoesNotContain(_world.Sent, sent => sent is { Verb: "GET", LastEventId: not null });
    }

    private static async Task<bool> EventsAsync(HttpContext http, JsonElement request, string events)
    {
        if (request.GetProperty("method").GetString() != "tools/call")
        {
            return false;
        }

        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync(events);
        return true;
    }

    private async Task<JsonElement> CallAsync()
    {
        await _client.WriteLineAsync("""{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"c","version":"1"}}}""");
        Assert.Contains("serverInfo", await _said.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await _client.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{}}}""");
        var line = _said.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        while (!line.IsCompleted)
        {
            // In small steps: the server has time of its own to answer in.
            _world.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.WhenAny(line, Task.Delay(200, TestContext.Current.CancellationToken));
        }

        return JsonDocument.Parse((await line)!).RootElement;
    }
}
