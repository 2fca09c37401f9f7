using System.Text;
using Gatehouse.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class HttpEventsTests
{
    [Fact]
    public async Task Next_EventsOfACall_ComeOneByOneAsTheyWere()
    {
        const string Events = ": hi\n\nid: 1\ndata:\n\nevent: message\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\n";
        await using var server = await FakeServer.StartAsync(async context =>
        {
            Begin(context);
            await context.Response.WriteAsync(Events);
        });
        await using var upstream = Samples.Upstream(Samples.Http(server.Url));

        var (answer, _) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        var raw = new StringBuilder();
        var data = new List<string>();
        while ((await answer!.NextAsync(Samples.Cancel)).Event is { } next)
        {
            raw.Append(Encoding.UTF8.GetString(next.Raw.Span));
            data.Add(Encoding.UTF8.GetString(next.Data.Span));
        }

        Assert.Equal((200, AnswerForm.Events), (answer.Status, answer.Form));
        Assert.Equal(Events, raw.ToString());
        Assert.Contains("{\"a\":\n1}", data);
        await answer.DisposeAsync();
    }

    [Fact]
    public async Task Next_FirstEvent_ArrivesBeforeTheStreamEnds()
    {
        var more = new TaskCompletionSource();
        await using var server = await FakeServer.StartAsync(async context =>
        {
            Begin(context);
            await context.Response.WriteAsync("data: 1\n\n");
            await more.Task;
            await context.Response.WriteAsync("data: 2\n\n");
        });

        // The limit on answers is for their head: a stream may be quiet for longer.
        await using var upstream = Samples.Upstream(Samples.Http(server.Url));
        var (answer, _) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.NotNull((await answer!.NextAsync(Samples.Cancel)).Event);
        more.SetResult();
        Assert.NotNull((await answer.NextAsync(Samples.Cancel)).Event);
        Assert.Equal((null, null), await answer.NextAsync(Samples.Cancel));
        await answer.DisposeAsync();
    }

    [Fact]
    public async Task Next_QuietForLongerThanTheAnswerMayTake_IsNoTimeout()
    {
        var more = new TaskCompletionSource();
        await using var server = await FakeServer.StartAsync(async context =>
        {
            Begin(context);
            await context.Response.Body.FlushAsync();
            await more.Task;
            await context.Response.WriteAsync("data: late\n\n");
        });
        await using var upstream = Samples.Upstream(
            Samples.Http(server.Url) with { AnswerTimeout = TimeSpan.FromMilliseconds(500) });
        var (answer, fault) = await upstream.ExchangeAsync(Samples.Verb(UpstreamVerb.Listen, "s"), Samples.Cancel);
        Assert.Null(fault);
        var next = answer!.NextAsync(Samples.Cancel).AsTask();

        await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(1), Samples.Cancel));
        more.SetResult();

        Assert.Equal("late", Encoding.UTF8.GetString((await next).Event!.Data.Span));
        await answer.DisposeAsync();
    }

    [Fact]
    public async Task Dispose_StreamUnderWay_ClosesTheConnectionAtOnce()
    {
        var aborted = new TaskCompletionSource();
        await using var server = await FakeServer.StartAsync(async context =>
        {
            Begin(context);
            await context.Response.WriteAsync("data: 1\n\n");
            context.RequestAborted.Register(() => aborted.TrySetResult());
            await aborted.Task;
        });
        await using var upstream = Samples.Upstream(Samples.Http(server.Url) with { MaxConcurrency = 1 });
        var (answer, _) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);
        await answer!.NextAsync(Samples.Cancel);
        Assert.Equal("upstream-busy", (await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel)).Fault!.Code);

        await answer.DisposeAsync();

        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(5), Samples.Cancel);
        var (again, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);
        Assert.Null(fault);
        await again!.DisposeAsync();
    }

    [Theory]
    [InlineData("data: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n\n", "upstream-answer-too-large")]
    [InlineData("data: \u00ff\n\n", "upstream-answer-invalid")]
    public async Task Next_EventThatIsNotSound_IsAFault(string text, string code)
    {
        await using var server = await FakeServer.StartAsync(async context =>
        {
            Begin(context);
            await context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(text));
        });
        await using var upstream = Samples.Upstream(Samples.Http(server.Url) with { MaxAnswerBytes = 32 });
        var (answer, _) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        var (_, fault) = await answer!.NextAsync(Samples.Cancel);

        Assert.Equal(code, fault!.Code);
        await answer.DisposeAsync();
    }

    [Fact]
    public async Task Next_ConnectionBreaks_IsAReset()
    {
        await using var raw = new RawServer(
            _ => "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n",
            closeAfter: true);
        await using var upstream = Samples.Upstream(Samples.Http(raw.Url));
        var (answer, _) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.NotNull((await answer!.NextAsync(Samples.Cancel)).Event);
        Assert.Equal("upstream-reset", (await answer.NextAsync(Samples.Cancel)).Fault!.Code);
        await answer.DisposeAsync();
    }

    [Fact]
    public async Task Exchange_ServerIsDown_IsLeftAloneAfterAFewTries()
    {
        var calls = 0;
        await using var raw = new RawServer(_ =>
        {
            calls++;
            return null;
        });
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var upstream = Samples.Upstream(Samples.Http(raw.Url), time);
        for (var i = 0; i < Breaker.Threshold; i++)
            await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        var (_, open) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);
        time.Advance(Breaker.FirstPause);
        var (_, probed) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal(("upstream-breaker-open", 503, true), (open!.Code, open.Status, open.NothingSent));
        Assert.Equal("upstream-reset", probed!.Code);
        Assert.Equal(Breaker.Threshold + 1, calls);
    }

    private static void Begin(HttpContext context) => context.Response.ContentType = "text/event-stream";
}
