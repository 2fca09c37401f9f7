using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tests.Calls;

/// <summary>Which port is asked when, and what is left when one of them fails.</summary>
public sealed class ToolCallOrderTests
{
    private const string Asking = """
        {"version":"1","default":"allow","tools":{"a":{
          "require_approval":[{"conditions":[],"message":"Why?"}],
          "limits":[{"counter":"n","window":"day","max":5}]}}}
        """;

    private static readonly Fault _down = new(new("down"), "the store is down", "wait");

    [Fact]
    public async Task Handle_ApprovedCall_TakesEverythingBeforeItSends()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Desk.State = ApprovalState.Approved;

        var reply = await rig.CallAsync(rig.Grant(Asking), "a");

        Assert.Equal(["peek", "present", "claim", "reserve", "intent", "sent", "answer", "conclude", "outcome"], rig.Steps.All);
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"result":{"content":[]}}""", reply.Json);
        Assert.Equal((ApprovalState.Done, 1), (rig.Desk.State, rig.Counters.Held));
        var intent = Assert.Single(rig.Recorder.Intents);
        Assert.Equal(("ap-1", "/tools/a/require_approval/always"), (intent.ApprovalId, intent.Rule));
        Assert.Equal(OutcomeClass.Done, Assert.Single(rig.Recorder.Outcomes).Class);
    }

    // Whatever a port does, in whatever manner, nothing is sent and nothing stays taken that was known to be taken.
    [Theory]
    [InlineData("peek", false)]
    [InlineData("present", false)]
    [InlineData("claim", false)]
    [InlineData("reserve", false)]
    [InlineData("intent", false)]
    [InlineData("peek", true)]
    [InlineData("present", true)]
    [InlineData("claim", true)]
    [InlineData("reserve", true)]
    [InlineData("intent", true)]
    public async Task Handle_PortThrowsBeforeSending_DeniesAndGivesBack(string broken, bool isCancelled)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Desk.State = ApprovalState.Approved;
        rig.Steps.Broken = broken;
        rig.Steps.Failure = isCancelled ? new TaskCanceledException() : rig.Steps.Failure;

        var reply = await rig.CallAsync(rig.Grant(Asking), "a");

        Assert.Contains("[POLICY DENIED] The policy could not be evaluated.", reply.Json, StringComparison.Ordinal);
        Assert.Contains("\"rule\":\"(error)\"", reply.Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
        Assert.Equal(0, rig.Counters.Held);
        Assert.Equal(ApprovalState.Approved, rig.Desk.State);
        Assert.Empty(rig.Recorder.Outcomes);
    }

    [Theory]
    [InlineData("release")]
    [InlineData("give back")]
    [InlineData("conclude")]
    public async Task Handle_PortThrowsWhenSettling_AnswersOnceAndConcludesOnce(string broken)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Use(static server => server, isReachable: true);
        var grant = rig.Grant(Asking);
        await rig.CallAsync(rig.Grant(), "b");
        if (broken != "conclude")
        {
            rig.Use(static server => server, isReachable: false);
            grant = rig.Grant(Asking);
        }

        rig.Desk.State = ApprovalState.Approved;
        rig.Steps.Broken = broken;
        var reply = await rig.CallAsync(grant, "a");

        Assert.Single(reply.Answers);
        Assert.Equal(2, rig.Recorder.Outcomes.Count);
    }

    [Fact]
    public async Task Handle_RecorderFaults_Answers503AndGivesBack()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Desk.State = ApprovalState.Approved;
        rig.Recorder.Fault = _down;

        var reply = await rig.CallAsync(rig.Grant(Asking), "a");

        Assert.Equal(503, reply.Status);
        Assert.Contains("\"reason\":\"down\"", reply.Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
        Assert.Equal((0, ApprovalState.Approved), (rig.Counters.Held, rig.Desk.State));
    }

    [Fact]
    public async Task Handle_DenialCannotBeRecorded_IsStillADenial()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Recorder.Fault = _down;

        var reply = await rig.CallAsync(rig.Grant("""{"version":"1","default":"deny"}"""), "a");

        Assert.Contains("[POLICY DENIED]", reply.Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Handle_DenialRecorderThrows_IsAnInternalErrorAndNothingSent()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Steps.Broken = "denial";

        var reply = await rig.CallAsync(rig.Grant("""{"version":"1","default":"deny"}"""), "a");

        Assert.Contains("internal-error", reply.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("broken", reply.Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Handle_ServerUnreachable_GivesBackLimitAndApproval()
    {
        await using var rig = await CallRig.StartAsync();
        await rig.CallAsync(rig.Grant(), "b");
        rig.Use(static server => server, isReachable: false);
        rig.Desk.State = ApprovalState.Approved;

        var reply = await rig.CallAsync(rig.Grant(Asking), "a");

        Assert.Equal(502, reply.Status);
        Assert.Equal((0, ApprovalState.Approved), (rig.Counters.Held, rig.Desk.State));
        Assert.True(rig.Recorder.Outcomes[^1].Released);
    }

    [Theory]
    [InlineData("""{"content":[],"isError":true}""", OutcomeClass.Error)]
    [InlineData("""{"content":[],"isError":7}""", OutcomeClass.Fault)]
    public async Task Handle_SentButFailed_KeepsLimitAndApproval(string result, OutcomeClass end)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Desk.State = ApprovalState.Approved;
        rig.Answer = request => CallRig.Result(request, result);

        await rig.CallAsync(rig.Grant(Asking), "a");

        Assert.Equal((1, ApprovalState.Done), (rig.Counters.Held, rig.Desk.State));
        Assert.Equal((end, false), (rig.Recorder.Outcomes[^1].Class, rig.Recorder.Outcomes[^1].Released));
    }

    [Fact]
    public async Task Handle_Denied_TakesNothing()
    {
        await using var rig = await CallRig.StartAsync();

        await rig.CallAsync(rig.Grant("""
            {"version":"1","default":"allow","tools":{"a":{"action":"deny","limits":[{"counter":"n","window":"day","max":5}]}}}
            """), "a");

        Assert.Equal(["denial", "answer"], rig.Steps.All);
    }

    [Fact]
    public async Task Handle_LimitFullAtReserve_GivesTheApprovalBackAndTellsWhen()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Desk.State = ApprovalState.Approved;
        rig.Counters.Reserve = new CounterAnswer(0, rig.Time.GetUtcNow().AddSeconds(90.2), []);

        var reply = await rig.CallAsync(rig.Grant(Asking), "a");

        Assert.Equal(["peek", "present", "claim", "reserve", "give back", "denial", "answer"], rig.Steps.All);
        Assert.Contains("\"retry\":\"after\",\"retry_after\":91", reply.Json, StringComparison.Ordinal);
        Assert.Contains("Limit of 5 per day reached. Resets at 2026-01-01T12:01:30Z.", reply.Json, StringComparison.Ordinal);
        Assert.Contains("\"rule\":\"/tools/a/limits/n\"", reply.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_LimitFullAtPeek_AsksNobody()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Counters.Peek = new CounterAnswer(0, null, []);

        var reply = await rig.CallAsync(rig.Grant(Asking), "a");

        Assert.Equal(["peek", "denial", "answer"], rig.Steps.All);
        Assert.Contains("\"retry\":\"never\"", reply.Json, StringComparison.Ordinal);
    }
}
