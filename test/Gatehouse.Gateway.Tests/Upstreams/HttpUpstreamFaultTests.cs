using System.Net;
using System.Net.Sockets;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Tests.Upstreams;

/// <summary>What is certain to have been sent when something fails.</summary>
public sealed class HttpUpstreamFaultTests
{
    [Fact]
    public async Task Exchange_NobodyListens_SentNothing()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        await using var upstream = Samples.Upstream(Samples.Http(new Uri($"http://127.0.0.1:{port}/")));

        var (_, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal(("upstream-refused", 502, true), (fault!.Code, fault.Status, fault.NothingSent));
    }

    [Fact]
    public async Task Exchange_NameThatTurnedPrivate_IsRefusedAndNothingSent()
    {
        var entry = Samples.Http(new Uri("http://rebound.example/")) with { IsOperatorAddress = false };
        var rule = EgressRule.For(entry.Url, isOperatorAddress: false, []);
        var handler = EgressGuard.NewHandler(rule, (_, _) => Task.FromResult(new[] { IPAddress.Loopback }));
        await using var upstream = new HttpUpstream(entry, handler, new LoopMarker(), TimeProvider.System);

        var (_, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal(("upstream-address-refused", true), (fault!.Code, fault.NothingSent));
    }

    [Fact]
    public async Task Exchange_ServerThatSpeaksNoTls_SentNothing()
    {
        await using var raw = new RawServer(_ => "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        var url = new UriBuilder(raw.Url) { Scheme = "https" }.Uri;
        await using var upstream = Samples.Upstream(Samples.Http(url));

        var (_, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal(("upstream-refused", true), (fault!.Code, fault.NothingSent));
    }

    [Fact]
    public async Task Exchange_ServerClosesAfterReading_MayHaveBeenSent()
    {
        await using var raw = new RawServer(_ => null);
        await using var upstream = Samples.Upstream(Samples.Http(raw.Url));

        var (_, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal(("upstream-reset", false), (fault!.Code, fault.NothingSent));
        Assert.Equal(1, raw.Requests);
    }

    [Fact]
    public async Task Exchange_PooledConnectionClosesOnTheSecondCall_IsNotSentTwice()
    {
        await using var raw = new RawServer(
            n => n == 1 ? "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}" : null);
        await using var upstream = Samples.Upstream(Samples.Http(raw.Url));
        await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        var (_, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal(("upstream-reset", false), (fault!.Code, fault.NothingSent));
        Assert.Equal(2, raw.Requests);
    }

    [Fact]
    public async Task Exchange_PooledConnectionWasClosedBefore_OpensAnother()
    {
        await using var raw = new RawServer(
            _ => "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", closeAfter: true);
        await using var upstream = Samples.Upstream(Samples.Http(raw.Url));
        for (var i = 1; i <= 5; i++)
        {
            var (answer, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);
            Assert.True(answer is not null || fault!.Code == "upstream-reset");
            await raw.ClosedAsync(i);
        }

        Assert.InRange(raw.Requests, 1, 5);
    }

    [Fact]
    public async Task Exchange_BodyEndsEarly_IsAReset()
    {
        await using var raw = new RawServer(
            _ => "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{}", closeAfter: true);
        await using var upstream = Samples.Upstream(Samples.Http(raw.Url));

        var (_, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal(("upstream-reset", false), (fault!.Code, fault.NothingSent));
    }

    [Fact]
    public async Task Exchange_HugeHeaders_AreCutOff()
    {
        await using var raw = new RawServer(_ => "HTTP/1.1 200 OK\r\nX: " + new string('a', 40_000) + "\r\n\r\n");
        await using var upstream = Samples.Upstream(Samples.Http(raw.Url));

        var (_, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal(("upstream-answer-too-large", false), (fault!.Code, fault.NothingSent));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{")]
    public async Task Exchange_SilentServer_TimesOut(string head)
    {
        await using var raw = new RawServer(_ => head);
        await using var upstream = Samples.Upstream(
            Samples.Http(raw.Url) with { AnswerTimeout = TimeSpan.FromMilliseconds(200) });

        var (_, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal(("upstream-timeout", 504, false), (fault!.Code, fault.Status, fault.NothingSent));
    }

    [Fact]
    public async Task Exchange_ClientGoesAway_IsCancelled()
    {
        await using var raw = new RawServer(_ => "");
        await using var upstream = Samples.Upstream(Samples.Http(raw.Url));
        using var client = new CancellationTokenSource();
        var call = upstream.ExchangeAsync(Samples.Send(Samples.Call), client.Token).AsTask();
        await raw.ReceivedAsync(1);

        await client.CancelAsync();

        var (_, fault) = await call;
        Assert.Equal(("cancelled", false), (fault!.Code, fault.NothingSent));
    }

    [Fact]
    public async Task Exchange_MoreCallsThanPlaces_AreBusy()
    {
        await using var raw = new RawServer(_ => "");
        await using var upstream = Samples.Upstream(Samples.Http(raw.Url) with { MaxConcurrency = 1 });
        using var client = new CancellationTokenSource();
        var first = upstream.ExchangeAsync(Samples.Send(Samples.Call), client.Token).AsTask();
        await raw.ReceivedAsync(1);

        var (_, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal(("upstream-busy", 503, true), (fault!.Code, fault.Status, fault.NothingSent));
        await client.CancelAsync();
        await first;
        var (_, second) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), new CancellationToken(canceled: true));
        Assert.Equal("cancelled", second!.Code);
    }
}
