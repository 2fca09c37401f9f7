using System.Text.Json;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tests.Calls;

public sealed class ToolCallTests
{
    private const string Asking = """
        {"version":"1","default":"allow","tools":{"a":{"require_approval":[
          {"conditions":[],"message":"First?","id":"one"},{"conditions":[],"message":"Second?","id":"two","approvers":2,"expires":"5m"}]}}}
        """;

    [Fact]
    public async Task Handle_NoApprovalYet_ParksAndTellsTheAgentHowToGoOn()
    {
        await using var rig = await CallRig.StartAsync();

        var reply = await rig.CallAsync(rig.Grant(Asking), "a", """{"x":1}""");

        using var json = JsonDocument.Parse(reply.Json);
        var result = json.RootElement.GetProperty("result");
        Assert.Equal(
            "[APPROVAL REQUIRED] First? Second? Request ap-1 was sent to a person; repeat the same call after it is approved.",
            result.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.False(result.TryGetProperty("resultType", out _));
        var note = result.GetProperty("_meta").GetProperty("gatehouse/decision");
        Assert.Equal(
            ["pending", "/tools/a/require_approval/one", "when_approved", "ap-1", "https://gate.test/approvals/ap-1", "2052-02-20T00:00:00Z"],
            new[] { "outcome", "rule", "retry", "approval_id", "approval_url", "expires_at" }.Select(name => note.GetProperty(name).GetString()!));
        Assert.Equal(rig.Recorder.Intents[0].CallId, note.GetProperty("request_id").GetString());
        Assert.Equal(RecordedOutcome.Pending, rig.Recorder.Intents[0].Outcome);
        var draft = Assert.Single(rig.Desk.Drafts);
        Assert.Equal((2, TimeSpan.FromMinutes(5)), (draft.Approvers, draft.Expires));
        Assert.Equal(["/tools/a/require_approval/one", "/tools/a/require_approval/two"], draft.Rules);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Handle_Refused_IsDeniedForGood()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Desk.State = ApprovalState.Refused;

        var reply = await rig.CallAsync(rig.Grant(Asking), "a");

        Assert.Contains("[POLICY DENIED] A person refused this call.", reply.Json, StringComparison.Ordinal);
        Assert.Contains("\"retry\":\"never\"", reply.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ApprovalState.Expired, "The request for this call has expired.")]
    [InlineData(ApprovalState.Void, "The approval of this call is void: its grant, server or tool changed.")]
    [InlineData(ApprovalState.Done, "The approval of this call was used already.")]
    [InlineData(ApprovalState.Unknown, "The approval of this call was used already.")]
    public async Task Handle_NeitherOpenNorRefused_IsToldWhatIsTrue(ApprovalState state, string message)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Desk.State = state;

        var reply = await rig.CallAsync(rig.Grant(Asking), "a");

        Assert.Contains("[POLICY DENIED] " + message + "\"", reply.Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
    }

    [Theory]
    [InlineData("too-many-approvals", "(too many approvals)")]
    [InlineData("store-down", "(error)")]
    public async Task Handle_DeskFaults_IsDeniedByItsOwnRule(string code, string rule)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Desk.Fault = new Fault(new(code), "text of the store", "help");

        var reply = await rig.CallAsync(rig.Grant(Asking), "a");

        Assert.Contains($"\"rule\":\"{rule}\"", reply.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("text of the store", reply.Json, StringComparison.Ordinal);
        Assert.Equal((RecordedOutcome.Denied, rule), (rig.Recorder.Intents[0].Outcome, rig.Recorder.Intents[0].Rule));
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Handle_StoreOfApprovalsIsAway_SaysSoAndWhenToComeAgain()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Desk.Fault = new Fault(new("store-unavailable"), "text of the store", "help");

        var reply = await rig.CallAsync(rig.Grant(Asking), "a");

        Assert.Contains("[POLICY DENIED] This call needs a person, and the store of approvals is unavailable", reply.Json, StringComparison.Ordinal);
        Assert.Contains("\"rule\":\"(error)\",\"retry\":\"after\",\"retry_after\":10", reply.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("text of the store", reply.Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
    }

    [Theory]
    [InlineData(true, "access-ended", OutcomeClass.Fault, 403)]
    [InlineData(false, "cancelled", OutcomeClass.Cancelled, 499)]
    public async Task Handle_CutOffUnderWay_SaysWhetherItWasTheGrantOrTheClient(bool isGrantsEnd, string code, OutcomeClass end, int status)
    {
        await using var rig = await CallRig.StartAsync();
        using var gone = new CancellationTokenSource();
        var reply = new FakeReply(rig.Steps) { WhenGone = gone.Token, IsGrantsEnd = isGrantsEnd };
        rig.Answer = request =>
        {
            gone.Cancel();
            return CallRig.Result(request, """{"content":[]}""");
        };

        await rig.SendAsync(rig.Grant(), CallRig.ModernRequest("tools/call", "\"name\":\"a\""), call => call with { Reply = reply });

        Assert.Contains($"\"{code}\"", reply.Json, StringComparison.Ordinal);
        Assert.Equal(status, reply.Status);
        var outcome = Assert.Single(rig.Recorder.Outcomes);
        Assert.Equal((end, code), (outcome.Class, outcome.Fault));
    }

    [Fact]
    public async Task Handle_TwoAtOnceWithOneApproval_OneIsSentOneIsParked()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant(Asking);
        await rig.CallAsync(grant, "b");
        rig.Desk.State = ApprovalState.Approved;

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.CallAsync(grant, "a")));

        Assert.Equal(1, rig.Sent.Count(body => body.Contains("\"name\":\"a\"", StringComparison.Ordinal)));
        Assert.Single(replies, reply => reply.Json.Contains("\"content\":[]", StringComparison.Ordinal));
        Assert.Equal(1, rig.Steps.Count("conclude"));

        // Those that came second are told so, and so is the person who is asked again.
        Assert.Contains(replies, reply => reply.Json.Contains("[APPROVAL REQUIRED] First? Second? The same call has just run. Request ap-2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Handle_SameCallInOtherOrder_HasOneSubject()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant(Asking);

        await rig.CallAsync(grant, "a", """{"x":1,"y":"é"}""");
        await rig.CallAsync(grant, "a", """{ "y":"\u00e9", "x":1 }""");
        await rig.CallAsync(grant, "a", """{"x":1.0,"y":"é"}""");

        Assert.Equal(rig.Desk.Drafts[0].Subject, rig.Desk.Drafts[1].Subject);
        Assert.NotEqual(rig.Desk.Drafts[0].Subject, rig.Desk.Drafts[2].Subject);
    }

    [Theory]
    [InlineData("""{"version":"1","default":"allow","hide":["a"]}""", "a", "zz")]
    [InlineData("""{"version":"1","default":"deny"}""", "zz", "yy")]
    public async Task Handle_HiddenAndUnknown_AreByteEqualButForTheName(string policy, string one, string other)
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant(policy);

        var first = await rig.CallAsync(grant, one);
        var second = await rig.CallAsync(grant, other);

        Assert.Equal($$$"""{"jsonrpc":"2.0","id":7,"error":{"code":-32602,"message":"Unknown tool: {{{one}}}"}}""", first.Json);
        Assert.Equal(first.Json.Replace(": " + one, ": " + other, StringComparison.Ordinal), second.Json);
        Assert.Equal((first.Status, first.SessionId), (second.Status, second.SessionId));
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Handle_NewTool_AnswersAsAnUnknownOne()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant();
        await rig.CallAsync(grant, "a");
        rig.Listed += """,{"name":"n","inputSchema":{"type":"object"}}""";
        await rig.SendAsync(grant, CallRig.Request("tools/list", "{}"));

        var reply = await rig.CallAsync(grant, "n");

        Assert.Equal("""{"jsonrpc":"2.0","id":7,"error":{"code":-32602,"message":"Unknown tool: n"}}""", reply.Json);
        Assert.Equal("(new tool)", rig.Recorder.Intents[^1].Rule);
    }

    // What a hidden tool declares must not decide what its caller is told.
    [Fact]
    public async Task Handle_HiddenToolWithDeclaredHeaders_AnswersAsAnUnknownOne()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Listed = """{"name":"a","inputSchema":{"type":"object","properties":{"r":{"type":"string","x-mcp-header":"Region"}}}}""";
        var hidden = rig.Grant("""{"version":"1","default":"allow","hide":["a"]}""");
        var body = CallRig.ModernRequest("tools/call", "\"name\":\"a\",\"arguments\":{\"r\":\"eu\"}");

        var reply = await rig.SendAsync(hidden, body, static call => call with { HasHeaders = true });
        var seen = await rig.SendAsync(rig.Grant(), body, static call => call with { HasHeaders = true });

        Assert.Contains("Unknown tool: a", reply.Json, StringComparison.Ordinal);
        Assert.Contains("-32020", seen.Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Handle_Observed_IsSentAndTakesShadowQuotaOnly()
    {
        await using var rig = await CallRig.StartAsync();
        var policy = """
            {"version":"1","default":"deny","mode":"observe","observe_until":"2026-01-15T00:00:00Z",
             "tools":{"a":{"action":"deny","limits":[{"counter":"n","window":"day","max":5}]}}}
            """;

        var reply = await rig.CallAsync(rig.Grant(policy), "a");

        Assert.Contains("\"content\":[]", reply.Json, StringComparison.Ordinal);
        Assert.All(rig.Counters.Demands, demand => Assert.True(demand.IsShadow));
        Assert.Contains("/tools/a/action", rig.Recorder.Intents[0].Observed.Select(seen => seen.Rule));
    }

    [Fact]
    public async Task Handle_ModernDenial_SaysThatTheResultIsComplete()
    {
        await using var rig = await CallRig.StartAsync();

        var reply = await rig.SendAsync(
            rig.Grant("""{"version":"1","default":"deny"}"""), CallRig.ModernRequest("tools/call", "\"name\":\"a\""));

        Assert.Contains("\"resultType\":\"complete\"", reply.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_ManyCallsBeforeAnyList_ListOnce()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => rig.CallAsync(grant, "a")));

        Assert.Equal((1, 16), (rig.Lists, rig.Sent.Count));
    }

    // Agents choose these ids; a list for each would be a request upstream for each.
    [Fact]
    public async Task Handle_EveryCallWithAnotherAgentSession_ListsOnce()
    {
        await using var rig = await CallRig.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await rig.SendAsync(rig.Grant(), CallRig.Request("tools/call", $$$"""{"name":"a","_meta":{"gatehouse/session":"s{{{i}}}"}}"""));
        }

        Assert.Equal((1, 5), (rig.Lists, rig.Sent.Count));
    }

    [Fact]
    public async Task Handle_ForeignRequestState_IsRefusedAndNotSent()
    {
        await using var rig = await CallRig.StartAsync();
        var own = System.Text.Encoding.UTF8.GetString(rig.Values.SealState("g2", "server", "\"state\""u8.ToArray()));

        var reply = await rig.SendAsync(rig.Grant(), CallRig.ModernRequest("tools/call", $"\"name\":\"a\",\"requestState\":{own}"));
        var raw = await rig.SendAsync(rig.Grant(), CallRig.ModernRequest("tools/call", "\"name\":\"a\",\"requestState\":\"state\""));

        Assert.Contains("foreign-value", reply.Json, StringComparison.Ordinal);
        Assert.Equal(reply.Json, raw.Json);
        Assert.Empty(rig.Sent);
    }
}
