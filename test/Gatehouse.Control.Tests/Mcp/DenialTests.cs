using Gatehouse.Gateway.Recording;

namespace Gatehouse.Control.Tests.Mcp;

/// <summary>What is told of a denial: the rule as it is written, what would have let the call through, what becomes of it now.</summary>
public sealed class DenialTests : IAsyncLifetime
{
    private OwnRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await OwnRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("pay", """{"amount":4711}""", "/tools/pay/deny_if/too-much", "grant", "arguments for which one of these can be checked and does not hold: args.amount gt 100")]
    [InlineData("pay", """{"amount":1}""", "/tools/pay/limits/calls", "grant", "room in the limit `calls`: at most 5 per day for one grant; a later call")]
    [InlineData("drop", "{}", "/tools/drop/action", "grant", "a policy in which the tool is not blocked")]
    [InlineData("other", "{}", "(default deny)", "grant", "a key for the tool under `tools`")]
    [InlineData("other", "{}", "org:(default deny)", "organisation", "a key for the tool under `tools`")]
    [InlineData("pay", "{}", "(grant frozen)", "gateway", "an admin lifts it")]
    [InlineData("pay", "{}", "(definition changed)", "gateway", "an admin's acceptance of the new definition")]
    [InlineData("pay", "{}", "/tools/gone/action", "grant", null)]
    public async Task Explanation_OfEachKindOfRule_SaysWhereItStandsAndWhatIsNeeded(
        string tool, string arguments, string rule, string place, string? needed)
    {
        var id = await _rig.RecordAsync(tool, arguments, RecordedOutcome.Denied, rule);

        var (told, isError) = await _rig.AskAsync("explain_denial", new { record_id = id });

        Assert.False(isError, told.ToString());
        Assert.Equal((rule, place), (told.GetProperty("rule").GetString(), told.GetProperty("place").GetString()));
        Assert.Equal(needed is null ? [] : [needed], told.GetProperty("needed").EnumerateArray().Select(one => one.GetString()));
        Assert.DoesNotContain("4711", told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explanation_HasTheRuleAsItWasWrittenThen_AndWhetherItStillHolds()
    {
        var id = await _rig.RecordAsync("pay", """{"amount":200}""", RecordedOutcome.Denied, "/tools/pay/deny_if/too-much");
        var before = (await _rig.AskAsync("explain_denial", new { record_id = id })).Json;
        await SaveAsync(OwnRig.Policy.Replace("100", "500", StringComparison.Ordinal));

        var after = (await _rig.AskAsync("explain_denial", new { record_id = id })).Json;

        Assert.True(before.GetProperty("written").GetProperty("is_in_force").GetBoolean());
        Assert.False(after.GetProperty("written").GetProperty("is_in_force").GetBoolean());
        Assert.Equal("args.amount gt 100", after.GetProperty("written").GetProperty("conditions")[0].GetString());
        Assert.Equal("Too much.", after.GetProperty("written").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Explanation_OfACallThatHangsOnAValue_SaysSo_AndOfOneThatDoesNot_SaysWhatBecomesOfIt()
    {
        var hangs = await _rig.RecordAsync("pay", """{"amount":200}""", RecordedOutcome.Denied, "/tools/pay/deny_if/too-much");
        var passes = await _rig.RecordAsync("test_simple_text", "{}", RecordedOutcome.Denied, "(default deny)");

        var one = (await _rig.AskAsync("explain_denial", new { record_id = hangs })).Json.GetProperty("now");
        var other = (await _rig.AskAsync("explain_denial", new { record_id = passes })).Json.GetProperty("now");

        Assert.Equal(["values"], one.GetProperty("hangs_on").EnumerateArray().Select(word => word.GetString()));
        Assert.False(one.TryGetProperty("outcome", out _));
        Assert.Equal("allowed", other.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Explanation_OfAGrantThatIsFrozenNow_SaysSo()
    {
        var id = await _rig.RecordAsync("test_simple_text", "{}", RecordedOutcome.Denied, "(default deny)");
        Assert.Equal(200, (await _rig.Plane.AdminAsync("PUT", $"grants/{_rig.World.Grant}/freeze", "{}")).Status);

        var told = (await _rig.AskAsync("explain_denial", new { record_id = id })).Json;

        Assert.Equal("(grant frozen)", told.GetProperty("now").GetProperty("rule").GetString());
    }

    [Fact]
    public async Task Explanation_OfAnAllowedCall_SaysThatNothingStoodAgainstIt()
    {
        var id = await _rig.RecordAsync("test_simple_text", "{}", RecordedOutcome.Allowed);

        var told = (await _rig.AskAsync("explain_denial", new { record_id = id })).Json;

        Assert.Equal("the call was allowed: nothing stood against it", told.GetProperty("why").GetString());
        Assert.Empty(told.GetProperty("needed").EnumerateArray());
    }

    private async Task SaveAsync(string document)
    {
        var saved = await _rig.Plane.AdminAsync(
            "POST", $"policies/{_rig.World.Policy}/versions",
            $$"""{"document":{{System.Text.Json.JsonSerializer.Serialize(document)}},"confirmed":true}""", ("If-Match", "*"));
        Assert.True(saved.Status == 200, saved.Text);
    }
}
