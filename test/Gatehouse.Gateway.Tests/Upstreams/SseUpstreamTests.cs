using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class SseUpstreamTests
{
    private readonly ConcurrentQueue<string> _posted = new();
    private readonly ConcurrentDictionary<string, Channel<string>> _streams = new();

    [Fact]
    public async Task Exchange_Session_IsAStreamWhoseAnswersAreMatchedById()
    {
        await using var server = await FakeServer.StartAsync(context => ServeAsync(context, "/messages?s="));
        await using var pool = Pool(server);
        var upstream = pool.For("server")!;

        var (begun, fault) = await upstream.ExchangeAsync(Samples.Send(Request(0, "initialize"), "initialize", null), Samples.Cancel);
        Assert.Null(fault);
        var session = begun!.SessionId;
        var calls = Enumerable.Range(1, 5).Select(
            i => upstream.ExchangeAsync(Samples.Send(Request(i, "ping"), session: session), Samples.Cancel).AsTask()).ToArray();

        for (var i = 0; i < calls.Length; i++)
        {
            var (answer, none) = await calls[i];
            Assert.Null(none);
            Assert.Equal(i + 1, JsonDocument.Parse(answer!.Json).RootElement.GetProperty("id").GetInt32());
        }

        Assert.Equal(32, session!.Length);
        Assert.Equal(6, _posted.Count);
    }

    [Theory]
    [InlineData("http://evil.example/messages")]
    [InlineData("//evil.example/messages")]
    [InlineData("https://127.0.0.1/messages")]
    [InlineData("http://127.0.0.1:1/messages")]
    public async Task Exchange_EndpointOfAnotherOrigin_IsRefusedAndNothingPosted(string endpoint)
    {
        await using var server = await FakeServer.StartAsync(context => ServeAsync(context, endpoint));
        await using var pool = Pool(server);

        var (_, fault) = await pool.For("server")!.ExchangeAsync(
            Samples.Send(Request(0, "initialize"), "initialize", null), Samples.Cancel);

        Assert.Equal(("upstream-answer-invalid", true), (fault!.Code, fault.NothingSent));
        Assert.Empty(_posted);
    }

    [Fact]
    public async Task Exchange_StreamEnds_FaultsCallsAndForgetsTheSession()
    {
        await using var server = await FakeServer.StartAsync(context => ServeAsync(context, "/messages?s="));
        await using var pool = Pool(server);
        var upstream = pool.For("server")!;
        var (begun, _) = await upstream.ExchangeAsync(Samples.Send(Request(0, "initialize"), "initialize", null), Samples.Cancel);

        var (_, fault) = await upstream.ExchangeAsync(Samples.Send(Request(1, "end"), session: begun!.SessionId), Samples.Cancel);
        var (_, gone) = await upstream.ExchangeAsync(Samples.Send(Request(2, "ping"), session: begun.SessionId), Samples.Cancel);

        Assert.Equal(("upstream-reset", false), (fault!.Code, fault.NothingSent));
        Assert.True(gone!.NothingSent);
    }

    [Fact]
    public async Task Exchange_SessionOfAnotherGrant_IsNotFound()
    {
        await using var server = await FakeServer.StartAsync(context => ServeAsync(context, "/messages?s="));
        await using var pool = Pool(server);
        var upstream = pool.For("server")!;
        var (begun, _) = await upstream.ExchangeAsync(Samples.Send(Request(0, "initialize"), "initialize", null), Samples.Cancel);

        var (_, fault) = await upstream.ExchangeAsync(
            Samples.Send(Request(1, "ping"), session: begun!.SessionId) with { GrantId = "another" }, Samples.Cancel);

        Assert.Equal(("session-not-found", 404), (fault!.Code, fault.Status));
    }

    [Fact]
    public async Task Session_Idle_IsEndedAndItsStreamClosed()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await FakeServer.StartAsync(context =>
        {
            if (context.Request.Method == "GET")
                context.RequestAborted.Register(() => closed.TrySetResult());
            return ServeAsync(context, "/messages?s=");
        });
        await using var pool = new UpstreamPool([], new LoopMarker(), NullLogger<UpstreamPool>.Instance, time);
        pool.Apply([Samples.Http(server.Url) with { IsSse = true, IdleTimeout = TimeSpan.FromMinutes(10), AnswerTimeout = TimeSpan.FromHours(1) }]);
        var upstream = pool.For("server")!;
        var (begun, _) = await upstream.ExchangeAsync(Samples.Send(Request(0, "initialize"), "initialize", null), Samples.Cancel);

        time.Advance(TimeSpan.FromMinutes(9));
        var (used, _) = await upstream.ExchangeAsync(Samples.Send(Request(1, "ping"), session: begun!.SessionId), Samples.Cancel);
        time.Advance(TimeSpan.FromMinutes(9));
        var (kept, _) = await upstream.ExchangeAsync(Samples.Send(Request(2, "ping"), session: begun.SessionId), Samples.Cancel);
        time.Advance(TimeSpan.FromMinutes(20));
        var (_, gone) = await upstream.ExchangeAsync(Samples.Send(Request(3, "ping"), session: begun.SessionId), Samples.Cancel);

        Assert.NotNull(used);
        Assert.NotNull(kept);
        Assert.Equal(("session-not-found", 404), (gone!.Code, gone.Status));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(60), Samples.Cancel);
    }

    private static string Request(int id, string method) => $"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"{method}\"}}";

    private static UpstreamPool Pool(FakeServer server)
    {
        var pool = new UpstreamPool([], new LoopMarker(), NullLogger<UpstreamPool>.Instance, TimeProvider.System);
        pool.Apply([Samples.Http(server.Url) with { IsSse = true }]);
        return pool;
    }

    private async Task ServeAsync(HttpContext context, string endpoint)
    {
        if (context.Request.Method == "POST")
        {
            var body = await FakeServer.BodyAsync(context);
            _posted.Enqueue(body);
            context.Response.StatusCode = 202;
            await context.Response.WriteAsync("Accepted");
            _streams[context.Request.Query["s"]!].Writer.TryWrite(body);
            return;
        }

        var key = context.Connection.Id;
        var stream = _streams[key] = Channel.CreateUnbounded<string>();
        context.Response.ContentType = "text/event-stream";
        var suffix = endpoint.EndsWith('=') ? key : "";
        await context.Response.WriteAsync($": hello\n\nevent: endpoint\ndata: {endpoint}{suffix}\n\n");
        await foreach (var body in stream.Reader.ReadAllAsync(context.RequestAborted))
        {
            var root = JsonDocument.Parse(body).RootElement;
            if (root.GetProperty("method").GetString() == "end")
                return;
            var answer = $"{{\"jsonrpc\":\"2.0\",\"id\":{root.GetProperty("id")},\"result\":{{}}}}";
            await context.Response.WriteAsync($"event: message\ndata: {answer}\n\n");
        }
    }
}
