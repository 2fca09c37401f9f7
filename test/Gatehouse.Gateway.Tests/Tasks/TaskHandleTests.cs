using System.Text.Json;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Gateway.Tests.Calls;
using Gatehouse.Gateway.Tests.Downstream;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tests.Tasks;

public sealed class TaskHandleTests
{
    private const string Asking = """{"version":"1","default":"allow","tools":{"a":{"require_approval":[{"conditions":[],"message":"May it?"}]}}}""";
    private const string Knows = """{"extensions":{"io.modelcontextprotocol/tasks":{}}}""";

    [Fact]
    public async Task Call_ModernClientThatKnowsTasks_GetsAHandleAndTheAnswerAfterTheYes()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = Use(rig, Asking);

        var made = Result(await rig.SendAsync(grant, Modern(Knows)));
        Assert.Equal(("task", "working"), (Text(made, "resultType"), Text(made, "status")));
        Assert.Contains("May it? Request ap-1 waits for a person. https://gate.test/approvals/ap-1", Text(made, "statusMessage"), StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
        Assert.Equal("working", Text(Result(await GetAsync(rig, grant, made)), "status"));

        Settle(rig, ApprovalState.Approved);
        await EndedAsync(rig);

        var got = Result(await GetAsync(rig, grant, made));
        Assert.Equal("completed", Text(got, "status"));
        Assert.Equal(0, got.GetProperty("result").GetProperty("content").GetArrayLength());
        using var sent = JsonDocument.Parse(Assert.Single(rig.Sent));
        Assert.Equal("""{"x":1}""", sent.RootElement.GetProperty("params").GetProperty("arguments").GetRawText());

        // The server is told that nothing can be asked, whatever the client could.
        Assert.Equal("{}", sent.RootElement.GetProperty("params").GetProperty("_meta").GetProperty("io.modelcontextprotocol/clientCapabilities").GetRawText());
        Assert.Equal(1, rig.Tasks.Fetched);
        var allowed = Assert.Single(rig.Recorder.Intents, static intent => intent is { Outcome: RecordedOutcome.Allowed, Method: "tools/call" });
        Assert.Equal("ap-1", allowed.ApprovalId);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"extensions":{}}""")]
    [InlineData("""{"extensions":[]}""")]
    [InlineData("""{"extensions":{"IO.modelcontextprotocol/tasks":{}}}""")]
    public async Task Call_ModernClientThatDoesNot_GetsTheAnswerOfEveryClient(string capabilities)
    {
        await using var rig = await CallRig.StartAsync();

        var reply = await rig.SendAsync(Use(rig, Asking), Modern(capabilities));

        Assert.Contains("[APPROVAL REQUIRED] May it?", reply.Json, StringComparison.Ordinal);
        Assert.Empty(rig.Tasks.All);
    }

    [Fact]
    public async Task Call_NoMoreTasksAreKept_GetsTheAnswerOfEveryClient()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Tasks.Fault = new Fault(TaskFaults.TooMany, "full");

        Assert.Contains("[APPROVAL REQUIRED]", (await rig.SendAsync(Use(rig, Asking), Modern(Knows))).Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Refused_IsDeniedAndNothingIsSent()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = Use(rig, Asking);
        var made = Result(await rig.SendAsync(grant, Modern(Knows)));

        Settle(rig, ApprovalState.Refused);
        await EndedAsync(rig);

        Assert.Contains("A person refused this call.", (await GetAsync(rig, grant, made)).Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Run_PolicyTightenedMeanwhile_IsDeniedInSpiteOfTheYes()
    {
        await using var rig = await CallRig.StartAsync();
        await rig.SendAsync(Use(rig, Asking), Modern(Knows));
        Use(rig, """{"version":"1","default":"deny"}""");

        Settle(rig, ApprovalState.Approved);
        await EndedAsync(rig);

        Assert.Empty(rig.Sent);
        Assert.Equal(ApprovalState.Approved, rig.Desk.State);
        Assert.True(rig.Tasks.Only is { State: CallTaskState.Done, IsError: true });
    }

    [Theory]
    [InlineData("gone", CallTaskState.Void)]
    [InlineData("expired", CallTaskState.Void)]
    [InlineData("moved", CallTaskState.Void)]
    [InlineData("frozen", CallTaskState.Done)]
    public async Task Run_GrantIsNotWhatItWas_SendsNothing(string how, CallTaskState end)
    {
        await using var rig = await CallRig.StartAsync();
        var grant = Use(rig, Asking);
        await rig.SendAsync(grant, Modern(Knows));
        rig.Source.Apply(how switch
        {
            "gone" => Snapshot(rig),
            "expired" => Snapshot(rig, grant with { Expires = rig.Time.GetUtcNow() }),
            "moved" => Snapshot(rig, grant with { Server = Some.Server("another") }),
            _ => Snapshot(rig, grant with { Frozen = Freeze.Heartbeat }),
        });

        Settle(rig, ApprovalState.Approved);
        await EndedAsync(rig);

        Assert.Equal(end, rig.Tasks.Only.State);
        Assert.Empty(rig.Sent);
        Assert.Equal(0, rig.Steps.Count("claim"));
    }

    [Fact]
    public async Task Run_LimitIsUsedUp_StaysApprovedAndSendsNothing()
    {
        await using var rig = await CallRig.StartAsync();
        await rig.SendAsync(Use(rig, Asking.Replace("\"a\":{", "\"a\":{\"limits\":[{\"counter\":\"n\",\"window\":\"day\",\"max\":5}],", StringComparison.Ordinal)), Modern(Knows));
        rig.Counters.Reserve = new Gatehouse.Gateway.Limits.CounterAnswer(0, null, []);

        Settle(rig, ApprovalState.Approved);
        await EndedAsync(rig);

        Assert.Empty(rig.Sent);
        Assert.Equal(ApprovalState.Approved, rig.Desk.State);
    }

    [Fact]
    public async Task Run_ApprovalUsedByAnotherCallFirst_WaitsForAnotherYes()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = Use(rig, Asking);
        await rig.SendAsync(grant, Modern(Knows));
        rig.Desk.State = ApprovalState.Approved;
        await rig.SendAsync(grant, Modern("{}"));
        Assert.Single(rig.Sent);
        rig.Desk.State = ApprovalState.Approved;

        rig.Desk.Settled.SetResult();
        await Eventually.IsSoAsync(() => rig.Tasks.Only is { State: CallTaskState.Waiting, ApprovalId: "ap-2" });

        Assert.Single(rig.Sent);
    }

    [Theory]
    [InlineData("""{"resultType":"input_required","inputRequests":{"q":{"method":"elicitation/create","params":{"mode":"form"}}}}""", "asked the client for something")]
    [InlineData("""{"resultType":"input_required","requestState":"s"}""", "asked for more")]
    [InlineData("""{"resultType":"task","taskId":"t","status":"working"}""", "asked for more")]
    public async Task Run_ServerAsksForMore_FailsAndAsksNobody(string answer, string why)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = request => CallRig.Result(request, answer);
        var grant = Use(rig, Asking);
        var made = Result(await rig.SendAsync(grant, Modern(Knows)));

        Settle(rig, ApprovalState.Approved);
        await EndedAsync(rig);

        var got = Result(await GetAsync(rig, grant, made));
        Assert.Equal("failed", Text(got, "status"));
        Assert.Contains(why, Text(got.GetProperty("error"), "message"), StringComparison.Ordinal);
        Assert.False(got.TryGetProperty("inputRequests", out _));
        Assert.Equal(ApprovalState.Done, rig.Desk.State);
    }

    [Fact]
    public async Task Run_ThatCannotBeRecorded_SendsNothing()
    {
        await using var rig = await CallRig.StartAsync();
        await rig.SendAsync(Use(rig, Asking), Modern(Knows));
        rig.Recorder.Fault = new Fault(new FaultCode("record-unavailable"), "full");

        Settle(rig, ApprovalState.Approved);
        await EndedAsync(rig);

        Assert.Empty(rig.Sent);
        Assert.Equal(ApprovalState.Approved, rig.Desk.State);
    }

    [Fact]
    public async Task Run_BugInTheMiddle_IsUnknownAndNotMadeAgain()
    {
        await using var rig = await CallRig.StartAsync();
        await rig.SendAsync(Use(rig, Asking), Modern(Knows));
        rig.Steps.Broken = "outcome";

        Settle(rig, ApprovalState.Approved);
        await EndedAsync(rig);

        Assert.Equal(CallTaskState.Unknown, rig.Tasks.Only.State);
        Assert.Single(rig.Sent);
    }

    [Fact]
    public async Task Start_AfterARestart_TakesUpWhatWaits()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = Use(rig, Asking);
        await rig.SendAsync(grant, Modern(Knows));
        await rig.Runner.DisposeAsync();
        Settle(rig, ApprovalState.Approved);

        await using var next = rig.NextRunner();

        await EndedAsync(rig);
        Assert.Equal(CallTaskState.Done, rig.Tasks.Only.State);
        Assert.Single(rig.Sent);
    }

    [Fact]
    public async Task Task_OfAnotherGrant_IsUnknown()
    {
        await using var rig = await CallRig.StartAsync();
        var made = Result(await rig.SendAsync(Use(rig, Asking), Modern(Knows)));

        foreach (var method in new[] { "tasks/get", "tasks/cancel", "tasks/update" })
        {
            var reply = await AskAsync(rig, rig.Grant(Asking, "g2"), method, Text(made, "taskId"));
            Assert.Contains("foreign-value", reply.Json, StringComparison.Ordinal);
        }

        Assert.Contains("foreign-value", (await AskAsync(rig, rig.Grant(Asking), "tasks/get", "gatehouse-task-" + new string('A', 32))).Json, StringComparison.Ordinal);
        Assert.Equal(CallTaskState.Waiting, rig.Tasks.Only.State);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Task_ToolHiddenMeanwhile_IsNotShown()
    {
        await using var rig = await CallRig.StartAsync();
        var made = Result(await rig.SendAsync(Use(rig, Asking), Modern(Knows)));

        var reply = await AskAsync(rig, rig.Grant("""{"version":"1","default":"allow","hide":["a"]}"""), "tasks/get", Text(made, "taskId"));

        Assert.Contains("\"error\"", reply.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("working", reply.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_Stored_IsNotReadableAndOpensForItsTaskAlone()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = static request => CallRig.Result(request, """{"content":[{"type":"text","text":"CANARY"}]}""");
        var grant = Use(rig, Asking);
        var made = Result(await rig.SendAsync(grant, Modern(Knows)));
        Assert.DoesNotContain("\"x\"", rig.Tasks.Only.Call, StringComparison.Ordinal);
        Settle(rig, ApprovalState.Approved);
        await EndedAsync(rig);
        Assert.DoesNotContain("CANARY", rig.Tasks.Only.Answer, StringComparison.Ordinal);
        Assert.Contains("CANARY", (await GetAsync(rig, grant, made)).Json, StringComparison.Ordinal);

        var moved = rig.Tasks.Only with { Id = TaskId.Next() };
        rig.Tasks.Put(moved);

        Assert.DoesNotContain("CANARY", (await AskAsync(rig, grant, "tasks/get", moved.Id)).Json, StringComparison.Ordinal);
    }

    private static ActiveGrant Use(CallRig rig, string policy)
    {
        var grant = rig.Grant(policy);
        rig.Source.Apply(Snapshot(rig, grant));
        return grant;
    }

    private static GatewaySnapshot Snapshot(CallRig rig, params ActiveGrant[] grants) =>
        new([rig.Server], grants, new GatewaySettings { ApprovalUrl = "https://gate.test/approvals/{id}" });

    private static void Settle(CallRig rig, ApprovalState state)
    {
        rig.Desk.State = state;
        rig.Desk.Settled.TrySetResult();
    }

    private static Task EndedAsync(CallRig rig) =>
        Eventually.IsSoAsync(() => rig.Tasks.Only.State is not (CallTaskState.Waiting or CallTaskState.Running));

    private static Task<FakeReply> GetAsync(CallRig rig, ActiveGrant grant, JsonElement made) => AskAsync(rig, grant, "tasks/get", Text(made, "taskId"));

    private static Task<FakeReply> AskAsync(CallRig rig, ActiveGrant grant, string method, string taskId) =>
        rig.SendAsync(grant, CallRig.Request(method, $$"""{"taskId":"{{taskId}}",{{Meta(Knows)}}}"""));

    private static JsonElement Result(FakeReply reply)
    {
        using var json = JsonDocument.Parse(reply.Json);
        return json.RootElement.GetProperty("result").Clone();
    }

    private static string Text(JsonElement holder, string name) => holder.GetProperty(name).GetString()!;

    private static string Modern(string capabilities) =>
        CallRig.Request("tools/call", "{\"name\":\"a\",\"arguments\":{\"x\":1}," + Meta(capabilities) + "}");

    private static string Meta(string capabilities) =>
        "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":" + capabilities + "}";
}
