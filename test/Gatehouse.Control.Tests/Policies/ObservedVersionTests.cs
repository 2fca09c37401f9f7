using System.Text.Json;

namespace Gatehouse.Control.Tests.Policies;

/// <summary>A version beside the one in force, over both listeners, with a real server behind.</summary>
public class ObservedVersionTests : IAsyncLifetime
{
    private const string Done = "This is a simple text response";
    private PlaneRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await PlaneRig.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Observed_StricterVersion_DeniesNothing_AndEveryRecordSaysWhatItWouldHave()
    {
        var world = await _rig.WorldAsync();
        var started = await ObserveAsync(world.Policy, PlaneRig.ShutPolicy);
        Assert.True(started.Status == 200, started.Text);
        Assert.Equal(("1", "2"), (started["current"], started["observed_number"]));

        Assert.Contains(Done, (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
        Assert.Contains("[POLICY DENIED]", (await _rig.CallAsync(world.Server, world.Token, "test_error_handling")).Text, StringComparison.Ordinal);

        var records = await RecordsAsync();
        Assert.All(records, record => Assert.Equal("""[["denied","observed:(default deny)"]]""", record.GetProperty("observed").GetRawText()));
        Assert.Equal(2, records.Length);
        var report = await _rig.AdminAsync("GET", $"policies/{world.Policy}/observed");
        Assert.True(report.Status == 200, report.Text);
        Assert.Equal(("2", "1"), (report["looked"], report["same"]));
        var shift = Assert.Single(report.Json.GetProperty("shifts").EnumerateArray());
        Assert.Equal("allowed>denied", $"{shift.GetProperty("from")}>{shift.GetProperty("to")}");
    }

    [Fact]
    public async Task Observed_WiderVersion_OpensNothing_UntilItIsPromoted()
    {
        var world = await _rig.WorldAsync(PlaneRig.ShutPolicy);
        await ObserveAsync(world.Policy, PlaneRig.OpenPolicy);

        var before = await _rig.CallAsync(world.Server, world.Token);
        var record = Assert.Single(await RecordsAsync());
        var promoted = await _rig.AdminAsync("POST", $"policies/{world.Policy}/observed/promote", """{"confirmed":true}""", ("If-Match", "*"));
        var after = await _rig.CallAsync(world.Server, world.Token);

        Assert.Contains("[POLICY DENIED]", before.Text, StringComparison.Ordinal);
        Assert.Equal("""[["allowed","observed:"]]""", record.GetProperty("observed").GetRawText());
        Assert.Equal((200, "3"), (promoted.Status, promoted["current"]));
        Assert.False(promoted.Json.TryGetProperty("observed_number", out _));
        Assert.Contains(Done, after.Text, StringComparison.Ordinal);
        Assert.False((await RecordsAsync())[0].TryGetProperty("observed", out _));
    }

    [Fact]
    public async Task Observed_Stopped_LeavesNoTrace_AndNothingIsThereToPromoteOrTell()
    {
        var world = await _rig.WorldAsync();
        await ObserveAsync(world.Policy, PlaneRig.ShutPolicy);
        Assert.Equal(200, (await _rig.AdminAsync("DELETE", $"policies/{world.Policy}/observed", null, ("If-Match", "*"))).Status);

        await _rig.CallAsync(world.Server, world.Token);

        Assert.False(Assert.Single(await RecordsAsync()).TryGetProperty("observed", out _));
        Assert.Equal("nothing-observed", (await _rig.AdminAsync("GET", $"policies/{world.Policy}/observed")).Code);
        Assert.Equal("nothing-observed", (await _rig.AdminAsync("DELETE", $"policies/{world.Policy}/observed", null, ("If-Match", "*"))).Code);
        Assert.Equal("nothing-observed", (await _rig.AdminAsync("POST", $"policies/{world.Policy}/observed/promote", "{}", ("If-Match", "*"))).Code);
    }

    [Theory]
    [InlineData("""{"number":1}""", "value-invalid")]
    [InlineData("""{"number":7}""", "value-invalid")]
    [InlineData("{}", "value-invalid")]
    [InlineData("""{"document":"{}"}""", "policy-invalid")]
    public async Task Observe_WhatCannotBe_IsRefused(string body, string code)
    {
        var world = await _rig.WorldAsync();

        var reply = await _rig.AdminAsync("PUT", $"policies/{world.Policy}/observed", body, ("If-Match", "*"));

        Assert.Equal((422, code), (reply.Status, reply.Code));
    }

    private Task<Reply> ObserveAsync(string policy, string document) =>
        _rig.AdminAsync("PUT", $"policies/{policy}/observed", $$"""{"document":{{JsonSerializer.Serialize(document)}}}""", ("If-Match", "*"));

    private async Task<JsonElement[]> RecordsAsync()
    {
        Assert.Null(await _rig.Control.Ledger.Ledger.Index.CatchUpAsync(CancellationToken.None));
        return [.. (await _rig.AdminAsync("GET", "records")).Json.GetProperty("items").EnumerateArray().Where(one => one.GetProperty("method").GetString() == "tools/call")];
    }
}
