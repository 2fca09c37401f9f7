using System.Text.Json;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tests.Calls;
using Gatehouse.Gateway.Tests.Downstream;

namespace Gatehouse.Gateway.Tests.Approvals;

public sealed class HeldCallsTests
{
    private const string Holding = """
        {"version":"1","default":"allow","tools":{"a":{"require_approval":[{"conditions":[],"message":"May it?","hold":"1m"}]}}}
        """;

    private const string WithToken = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"a","arguments":{},"_meta":{"progressToken":"p1"}}}""";

    [Fact]
    public async Task Wait_Approved_MakesTheCallWithoutASecondOne()
    {
        await using var rig = await StartAsync();
        var call = await HeldAsync(rig);

        Settle(rig, ApprovalState.Approved);

        Assert.Contains("\"content\":[]", (await call).Json, StringComparison.Ordinal);
        Assert.Single(rig.Sent);
        Assert.Equal("ap-1", Assert.Single(rig.Recorder.Intents).ApprovalId);
    }

    [Fact]
    public async Task Wait_Refused_IsDenied()
    {
        await using var rig = await StartAsync();
        var call = await HeldAsync(rig);

        Settle(rig, ApprovalState.Refused);

        Assert.Contains("A person refused this call.", (await call).Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Wait_TimeEnds_IsPendingAndStaysOpen()
    {
        await using var rig = await StartAsync();
        var call = await HeldAsync(rig);

        rig.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains("[APPROVAL REQUIRED] May it? Request ap-1", (await call).Json, StringComparison.Ordinal);
        Assert.Equal(RecordedOutcome.Pending, Assert.Single(rig.Recorder.Intents).Outcome);
        Assert.Equal(1, rig.Steps.Count("wait"));
    }

    [Fact]
    public async Task Wait_PolicyTightenedMeanwhile_IsDeniedInSpiteOfTheYes()
    {
        await using var rig = await StartAsync();
        var call = await HeldAsync(rig);

        InForce(rig, rig.Grant("""{"version":"1","default":"deny"}"""));
        Settle(rig, ApprovalState.Approved);

        Assert.Contains("[POLICY DENIED]", (await call).Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
        Assert.Equal(0, rig.Steps.Count("claim"));
    }

    [Fact]
    public async Task Wait_LimitIsUsedUpMeanwhile_IsDeniedAndTheYesStays()
    {
        await using var rig = await StartAsync();
        var policy = Holding.Replace("\"hold\":\"1m\"}]", "\"hold\":\"1m\"}],\"limits\":[{\"counter\":\"c\",\"window\":\"day\",\"max\":1}]", StringComparison.Ordinal);
        var call = await HeldAsync(rig, rig.Grant(policy));

        rig.Counters.Peek = new(0, null, []);
        Settle(rig, ApprovalState.Approved);

        Assert.Contains("Limit of 1 per day reached.", (await call).Json, StringComparison.Ordinal);
        Assert.Equal((ApprovalState.Approved, 0), (rig.Desk.State, rig.Steps.Count("claim")));
    }

    [Fact]
    public async Task Wait_GrantGone_IsToldSo()
    {
        await using var rig = await StartAsync();
        var call = await HeldAsync(rig);

        rig.Source.Apply(new GatewaySnapshot([rig.Server], [], new GatewaySettings()));
        Settle(rig, ApprovalState.Approved);

        Assert.Equal((403, true), ((await call).Status, (await call).Json.Contains("grant-gone", StringComparison.Ordinal)));
        Assert.Empty(rig.Sent);
    }

    [Theory]
    [InlineData(true, "frozen")]
    [InlineData(false, "snapshot-unconfirmed")]
    public async Task Wait_FrozenOrUnconfirmed_IsNotMade(bool isFrozen, string word)
    {
        await using var rig = await StartAsync();
        var call = await HeldAsync(rig);

        InForce(rig, rig.Grant(Holding) with { Frozen = isFrozen ? Freeze.Heartbeat : null });
        rig.Source.IsConfirmed = isFrozen;
        Settle(rig, ApprovalState.Approved);

        Assert.Contains(word, (await call).Json, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Wait_ClientGone_SendsNothingThoughApproved()
    {
        await using var rig = await StartAsync();
        using var gone = new CancellationTokenSource();
        var grant = rig.Grant(Holding);
        InForce(rig, grant);
        var reply = new FakeReply(rig.Steps) { WhenGone = gone.Token };
        var call = rig.SendAsync(grant, CallRig.Request("tools/call", """{"name":"a","arguments":{}}"""), context => context with { Reply = reply });
        await Eventually.IsSoAsync(() => rig.Steps.Count("wait") == 1);

        rig.Desk.State = ApprovalState.Approved;
        await gone.CancelAsync();
        await call;

        Assert.Empty(rig.Sent);
        Assert.Equal((RecordedOutcome.Pending, 0), (Assert.Single(rig.Recorder.Intents).Outcome, rig.Steps.Count("claim")));
    }

    [Fact]
    public async Task Wait_LegacyClientCancels_EndsAndTheServerHearsNothing()
    {
        await using var rig = await StartAsync();
        var grant = rig.Grant(Holding);
        var call = await HeldAsync(rig, grant);

        var told = await rig.SendAsync(grant, """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}""");
        rig.Desk.State = ApprovalState.Approved;

        Assert.Equal(202, told.Status);
        Assert.Contains("[APPROVAL REQUIRED]", (await call).Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Wait_ClientAskedForProgress_IsToldAndAnsweredInOneStream()
    {
        await using var rig = await StartAsync();
        var grant = rig.Grant(Holding);
        InForce(rig, grant);
        var reply = new FakeReply(rig.Steps);
        var call = rig.SendAsync(grant, WithToken, context => context with { Reply = reply });
        await Eventually.IsSoAsync(() => reply.Answers.Count == 1);
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.IsSoAsync(() => reply.Answers.Count == 2);

        Settle(rig, ApprovalState.Approved);
        await call;

        Assert.True(reply.HasBegunEvents);
        Assert.Empty(reply.Statuses);
        var progress = reply.Answers.Take(2).Select(text => JsonDocument.Parse(text).RootElement.GetProperty("params")).ToList();
        Assert.All(progress, one => Assert.Equal("p1", one.GetProperty("progressToken").GetString()));
        Assert.True(progress[0].GetProperty("progress").GetDouble() < progress[1].GetProperty("progress").GetDouble());
        Assert.Equal("Request ap-1 waits for a person, 10 s of 60 s.", progress[1].GetProperty("message").GetString());
        Assert.Contains("\"content\":[]", reply.Answers[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_TwoForOneApproval_OneRunsTheOtherAsksAnewForTheTimeThatIsLeft()
    {
        await using var rig = await StartAsync();
        var grant = rig.Grant(Holding);
        var first = await HeldAsync(rig, grant);
        var second = rig.CallAsync(grant, "a");
        await Eventually.IsSoAsync(() => rig.Steps.Count("wait") == 2);

        rig.Time.Advance(TimeSpan.FromSeconds(40));
        var settled = rig.Desk.Settled;
        rig.Desk.Settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Desk.State = ApprovalState.Approved;
        settled.SetResult();
        await Eventually.IsSoAsync(() => rig.Steps.Count("wait") == 3 && rig.Steps.Count("conclude") == 1);
        rig.Time.Advance(TimeSpan.FromSeconds(20));

        var answers = new[] { (await first).Json, (await second).Json };
        Assert.Single(answers, text => text.Contains("\"content\":[]", StringComparison.Ordinal));
        Assert.Single(answers, text => text.Contains("The same call has just run. Request ap-2", StringComparison.Ordinal));
        Assert.Single(rig.Sent);
    }

    [Fact]
    public async Task Wait_NoRoomLeft_IsPendingAtOnce()
    {
        await using var rig = await StartAsync();
        var grant = rig.Grant(Holding);
        var calls = new List<Task<FakeReply>> { await HeldAsync(rig, grant) };
        calls.AddRange(Enumerable.Range(1, HeldCalls.MostOfGrant - 1).Select(_ => rig.CallAsync(grant, "a")));
        await Eventually.IsSoAsync(() => rig.Steps.Count("wait") == HeldCalls.MostOfGrant);

        Assert.Contains("[APPROVAL REQUIRED]", (await rig.CallAsync(grant, "a")).Json, StringComparison.Ordinal);

        rig.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.All(await Task.WhenAll(calls), reply => Assert.Contains("[APPROVAL REQUIRED]", reply.Json, StringComparison.Ordinal));
        Assert.Equal(HeldCalls.MostOfGrant, rig.Steps.Count("wait"));
    }

    [Fact]
    public async Task Wait_OneEntryDoesNotHold_IsPendingAtOnce()
    {
        await using var rig = await StartAsync();
        var grant = rig.Grant(Holding.Replace("}]}}", "},{\"conditions\":[],\"message\":\"Now?\"}]}}", StringComparison.Ordinal));

        var reply = await rig.CallAsync(grant, "a");

        Assert.Contains("[APPROVAL REQUIRED] May it? Now?", reply.Json, StringComparison.Ordinal);
        Assert.Equal(0, rig.Steps.Count("wait"));
    }

    // The first call lists the server's tools, which is not what these tests count.
    private static async Task<CallRig> StartAsync()
    {
        var rig = await CallRig.StartAsync();
        await rig.CallAsync(rig.Grant(), "nothing");
        rig.Recorder.Intents.Clear();
        rig.Sent.Clear();
        return rig;
    }

    private static async Task<Task<FakeReply>> HeldAsync(CallRig rig, ActiveGrant? grant = null)
    {
        grant ??= rig.Grant(Holding);
        InForce(rig, grant);
        var call = rig.CallAsync(grant, "a");
        await Eventually.IsSoAsync(() => rig.Steps.Count("wait") == 1);
        return call;
    }

    private static void InForce(CallRig rig, ActiveGrant grant) =>
        rig.Source.Apply(new GatewaySnapshot([rig.Server], [grant], new GatewaySettings()));

    private static void Settle(CallRig rig, ApprovalState state)
    {
        rig.Desk.State = state;
        rig.Desk.Settled.SetResult();
    }
}
