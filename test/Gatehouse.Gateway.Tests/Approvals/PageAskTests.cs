using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tests.Calls;
using Gatehouse.Gateway.Tests.Downstream;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tests.Approvals;

/// <summary>2025-11-25: an error asks to open the page, and a notification says that it was enough.</summary>
public sealed class PageAskTests
{
    private const string Asking = """{"version":"1","default":"allow","tools":{"a":{"require_approval":[{"conditions":[],"message":"May it?"}]}}}""";
    private const string Shows = """{"elicitation":{"url":{}}}""";

    [Fact]
    public async Task Call_OfASessionThatShowsAddresses_IsToldToOpenThePageOnce()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant(Asking);

        using var json = JsonDocument.Parse((await CallAsync(rig, grant, Session(rig, grant, "s1", Shows))).Json);
        var error = json.RootElement.GetProperty("error");
        Assert.Equal(-32042, error.GetProperty("code").GetInt32());
        var asked = Assert.Single(error.GetProperty("data").GetProperty("elicitations").EnumerateArray());
        Assert.Equal(
            ("url", "ap-1", "https://gate.test/approvals/ap-1"),
            (Text(asked, "mode"), Text(asked, "elicitationId"), Text(asked, "url")));
        Assert.Contains("May it?", Text(asked, "message"), StringComparison.Ordinal);
        Assert.Equal("ap-1", Text(error.GetProperty("data").GetProperty("gatehouse/decision"), "approval_id"));
        Assert.Empty(rig.Sent);

        // A client that opens pages by itself, and repeats the call at once, must not run in circles.
        Assert.Contains("[APPROVAL REQUIRED]", Result(await CallAsync(rig, grant, Session(rig, grant, "s1", Shows))), StringComparison.Ordinal);
        Assert.Contains("-32042", (await CallAsync(rig, grant, Session(rig, grant, "s2", Shows))).Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "2025-11-25")]
    [InlineData("""{"elicitation":{}}""", "2025-11-25")]
    [InlineData("""{"elicitation":{"form":{}}}""", "2025-11-25")]
    [InlineData("""{"elicitation":{"url":true}}""", "2025-11-25")]
    [InlineData("""{"elicitation":[]}""", "2025-11-25")]
    [InlineData(Shows, "2025-06-18")]
    public async Task Call_OfASessionThatDoesNot_GetsTheAnswerOfEveryClient(string capabilities, string version)
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant(Asking);

        var reply = await CallAsync(rig, grant, Session(rig, grant, "s1", capabilities), version);

        Assert.Contains("[APPROVAL REQUIRED] May it? Request ap-1", Result(reply), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ThereIsNoPage_GetsTheAnswerOfEveryClient()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant(Asking);

        var reply = await rig.SendAsync(grant, Body, call => Change(call, Session(rig, grant, "s1", Shows)) with
        {
            Snapshot = new GatewaySnapshot([rig.Server], [grant], new GatewaySettings()),
        });

        Assert.Contains("[APPROVAL REQUIRED]", Result(reply), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settled_SessionListens_HearsOfItOnOneStream()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant(Asking);
        var session = Session(rig, grant, "s1", Shows);
        var (first, second, other) = (new FakeReply(rig.Steps), new FakeReply(rig.Steps), new FakeReply(rig.Steps));
        using var open = await ListenAsync(rig, grant, session, first);
        using var also = await ListenAsync(rig, grant, session, second);
        using var others = await ListenAsync(rig, grant, Session(rig, grant, "s2", Shows), other);
        await CallAsync(rig, grant, session);

        rig.Desk.State = ApprovalState.Approved;
        rig.Desk.Settled.SetResult();
        await Eventually.IsSoAsync(() => first.Answers.Count + second.Answers.Count > 0);

        var heard = Assert.Single(first.Answers.Concat(second.Answers));
        Assert.Equal("""{"jsonrpc":"2.0","method":"notifications/elicitation/complete","params":{"elicitationId":"ap-1"}}""", heard);
        Assert.Empty(other.Answers);
        Assert.Contains("\"content\":[]", (await CallAsync(rig, grant, session)).Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Say_StreamHasNotBegunOrIsOver_SaysNothing()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant(Asking);
        var reply = new FakeReply(rig.Steps);
        var call = rig.Context(grant, Body, reply);

        var open = rig.Streams.Open(call);
        Assert.False(await rig.Streams.SayAsync("g1", call.Session.Key, "{}"u8.ToArray()));
        await open.BeginEventsAsync(200, null);
        Assert.False(await rig.Streams.SayAsync("g2", call.Session.Key, "{}"u8.ToArray()));
        Assert.True(await rig.Streams.SayAsync("g1", call.Session.Key, "{}"u8.ToArray()));
        open.Dispose();
        Assert.False(await rig.Streams.SayAsync("g1", call.Session.Key, "{}"u8.ToArray()));
        Assert.False(await open.SayAsync("{}"u8.ToArray()));
        Assert.Single(reply.Answers);
    }

    private const string Body = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"a","arguments":{}}}""";

    private static Task<FakeReply> CallAsync(CallRig rig, ActiveGrant grant, Session session, string version = "2025-11-25") =>
        rig.SendAsync(grant, Body, call => Change(call, session, version));

    private static Gatehouse.Gateway.Calls.CallContext Change(
        Gatehouse.Gateway.Calls.CallContext call, Session session, string version = "2025-11-25") =>
        call with { Session = session, Message = call.Message with { HeaderVersion = version } };

    // As it comes back from the client: what was said at the beginning is in the sealed id.
    private static Session Session(CallRig rig, ActiveGrant grant, string id, string capabilities)
    {
        var initialize = CallRig.Request(
            "initialize", $$$"""{"protocolVersion":"2025-11-25","capabilities":{{{capabilities}}},"clientInfo":{"name":"c","version":"1"}}""");
        var begun = rig.Sessions.Begin(grant, id, WireReader.Read(Encoding.UTF8.GetBytes(initialize), WireHeaders.Stdio).Message!);
        return rig.Sessions.Open(grant, begun.SealedId!)!;
    }

    private static async Task<SessionStream> ListenAsync(CallRig rig, ActiveGrant grant, Session session, FakeReply reply)
    {
        var stream = rig.Streams.Open(rig.Context(grant, Body, reply) with { Session = session });
        await stream.BeginEventsAsync(200, null);
        return stream;
    }

    private static string Result(FakeReply reply)
    {
        using var json = JsonDocument.Parse(reply.Json);
        return json.RootElement.GetProperty("result").GetRawText();
    }

    private static string Text(JsonElement holder, string name) => holder.GetProperty(name).GetString()!;
}
