using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tests.Upstreams;

/// <summary>A process per session, whose ids are the client's.</summary>
public sealed class StdioLegacyTests
{
    [Fact]
    public async Task Initialize_NoSession_StartsAProcessAndMintsALongId()
    {
        await using var peer = new StdioPeer();

        var (one, _) = await peer.SendAsync("initialize", "{}", session: null, id: "0");
        var (other, _) = await peer.SendAsync("initialize", "{}", session: null, id: "0");

        Assert.Equal((200, AnswerForm.Json, 32), (one!.Status, one.Form, one.SessionId!.Length));
        Assert.NotEqual(one.SessionId, other!.SessionId);
        Assert.NotEqual(StdioPeer.Result(one).GetProperty("pid").GetInt32(), StdioPeer.Result(other).GetProperty("pid").GetInt32());
    }

    [Fact]
    public async Task Call_KnownSession_ReachesItsProcessWithTheIdAsWritten()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();

        var (answer, fault) = await peer.CallAsync("echo", session, id: "\"a\\u0062\"", extra: ",\"arguments\":{\"x\":[1, 2.50]}");

        Assert.Null(fault);
        Assert.Equal("ab", JsonDocument.Parse(answer!.Json).RootElement.GetProperty("id").GetString());
        Assert.Equal(session, answer.SessionId);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef", "grant", "session-not-found", 404)]
    [InlineData(null, "grant", "session-missing", 400)]
    [InlineData("own", "another-grant", "session-not-found", 404)]
    public async Task Call_SessionThatIsNotTheGrants_IsNotFound(string? session, string grant, string code, int status)
    {
        await using var peer = new StdioPeer();
        var own = await peer.InitializeAsync();

        var (_, fault) = await peer.SendAsync(
            "tools/call", """{"name":"echo"}""", session == "own" ? own : session, grant: grant);

        Assert.Equal((code, status, true), (fault!.Code, fault.Status, fault.NothingSent));
    }

    [Fact]
    public async Task Call_SeveralInFlight_AreMatchedById()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();

        var one = peer.CallAsync("pair", session, id: "7", extra: ",\"n\":1").AsTask();
        var other = peer.CallAsync("pair", session, id: "\"7\"", extra: ",\"n\":2").AsTask();

        Assert.Equal(1, StdioPeer.Result((await one).Answer).GetProperty("params").GetProperty("n").GetInt32());
        Assert.Equal(2, StdioPeer.Result((await other).Answer).GetProperty("params").GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Call_SameIdTwiceInFlight_IsRefusedBeforeItIsSent()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();
        using var client = new CancellationTokenSource();
        var first = peer.CallAsync("quiet", session, client: client.Token).AsTask();

        var (_, fault) = await peer.CallAsync("echo", session);

        Assert.Equal(("request-id-in-use", true), (fault!.Code, fault.NothingSent));
        await client.CancelAsync();
        Assert.Equal("cancelled", (await first).Fault!.Code);
    }

    [Fact]
    public async Task Call_WithProgress_BecomesAStreamThatEndsWithTheAnswer()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();

        var (answer, _) = await peer.CallAsync("progress", session, extra: ",\"_meta\":{\"progressToken\":\"p\"}");

        await using (answer)
        {
            Assert.Equal(AnswerForm.Events, answer!.Form);
            Assert.Contains("\"progress\":1", await StdioPeer.NextAsync(answer), StringComparison.Ordinal);
            Assert.Contains("\"progress\":2", await StdioPeer.NextAsync(answer), StringComparison.Ordinal);
            Assert.Contains("\"done\":true", await StdioPeer.NextAsync(answer), StringComparison.Ordinal);
            Assert.Equal("(end)", await StdioPeer.NextAsync(answer));
        }
    }

    [Fact]
    public async Task Call_ServerAsksTheClient_GetsItsResponse()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();
        var (answer, _) = await peer.CallAsync("ask", session);
        await using var stream = answer!;
        Assert.Contains("sampling/createMessage", await StdioPeer.NextAsync(stream), StringComparison.Ordinal);

        var response = """{"jsonrpc":"2.0","id":"srv-1","result":{"text":"hi"}}"""u8.ToArray();
        var (accepted, _) = await peer.SendAsync(response, MessageKind.Response, "", session, "grant", Era.Legacy, Samples.Cancel);

        Assert.Equal((202, AnswerForm.Empty), (accepted!.Status, accepted.Form));
        Assert.Contains("\"heard\":{\"text\":\"hi\"}", await StdioPeer.NextAsync(stream), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listen_MessageThatBelongsToNoCall_ComesOnTheStream()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();
        var (stream, _) = await peer.Upstream.ExchangeAsync(Samples.Verb(UpstreamVerb.Listen, session), Samples.Cancel);

        await peer.CallAsync("announce", session);

        Assert.Contains("list_changed", await StdioPeer.NextAsync(stream!), StringComparison.Ordinal);
        await stream!.DisposeAsync();
    }

    [Fact]
    public async Task Listen_MessageThatCameBefore_IsKeptForIt()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();
        await peer.CallAsync("announce", session);

        var (stream, _) = await peer.Upstream.ExchangeAsync(Samples.Verb(UpstreamVerb.Listen, session), Samples.Cancel);

        Assert.Contains("list_changed", await StdioPeer.NextAsync(stream!), StringComparison.Ordinal);
        await stream!.DisposeAsync();
    }

    [Fact]
    public async Task Cancelled_CallUnderWay_EndsItAndTellsTheServer()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();
        var call = peer.CallAsync("quiet", session, id: "5").AsTask();

        await peer.SendAsync("notifications/cancelled", """{"requestId":5}""", session, id: "");

        Assert.Equal("cancelled", (await call).Fault!.Code);
        var (seen, _) = await peer.CallAsync("cancelled", session);
        Assert.Equal("[5]", StdioPeer.Result(seen).GetProperty("cancelled").GetRawText());
    }

    [Fact]
    public async Task End_Session_IsGoneWithItsProcess()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();
        var (echo, _) = await peer.CallAsync("echo", session);

        var (answer, _) = await peer.Upstream.ExchangeAsync(Samples.Verb(UpstreamVerb.End, session), Samples.Cancel);

        Assert.Equal((200, AnswerForm.Empty), (answer!.Status, answer.Form));
        Assert.Equal("session-not-found", (await peer.CallAsync("echo", session)).Fault!.Code);
        await StdioPeer.GoneAsync(StdioPeer.Result(echo).GetProperty("pid").GetInt32(), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Initialize_MoreProcessesThanAGrantMayHave_IsBusy()
    {
        await using var peer = new StdioPeer(entry => entry with { MaxProcessesPerGrant = 1 });
        await peer.InitializeAsync();

        var (_, fault) = await peer.SendAsync("initialize", "{}", session: null);

        Assert.Equal(("upstream-busy", 503, true), (fault!.Code, fault.Status, fault.NothingSent));
        await peer.InitializeAsync(grant: "another");
    }

    [Fact]
    public async Task Start_Process_HasACleanEnvironmentAndItsArgumentsAsTheyAre()
    {
        Environment.SetEnvironmentVariable("GATEHOUSE_TEST_SECRET", "s");
        await using var peer = new StdioPeer(null, "a b", "$(id)", ";");
        var session = await peer.InitializeAsync();

        var (answer, _) = await peer.CallAsync("environment", session);

        var result = StdioPeer.Result(answer);
        var names = result.GetProperty("env").EnumerateObject().Select(member => member.Name).ToArray();
        Assert.Empty(names.Except([.. ChildStart.Inherited, "TOKEN"]));
        Assert.Contains("TOKEN", names);
        Assert.Equal("""["a b","$(id)",";"]""", result.GetProperty("args").GetRawText());
    }

    [Fact]
    public async Task Start_ProgramThatIsMissing_SentNothing()
    {
        await using var peer = new StdioPeer(entry => entry with { Command = ["no-such-program-here"] });

        var (_, fault) = await peer.SendAsync("initialize", "{}", session: null);

        Assert.Equal(("upstream-process-failed", 502, true), (fault!.Code, fault.Status, fault.NothingSent));
        Assert.Contains(peer.Log.Lines, line => line.Contains("there is no program no-such-program-here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Idle_SessionWithoutAMessage_IsEndedWithItsProcess()
    {
        await using var peer = new StdioPeer(entry => entry with { IdleTimeout = TimeSpan.FromSeconds(1), MaxProcessesPerGrant = 1 });
        var session = await peer.InitializeAsync();

        await Downstream.Eventually.IsSoAsync(() => peer.Log.Lines.Any(line => line.Contains("ended with", StringComparison.Ordinal)));

        var (_, fault) = await peer.CallAsync("echo", session);
        Assert.Equal(404, fault!.Status);
        await peer.InitializeAsync();
    }
}
