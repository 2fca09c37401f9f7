using Gatehouse.Api.People;
using Gatehouse.Gateway.Recording.Arguments;

namespace Gatehouse.Control.Tests.Policies;

/// <summary>Replaying with the values that a server has stored: for who may read them, and never with a guess.</summary>
public class PolicyReplayValuesTests
{
    private const string Below10 =
        """{"version":"1","default":"allow","tools":{"pay":{"require":[{"conditions":[{"path":"args.amount","op":"lt","value":10}]}]}}}""";

    [Fact]
    public async Task Replay_WithStoredValues_JudgesWhatWasOpenWithoutThem()
    {
        await using var rig = await StartAsync("args.customer");

        var admin = await ReplayAsync(rig, Below10);
        var before = await ReplayAsync(rig, Below10, await rig.Rig.SeedAsync(Role.PolicyManager, rig.Admin.OrganisationId));

        // The same records: three hang on values for who may not read them, and one that was not stored for who may.
        Assert.Equal(("4", "0", 4), (before["looked"], before["with_values"], Unjudged(before)));
        Assert.Equal(("4", "3", 1), (admin["looked"], admin["with_values"], Unjudged(admin)));
        Assert.Equal(["pay allowed>denied /tools/pay/require/args.amount-lt 1"], Shifts(admin));
        Assert.Equal([], Shifts(before));
    }

    [Theory]
    [InlineData("args.customer.iban", "eq", "\"DE1\"")]
    [InlineData("args.customer.iban", "length_lt", "99")]
    [InlineData("args.password", "eq", "\"hunter2\"")]
    [InlineData("args.password", "eq", "\"[redacted: string, 1-8 characters]\"")]
    public async Task Replay_ConditionOnARedactedValue_IsOpen(string path, string op, string value)
    {
        await using var rig = await StartAsync("args.customer");

        var reply = await ReplayAsync(rig, $$"""{"version":"1","default":"allow","tools":{"pay":{"deny_if":[{"conditions":[{"path":"{{path}}","op":"{{op}}","value":{{value}} }] }] } } }""");

        Assert.Equal(4, Unjudged(reply));
        Assert.Equal([], Shifts(reply));
    }

    [Fact]
    public async Task Replay_ThatARedactedValueIsThere_IsKnown()
    {
        await using var rig = await StartAsync("args.customer");

        var reply = await ReplayAsync(rig, """{"version":"1","default":"allow","tools":{"pay":{"deny_if":[{"conditions":[{"path":"args.password","op":"exists","value":true}]}]}}}""");

        Assert.Equal(0, Unjudged(reply));
        Assert.Equal(["pay allowed>denied /tools/pay/deny_if/args.password-exists 4"], Shifts(reply));
    }

    [Fact]
    public async Task Replay_LimitOfAmounts_CountsStoredOnes()
    {
        await using var rig = await StartAsync("args.customer");

        var reply = await ReplayAsync(rig, """
            {"version":"1","default":"allow","tools":{"pay":{"limits":[{"counter":"sum","window":"day","max":12,"increment_from":"args.amount"}]}}}
            """);

        // 5, then 50 which is too much, then 6; the one without values is open.
        Assert.Equal(1, Unjudged(reply));
        Assert.Equal(["pay allowed>denied /tools/pay/limits/sum 1"], Shifts(reply));
    }

    [Fact]
    public async Task Replay_WithValues_StandsInTheAuditOnce()
    {
        await using var rig = await StartAsync("args.customer");
        await ReplayAsync(rig, Below10);

        var audit = await rig.SendAsync("GET", "audit");

        var entry = Assert.Single(
            audit.Json.GetProperty("items").EnumerateArray(), one => one.GetProperty("what").GetString() == "records.arguments_replayed");
        Assert.Equal("""{"calls":3,"redacted":6}""", entry.GetProperty("after").GetString());
    }

    [Fact]
    public async Task Replay_OnceTheirTimeIsOver_IsAsWithoutThem()
    {
        await using var rig = await StartAsync("args.customer", days: 1);
        rig.Rig.Time.Leap(TimeSpan.FromDays(2));

        var reply = await ReplayAsync(rig, Below10);

        Assert.Equal(("0", 4), (reply["with_values"], Unjudged(reply)));
    }

    [Fact]
    public async Task Replay_TheStoreOfValuesIsAway_IsRefused()
    {
        await using var rig = await StartAsync("args.customer");
        await rig.Rig.RunOnArgumentsAsync("ALTER TABLE stored_arguments RENAME TO away");

        var reply = await rig.SendAsync(
            "POST", "policies/replay", $$"""{"grant_id":"{{rig.Grant}}","document":{{ReplayRig.Text(Below10)}} }""");

        Assert.Equal((503, "store-unavailable"), (reply.Status, reply["code"]));
    }

    // Three calls with their values, of which two are redacted each, and one without.
    private static async Task<ReplayRig> StartAsync(string redacted, int days = 30)
    {
        var rig = await ReplayRig.StartAsync();
        var keeping = new ArgumentKeeping(rig.Admin.OrganisationId, days, RedactionRules.Read([], [redacted], []).Rules!);
        foreach (var amount in new[] { "5", "50", "6" })
        {
            await rig.CallAsync("pay", $$"""{"amount":{{amount}},"customer":{"iban":"DE1"},"password":"hunter2"}""", keeping: keeping);
        }

        await rig.CallAsync("pay", """{"amount":5,"customer":{"iban":"DE1"},"password":"hunter2"}""");
        Assert.Null(await rig.Rig.Ledger.Ledger.Index.CatchUpAsync(CancellationToken.None));
        foreach (var call in new[] { "call-1", "call-2", "call-3" })
        {
            await rig.StoredAsync(call);
        }

        return rig;
    }

    private static async Task<Reply> ReplayAsync(ReplayRig rig, string document, SeededKey? key = null)
    {
        var reply = await rig.SendAsync(
            "POST", "policies/replay", $$"""{"grant_id":"{{rig.Grant}}","document":{{ReplayRig.Text(document)}} }""", key);
        Assert.True(reply.Status == 200, reply.Text);
        return reply;
    }

    private static int Unjudged(Reply reply) => reply.Json.GetProperty("unjudged").GetProperty("calls").GetInt32();

    private static IEnumerable<string> Shifts(Reply reply) => reply.Json.GetProperty("shifts").EnumerateArray()
        .Select(one => $"{one.GetProperty("tool")} {one.GetProperty("from")}>{one.GetProperty("to")} {one.GetProperty("rule")} {one.GetProperty("count")}");
}

/// <summary>The same in PostgreSQL.</summary>
public sealed class PostgresPolicyReplayValuesTests : PolicyReplayValuesTests;
