using System.Text.Json;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tests.Calls;

/// <summary>A frozen grant: nothing of it reaches the server, by whatever door, and every request is recorded.</summary>
public sealed class FreezeTests
{
    public static TheoryData<string, string, string> Kinds => new()
    {
        { "grant", "(grant frozen)", "This grant is frozen." },
        { "heartbeat", "(heartbeat missed)", "This grant is frozen: its heartbeat stayed away." },
        { "server", "(server frozen)", "This server is frozen." },
        { "organisation", "(organisation frozen)", "All grants of this organisation are frozen." },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ToolCall_OfAFrozenGrant_IsDeniedByItsRuleAndRecorded(string kind, string rule, string message)
    {
        await using var rig = await CallRig.StartAsync();

        var reply = await rig.CallAsync(rig.Grant() with { Frozen = Of(kind) }, "a");

        Assert.Contains(message, reply.Json, StringComparison.Ordinal);
        Assert.Contains(rule, reply.Json, StringComparison.Ordinal);
        var intent = Assert.Single(rig.Recorder.Intents);
        Assert.Equal((RecordedOutcome.Denied, rule, "a"), (intent.Outcome, intent.Rule, intent.Target));
        Assert.Empty(rig.Sent);
        Assert.Equal(0, rig.Lists);
    }

    [Theory]
    [InlineData("tools/list", "{}")]
    [InlineData("prompts/list", "{}")]
    [InlineData("resources/read", """{"uri":"x://q"}""")]
    [InlineData("initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"c","version":"1"}}""")]
    public async Task OtherRequest_OfAFrozenGrant_IsDeniedByAnErrorAndRecorded(string method, string parameters)
    {
        await using var rig = await CallRig.StartAsync();

        var reply = await rig.SendAsync(rig.Grant() with { Frozen = Freeze.Grant }, CallRig.Request(method, parameters));

        using var answer = JsonDocument.Parse(reply.Json);
        Assert.Equal("[POLICY DENIED] This grant is frozen.", answer.RootElement.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal("(grant frozen)", Assert.Single(rig.Recorder.Intents).Rule);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Notification_OfAFrozenGrant_IsRefusedAndNotSent()
    {
        await using var rig = await CallRig.StartAsync();

        var reply = await rig.SendAsync(
            rig.Grant() with { Frozen = Freeze.Server }, """{"jsonrpc":"2.0","method":"notifications/initialized"}""");

        Assert.Equal(403, reply.Status);
        Assert.Equal("grant-frozen", Assert.Single(rig.Recorder.Refusals).Reason);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Listen_OfAFrozenGrant_IsRefusedAndNotSent()
    {
        await using var rig = await CallRig.StartAsync();
        var reply = new FakeReply(rig.Steps);
        var call = rig.Context(rig.Grant() with { Frozen = Freeze.Grant }, CallRig.Request("ping", "{}"), reply);

        await rig.Verbs.ListenAsync(call with
        {
            Message = new ClientMessage { Body = default, Kind = MessageKind.Notification, Era = Era.Legacy },
        });

        Assert.Equal(403, reply.Status);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Heartbeat_StaysAwayPastItsLimit_FreezesWithoutAnyonesDoing()
    {
        await using var rig = await CallRig.StartAsync();
        var last = new LastBeat(rig.Time.GetUtcNow());
        var grant = rig.Grant() with { Heartbeat = new HeartbeatTerm(TimeSpan.FromSeconds(60), last) };

        rig.Time.Advance(TimeSpan.FromSeconds(59));
        await rig.CallAsync(grant, "a");
        Assert.Single(rig.Sent);

        rig.Time.Advance(TimeSpan.FromSeconds(1));
        var late = await rig.CallAsync(grant, "a");

        Assert.Contains("(heartbeat missed)", late.Json, StringComparison.Ordinal);
        Assert.Single(rig.Sent);
    }

    [Fact]
    public async Task Heartbeat_Comes_MovesTheEndOfTheGrantInForceAndNeverBack()
    {
        await using var rig = await CallRig.StartAsync();
        var last = new LastBeat(rig.Time.GetUtcNow());
        var grant = rig.Grant() with { Heartbeat = new HeartbeatTerm(TimeSpan.FromSeconds(60), last) };
        rig.Time.Advance(TimeSpan.FromSeconds(50));

        last.Came(rig.Time.GetUtcNow());
        last.Came(rig.Time.GetUtcNow().AddSeconds(-50));
        rig.Time.Advance(TimeSpan.FromSeconds(59));
        await rig.CallAsync(grant, "a");
        Assert.Single(rig.Sent);
        rig.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("(heartbeat missed)", (await rig.CallAsync(grant, "a")).Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WhileTheSourceCannotConfirm_Is503AndNotSent()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Source.IsConfirmed = false;

        var reply = await rig.CallAsync(rig.Grant(), "a");

        Assert.Equal(503, reply.Status);
        Assert.Contains("snapshot-unconfirmed", reply.Json, StringComparison.Ordinal);
        Assert.Equal("snapshot-unconfirmed", Assert.Single(rig.Recorder.Refusals).Reason);
        Assert.Empty(rig.Sent);
        Assert.Equal(0, rig.Lists);
    }

    [Fact]
    public async Task Call_OnceTheSourceConfirmsAgain_IsMade()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Source.IsConfirmed = false;
        await rig.CallAsync(rig.Grant(), "a");
        rig.Source.IsConfirmed = true;

        await rig.CallAsync(rig.Grant(), "a");

        Assert.Single(rig.Sent);
    }

    private static Freeze Of(string kind) => kind switch
    {
        "grant" => Freeze.Grant,
        "heartbeat" => Freeze.Heartbeat,
        "server" => Freeze.Server,
        _ => Freeze.Organisation,
    };
}
