using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Tests.Downstream;

/// <summary>The way of a message over HTTP+SSE of 2024-11-05, with the doors of every other transport.</summary>
public sealed class SseDoorTests : IAsyncLifetime
{
    private SseWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await SseWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Get_NamesAnEndpointOfItsOwnOrigin()
    {
        using var client = await _world.OpenAsync();

        Assert.StartsWith("/mcp/bank/messages?session=", client.Endpoint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_AllowedCall_Is202AndAnsweredOnTheStream()
    {
        using var client = await _world.OpenAsync();
        await client.HandshakeAsync();

        var answer = await client.CallAsync("read");

        Assert.Equal("done", answer.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Single(_world.Recorder.Intents, intent => intent.Target == "read");
    }

    [Fact]
    public async Task Post_HiddenTool_IsUnknownAndNotSent()
    {
        using var client = await _world.OpenAsync();
        await client.HandshakeAsync();

        var answer = await client.CallAsync("drop");

        Assert.Contains("drop", answer.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_world.Sent, sent => sent.Body.Contains("\"drop\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_ToolsList_IsFiltered()
    {
        using var client = await _world.OpenAsync();
        await client.HandshakeAsync();

        var answer = await client.AskAsync("tools/list");

        Assert.Equal(["read", "slow"], answer.GetProperty("result").GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Post_TwoStreams_AreTwoSessions()
    {
        using var first = await _world.OpenAsync();
        using var second = await _world.OpenAsync();
        await first.HandshakeAsync();
        await second.HandshakeAsync();

        await first.CallAsync("read");
        await first.CallAsync("read");
        var ofOne = Counters();
        await second.CallAsync("read");

        Assert.Equal(ofOne + 1, Counters());

        int Counters() => _world.Counters.Demands.Select(demand => demand.Counter).Distinct(StringComparer.Ordinal).Count();
    }

    [Fact]
    public async Task Post_AfterTheHandshake_CarriesTheServersSession()
    {
        using var client = await _world.OpenAsync();
        await client.HandshakeAsync();
        await client.CallAsync("read");

        var call = _world.Sent.Single(sent => sent.Body.Contains("\"read\"", StringComparison.Ordinal));
        Assert.Equal("theirs", call.Session);
    }

    [Fact]
    public async Task HangingUp_EndsTheServersSession()
    {
        using (var client = await _world.OpenAsync())
        {
            await client.HandshakeAsync();
        }

        await Eventually.IsSoAsync(() => _world.Sent.Any(sent => sent is { Verb: "DELETE", Session: "theirs" }));
    }

    [Fact]
    public async Task ServerRequest_ReachesTheClientAndItsAnswerTheServer()
    {
        _world.Listen = static async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("data: {\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\"}\n\n");
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        };
        using var client = await _world.OpenAsync();
        await client.HandshakeAsync();

        Assert.Equal("ping", (await client.MessageAsync()).GetProperty("method").GetString());
        using var answered = await client.PostAsync("""{"jsonrpc":"2.0","id":9,"result":{}}""");
        using var again = await client.PostAsync("""{"jsonrpc":"2.0","id":9,"result":{}}""");

        Assert.Equal(202, (int)answered.StatusCode);
        Assert.Equal(400, (int)again.StatusCode);
        Assert.Single(_world.Sent, sent => sent.Body.Contains("\"result\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ServerBreaksItsStreamOff_IsAskedForTheRest()
    {
        _world.Answer = static async (http, request) =>
        {
            if (request.GetProperty("method").GetString() != "tools/call")
            {
                return false;
            }

            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("id: e1\nretry: 1\ndata:\n\n");
            return true;
        };
        _world.Listen = static async http =>
        {
            http.Response.ContentType = "text/event-stream";
            if (http.Request.Headers["Last-Event-ID"] == "e1")
            {
                await http.Response.WriteAsync("""data: {"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"late"}]}}""" + "\n\n");
            }
        };
        using var client = await _world.OpenAsync();
        await client.HandshakeAsync();

        var call = client.CallAsync("read");
        while (!call.IsCompleted)
        {
            // In small steps: the server has time of its own to answer in.
            _world.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.WhenAny(call, Task.Delay(200, TestContext.Current.CancellationToken));
        }

        Assert.Equal("late", (await call).GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task ServerBreaksItsStreamOff_WithoutAnId_IsAnErrorAndNoSilence()
    {
        _world.Answer = static async (http, request) =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(": nothing\n\n");
            return request.GetProperty("method").GetString() == "tools/call";
        };
        using var client = await _world.OpenAsync();

        var answer = await client.CallAsync("read");

        Assert.True(answer.TryGetProperty("error", out _), answer.GetRawText());
    }
}
