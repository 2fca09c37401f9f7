using Gatehouse.Api.People;
using Gatehouse.Gateway.Recording;

namespace Gatehouse.Control.Tests.Policies;

public class PolicyReplayTests
{
    [Fact]
    public async Task Replay_Draft_TellsWhatWouldChange_AndCountsWhatHangsOnValues()
    {
        await using var rig = await ReplayRig.StartAsync();
        await rig.CallAsync("pay", """{"amount":5}""");
        await rig.CallAsync("pay", """{"amount":"five"}""");
        await rig.CallAsync("pay", """{"to":"x"}""");
        await rig.CallAsync("look");
        await rig.CallAsync("drop", outcome: RecordedOutcome.Denied, rule: "(default deny)");
        await rig.CallAsync("look", outcome: RecordedOutcome.Denied, rule: "(grant frozen)");
        await rig.CallAsync("file:///x", method: "resources/read");

        // Without an amount it is denied for certain, whatever else there is; with one it hangs on the value.
        var reply = await rig.SendAsync("POST", "policies/replay", $$"""
            {"grant_id":"{{rig.Grant}}","document":{{ReplayRig.Text("""
                {"version":"1","default":"allow","tools":{"pay":{"require":[{"conditions":[{"path":"args.amount","op":"lt","value":10}]}]},"look":{"action":"require_approval","reason":"ask"}}}
                """)}} }
            """);

        Assert.True(reply.Status == 200, reply.Text);
        Assert.Equal(("5", "0", "True"), (reply["looked"], reply["same"], reply["is_complete"]));
        Assert.Equal((2, 2, 0), (Unjudged(reply, "calls"), Unjudged(reply, "values"), Unjudged(reply, "session")));
        Assert.Equal(
            ["drop denied>allowed  1", "look allowed>pending /tools/look/action 1", "pay allowed>denied /tools/pay/require/args.amount-lt 1"],
            Shifts(reply));
        Assert.Equal(["call-5", "call-4", "call-3"], reply.Json.GetProperty("changes").EnumerateArray().Select(one => one.GetProperty("call").GetString()));
    }

    [Fact]
    public async Task Replay_WhatIsInForce_ChangesNothing_AndApprovedCallsCountAsAsked()
    {
        await using var rig = await ReplayRig.StartAsync();
        await rig.CallAsync("pay", """{"amount":5}""");
        await rig.CallAsync("drop", outcome: RecordedOutcome.Denied, rule: "(default deny)");
        await rig.CallAsync("look", rule: "/tools/look/action", approval: "apr_1");

        var now = await rig.SendAsync("POST", "policies/replay", $$"""{"policy_id":"{{rig.Policy}}"}""");
        var asking = await rig.SendAsync("POST", "policies/replay", $$"""
            {"policy_id":"{{rig.Policy}}","document":{{ReplayRig.Text("""{"version":"1","default":"deny","tools":{"pay":{},"look":{"action":"require_approval","reason":"x"}}}""")}} }
            """);

        Assert.Equal(["look pending>allowed  1"], Shifts(now));
        Assert.Equal(("3", "3"), (asking["looked"], asking["same"]));
    }

    [Fact]
    public async Task Replay_Limit_CountsTheCallsOfThen()
    {
        await using var rig = await ReplayRig.StartAsync();
        for (var call = 0; call < 5; call++)
        {
            await rig.CallAsync("look");
        }

        var reply = await rig.SendAsync("POST", "policies/replay", $$"""
            {"grant_id":"{{rig.Grant}}","document":{{ReplayRig.Text("""
                {"version":"1","default":"deny","tools":{"look":{"limits":[{"counter":"n","window":"day","max":3}]}}}
                """)}} }
            """);

        Assert.Equal(["look allowed>denied /tools/look/limits/n 2"], Shifts(reply));
        Assert.Equal("3", reply["same"]);
    }

    [Fact]
    public async Task Replay_BaselineDraft_IsHeldAgainstEveryGrantOfTheServer_AndNoOtherOrganisations()
    {
        await using var rig = await ReplayRig.StartAsync();
        await rig.CallAsync("look");
        await rig.CallAsync("look", server: "foreign", grant: "grt_foreign");
        var other = await rig.Rig.SeedAsync(Role.Admin);
        const string Floor = """{"version":"1","default":"allow","tools":{"look":{"action":"deny","reason":"no"}}}""";

        var reply = await rig.SendAsync("POST", "policies/replay", $$"""{"server_id":"bank","place":"server","document":{{ReplayRig.Text(Floor)}} }""");
        var foreign = await rig.SendAsync("POST", "policies/replay", $$"""{"server_id":"bank","document":{{ReplayRig.Text(Floor)}} }""", other);

        Assert.Equal(["look allowed>denied server:/tools/look/action 1"], Shifts(reply));
        Assert.Equal((422, "value-invalid"), (foreign.Status, foreign.Code));
    }

    [Theory]
    [InlineData("""{"document":"{\"version\":\"1\",\"default\":\"deny\"}"}""", "value-invalid")]
    [InlineData("""{"server_id":"bank","days":0}""", "value-invalid")]
    [InlineData("""{"server_id":"bank","days":32}""", "value-invalid")]
    [InlineData("""{"server_id":"bank","document":"{}"}""", "policy-invalid")]
    public async Task Replay_WhatCannotBeAsked_IsRefused(string body, string code)
    {
        await using var rig = await ReplayRig.StartAsync();

        var reply = await rig.SendAsync("POST", "policies/replay", body);

        Assert.Equal((422, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Suggest_ForAGrant_IsTheSmallestPolicyThatLetsItsCallsThrough()
    {
        await using var rig = await ReplayRig.StartAsync();
        await rig.CallAsync("pay", """{"amount":5,"to":"x"}""");
        await rig.CallAsync("pay", """{"amount":5}""");
        await rig.CallAsync("look");
        await rig.CallAsync("drop", outcome: RecordedOutcome.Denied, rule: "(default deny)");
        await rig.CallAsync("odd*name");
        await rig.CallAsync("docs://a", method: "resources/read");

        var reply = await rig.SendAsync("GET", $"grants/{rig.Grant}/suggestion");

        Assert.True(reply.Status == 200, reply.Text);
        using var document = System.Text.Json.JsonDocument.Parse(reply["document"]!);
        Assert.Equal(
            """{"look":{"arguments":[]},"pay":{"arguments":["amount","to"]}}""",
            System.Text.RegularExpressions.Regex.Replace(document.RootElement.GetProperty("tools").GetRawText(), @"\s", ""));
        Assert.Equal("docs://a", document.RootElement.GetProperty("resources")[0].GetString());
        Assert.Equal("""["odd*name"]""", reply["left_out"]);
        Assert.Equal("""["drop"]""", reply["unused"]);
        Assert.DoesNotContain(reply.Json.GetProperty("findings").EnumerateArray(), one => one.GetProperty("severity").GetString() == "error");

        var replayed = await rig.SendAsync("POST", "policies/replay", $$"""{"grant_id":"{{rig.Grant}}","document":{{ReplayRig.Text(reply["document"]!)}} }""");
        Assert.Equal(["odd*name allowed>denied (unknown tool) 1"], Shifts(replayed));
        Assert.Equal(0, Unjudged(replayed, "calls"));
        Assert.Equal(400, (await rig.SendAsync("GET", $"grants/{rig.Grant}/suggestion?days=99")).Status);
    }

    [Fact]
    public async Task Suggest_MoreResourcesThanADocumentLists_NamesThoseThatAreLeftOut()
    {
        await using var rig = await ReplayRig.StartAsync();
        for (var call = 0; call <= 200; call++)
        {
            await rig.CallAsync($"docs://{call:000}", method: "resources/read");
        }

        var reply = await rig.SendAsync("GET", $"grants/{rig.Grant}/suggestion");

        using var document = System.Text.Json.JsonDocument.Parse(reply["document"]!);
        Assert.Equal(200, document.RootElement.GetProperty("resources").GetArrayLength());
        Assert.Equal("""["docs://200"]""", reply["left_out"]);
    }

    private static int Unjudged(Reply reply, string what) => reply.Json.GetProperty("unjudged").GetProperty(what).GetInt32();

    private static IEnumerable<string> Shifts(Reply reply) => reply.Json.GetProperty("shifts").EnumerateArray()
        .Select(one => $"{one.GetProperty("tool")} {one.GetProperty("from")}>{one.GetProperty("to")} {one.GetProperty("rule")} {one.GetProperty("count")}")
        .Order(StringComparer.Ordinal);
}
