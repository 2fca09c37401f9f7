using System.Text.Json;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tests.Upstreams;

/// <summary>One process per grant, shared by connections that do not know of each other.</summary>
public sealed class StdioModernTests
{
    [Fact]
    public async Task Call_TwoConnectionsWithOneId_GetTheirOwnAnswers()
    {
        await using var peer = new StdioPeer();

        var one = peer.CallAsync("pair", null, id: "1", extra: ",\"n\":1", era: Era.Modern).AsTask();
        var other = peer.CallAsync("pair", null, id: "1", extra: ",\"n\":2", era: Era.Modern).AsTask();

        foreach (var (call, n) in new[] { (one, 1), (other, 2) })
        {
            var answer = (await call).Answer;
            Assert.Equal(1, JsonDocument.Parse(answer!.Json).RootElement.GetProperty("id").GetInt32());
            Assert.Equal(n, StdioPeer.Result(answer).GetProperty("params").GetProperty("n").GetInt32());
            Assert.Null(answer.SessionId);
        }
    }

    [Fact]
    public async Task Call_TwoGrants_HaveTwoProcesses()
    {
        await using var peer = new StdioPeer();

        var (one, _) = await peer.SendAsync("tools/call", """{"name":"echo"}""", null, grant: "a", era: Era.Modern);
        var (again, _) = await peer.SendAsync("tools/call", """{"name":"echo"}""", null, grant: "a", era: Era.Modern);
        var (other, _) = await peer.SendAsync("tools/call", """{"name":"echo"}""", null, grant: "b", era: Era.Modern);

        Assert.Equal(Pid(one), Pid(again));
        Assert.NotEqual(Pid(one), Pid(other));
    }

    [Theory]
    [InlineData("\"t\\u0031\"", "\"i\"")]
    [InlineData("7", "9007199254740992")]
    public async Task Call_IdAndToken_ComeBackAsWritten(string token, string id)
    {
        await using var peer = new StdioPeer();

        var (answer, _) = await peer.CallAsync(
            "progress", null, id, $",\"_meta\":{{\"progressToken\":{token}}}", Era.Modern);

        Assert.Contains($"\"progressToken\":{token},", await StdioPeer.NextAsync(answer!), StringComparison.Ordinal);
        await StdioPeer.NextAsync(answer!);
        Assert.Contains($"\"id\":{id},", await StdioPeer.NextAsync(answer!), StringComparison.Ordinal);
        await answer!.DisposeAsync();
    }

    [Fact]
    public async Task Call_TokenOfAnother_IsNotMixedUp()
    {
        await using var peer = new StdioPeer();
        using var client = new CancellationTokenSource();
        var quiet = peer.CallAsync("quiet", null, "1", ",\"_meta\":{\"progressToken\":5}", Era.Modern, client.Token).AsTask();

        var (answer, _) = await peer.CallAsync("progress", null, "1", ",\"_meta\":{\"progressToken\":5}", Era.Modern);

        Assert.Contains("\"progressToken\":5,", await StdioPeer.NextAsync(answer!), StringComparison.Ordinal);
        await client.CancelAsync();
        Assert.Equal("cancelled", (await quiet).Fault!.Code);
        await answer!.DisposeAsync();
    }

    [Fact]
    public async Task Call_ClientGoesAway_CancelsByTheIdThatWasSent()
    {
        await using var peer = new StdioPeer();
        using var client = new CancellationTokenSource();
        await peer.CallAsync("echo", null, "1", era: Era.Modern);
        var quiet = peer.CallAsync("quiet", null, "\"mine\"", era: Era.Modern, client: client.Token).AsTask();
        await peer.CallAsync("echo", null, "1", era: Era.Modern);

        await client.CancelAsync();
        await quiet;

        var (seen, _) = await peer.CallAsync("cancelled", null, "1", era: Era.Modern);
        Assert.Equal("[2]", StdioPeer.Result(seen).GetProperty("cancelled").GetRawText());
    }

    [Fact]
    public async Task Listen_Subscription_StaysOpenUnderTheClientsIdUntilDisposed()
    {
        await using var peer = new StdioPeer();

        var (stream, _) = await peer.SendAsync("subscriptions/listen", "{}", null, "\"sub\"", era: Era.Modern);
        Assert.Contains(
            "\"io.modelcontextprotocol/subscriptionId\":\"sub\"", await StdioPeer.NextAsync(stream!), StringComparison.Ordinal);
        var (log, _) = await peer.CallAsync("log", null, "2", era: Era.Modern);
        Assert.Equal(AnswerForm.Events, log!.Form);
        await stream!.DisposeAsync();

        var (seen, _) = await peer.CallAsync("cancelled", null, "3", era: Era.Modern);
        Assert.Equal("[1]", StdioPeer.Result(seen).GetProperty("cancelled").GetRawText());
        await log.DisposeAsync();
    }

    [Theory]
    [InlineData("1", "[]")]
    [InlineData("\"mine\"", "[2]")]
    public async Task Cancelled_Notification_ReachesOnlyARequestThatItCanMean(string named, string expected)
    {
        await using var peer = new StdioPeer();
        await peer.CallAsync("echo", null, "0", era: Era.Modern);
        var quiet = peer.CallAsync("quiet", null, "\"mine\"", era: Era.Modern).AsTask();

        var (answer, _) = await peer.SendAsync(
            "notifications/cancelled", $"{{\"requestId\":{named}}}", null, id: "", era: Era.Modern);

        Assert.Equal(202, answer!.Status);
        var (seen, _) = await peer.CallAsync("cancelled", null, "3", era: Era.Modern);
        Assert.Equal(expected, StdioPeer.Result(seen).GetProperty("cancelled").GetRawText());
        Assert.Equal(expected != "[]", quiet.IsCompleted);
    }

    [Fact]
    public async Task Call_AfterTheProcessDied_PausesAndThenStartsAnother()
    {
        await using var peer = new StdioPeer();
        var (_, died) = await peer.CallAsync("die", null, "1", era: Era.Modern);
        Assert.Equal(("upstream-process-failed", false), (died!.Code, died.NothingSent));

        var (_, paused) = await peer.CallAsync("echo", null, "1", era: Era.Modern);

        Assert.Equal(("upstream-process-failed", true), (paused!.Code, paused.NothingSent));
    }

    [Fact]
    public async Task Idle_SharedProcessWithoutAMessage_IsEndedAndStartedAgainByTheNextCall()
    {
        await using var peer = new StdioPeer(entry => entry with { IdleTimeout = TimeSpan.FromSeconds(1) });
        var (_, before) = await peer.CallAsync("echo", session: null, era: Era.Modern);

        await Downstream.Eventually.IsSoAsync(() => peer.Log.Lines.Any(line => line.Contains("ended with", StringComparison.Ordinal)));
        var (_, after) = await peer.CallAsync("echo", session: null, era: Era.Modern);

        Assert.Equal((null, null), (before, after));
    }

    [Fact]
    public async Task Send_VerbsAndResponsesOfTheOtherEra_AreUnsuitable()
    {
        await using var peer = new StdioPeer();

        var (_, listen) = await peer.Upstream.ExchangeAsync(
            Samples.Verb(UpstreamVerb.Listen) with { Era = Era.Modern }, Samples.Cancel);

        Assert.Equal(("upstream-unsuitable", true), (listen!.Code, listen.NothingSent));
    }

    private static int Pid(UpstreamAnswer? answer) => StdioPeer.Result(answer).GetProperty("pid").GetInt32();
}
