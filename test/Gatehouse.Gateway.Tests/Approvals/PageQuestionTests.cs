using System.Text.Json;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Tests.Calls;

namespace Gatehouse.Gateway.Tests.Approvals;

public sealed class PageQuestionTests
{
    private const string Asking = """{"version":"1","default":"allow","tools":{"a":{"require_approval":[{"conditions":[],"message":"May it?"}]}}}""";
    private const string Shows = """{"elicitation":{"url":{}}}""";
    private const string Accepted = """{"gatehouse/approval":{"action":"accept"}}""";

    [Fact]
    public async Task Call_OfAClientThatShowsAddresses_IsAskedToShowThePage()
    {
        await using var rig = await CallRig.StartAsync();

        var reply = await rig.SendAsync(rig.Grant(Asking), Call(Shows));

        using var json = JsonDocument.Parse(reply.Json);
        var result = json.RootElement.GetProperty("result");
        Assert.Equal("input_required", result.GetProperty("resultType").GetString());
        var question = result.GetProperty("inputRequests").GetProperty("gatehouse/approval");
        Assert.Equal("elicitation/create", question.GetProperty("method").GetString());
        Assert.Equal(
            ("url", "https://gate.test/approvals/ap-1"),
            (question.GetProperty("params").GetProperty("mode").GetString(), question.GetProperty("params").GetProperty("url").GetString()));
        Assert.Contains("May it?", question.GetProperty("params").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(result.TryGetProperty("requestState", out _));
        Assert.Equal(RecordedOutcome.Pending, Assert.Single(rig.Recorder.Intents).Outcome);
        Assert.Empty(rig.Sent);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"elicitation":{}}""")]
    [InlineData("""{"elicitation":{"form":{}}}""")]
    [InlineData("""{"elicitation":[]}""")]
    [InlineData("""{"elicitation":{"url":true}}""")]
    public async Task Call_OfAClientThatDoesNot_GetsTheAnswerOfEveryClient(string capabilities)
    {
        await using var rig = await CallRig.StartAsync();

        var reply = await rig.SendAsync(rig.Grant(Asking), Call(capabilities));

        Assert.Contains("[APPROVAL REQUIRED] May it? Request ap-1", reply.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("input_required", reply.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("decline")]
    public async Task Repeat_NobodyAnsweredYet_IsNotAskedAgainAndIsTheSameCall(string action)
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant(Asking);
        await rig.SendAsync(grant, Call(Shows));

        var reply = await rig.SendAsync(grant, Call(Shows, Accepted.Replace("accept", action, StringComparison.Ordinal)));

        Assert.Contains("[APPROVAL REQUIRED]", reply.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("input_required", reply.Json, StringComparison.Ordinal);
        Assert.Equal(2, rig.Desk.Drafts.Count);
        Assert.Single(rig.Desk.Drafts.Select(draft => draft.Subject.Digest).Distinct(StringComparer.Ordinal));
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Repeat_Approved_IsMadeWithoutTheAnswerToOurQuestion()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant(Asking);
        await rig.SendAsync(grant, Call(Shows));
        rig.Desk.State = ApprovalState.Approved;

        var reply = await rig.SendAsync(grant, Call(Shows, Accepted));

        Assert.Contains("\"content\":[]", reply.Json, StringComparison.Ordinal);
        var sent = Assert.Single(rig.Sent);
        Assert.DoesNotContain("inputResponses", sent, StringComparison.Ordinal);
        Assert.Contains("\"x\":1", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ThatNobodyAskedFor_OpensNothing()
    {
        await using var rig = await CallRig.StartAsync();

        var denied = await rig.SendAsync(rig.Grant("""{"version":"1","default":"deny"}"""), Call(Shows, Accepted));
        var pending = await rig.SendAsync(rig.Grant(Asking), Call(Shows, Accepted));

        Assert.Contains("[POLICY DENIED]", denied.Json, StringComparison.Ordinal);
        Assert.Contains("[APPROVAL REQUIRED]", pending.Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
    }

    [Theory]
    [InlineData("""{"gatehouse/approval":{"action":"accept"},"theirs":{"action":"accept"}}""")]
    [InlineData("""{"theirs":{"action":"accept"}}""")]
    public async Task Answer_ToTheServersQuestions_StaysPartOfTheCall(string responses)
    {
        await using var rig = await CallRig.StartAsync();

        await rig.SendAsync(rig.Grant(), Call(Shows, responses));

        Assert.Contains("inputResponses", Assert.Single(rig.Sent), StringComparison.Ordinal);
    }

    private static string Call(string capabilities, string? responses = null)
    {
        var more = responses is null ? "" : "\"inputResponses\":" + responses + ",";
        var meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":" + capabilities + "}";
        return CallRig.Request("tools/call", "{\"name\":\"a\",\"arguments\":{\"x\":1}," + more + meta + "}");
    }
}
