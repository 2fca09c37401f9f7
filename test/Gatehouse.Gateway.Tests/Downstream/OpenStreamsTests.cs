using Gatehouse.Gateway.Downstream;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Downstream;

public sealed class OpenStreamsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly OpenStreams _streams = new();
    private readonly ActiveServer _bank = Some.Server("bank");

    [Fact]
    public void Keep_SameGrant_LeavesItsStreamsOpen()
    {
        using var stream = Open(Grant("t1"));

        _streams.Keep(Snapshot(Grant("t1")), _time);

        Assert.False(stream.IsCancellationRequested);
    }

    [Fact]
    public async Task Keep_GrantGone_EndsItsStreams()
    {
        using var stream = Open(Grant("t1"));

        _streams.Keep(Snapshot(), _time);

        await EndedAsync(stream);
    }

    [Fact]
    public async Task Keep_OtherToken_EndsTheStreamsOfTheOldOneAlone()
    {
        using var old = Open(Grant("t1"));
        using var fresh = Open(Grant("t2"));

        _streams.Keep(Snapshot(Grant("t2")), _time);

        await EndedAsync(old);
        Assert.False(fresh.IsCancellationRequested);
    }

    [Fact]
    public async Task Keep_TwoTokensOfOneGrant_EndsTheStreamsOfTheOneThatIsOver()
    {
        var old = Grant("t1") with { Expires = _time.GetUtcNow() };
        using var over = Open(old);
        using var fresh = Open(Grant("t2"));

        _streams.Keep(Snapshot(old, Grant("t2")), _time);

        await EndedAsync(over);
        Assert.False(fresh.IsCancellationRequested);
    }

    [Fact]
    public async Task Keep_Frozen_EndsTheStreams()
    {
        using var stream = Open(Grant("t1"));

        _streams.Keep(Snapshot(Grant("t1") with { Frozen = Freeze.Organisation }), _time);

        await EndedAsync(stream);
    }

    [Fact]
    public async Task Keep_HeartbeatStayedAway_EndsTheStreams()
    {
        var grant = Grant("t1") with { Heartbeat = new HeartbeatTerm(TimeSpan.FromSeconds(30), new LastBeat(_time.GetUtcNow())) };
        using var stream = Open(grant);
        _streams.Keep(Snapshot(grant), _time);
        Assert.False(stream.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(30));

        _streams.Keep(Snapshot(grant), _time);

        await EndedAsync(stream);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reply_OfACallThatEnded_KnowsWhetherTheGrantWentOrTheClient(bool isClient)
    {
        using var client = new CancellationTokenSource();
        using var reply = new HttpReply(new DefaultHttpContext { RequestAborted = client.Token }, _streams, Grant("t1"));
        var gone = reply.Gone;
        Assert.False(reply.IsCutOff);

        if (isClient)
        {
            await client.CancelAsync();
        }
        else
        {
            _streams.Keep(Snapshot(), _time);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Soon, gone));
        Assert.Equal(!isClient, reply.IsCutOff);
    }

    [Fact]
    public async Task Keep_OtherServer_EndsTheStreams()
    {
        using var stream = Open(Grant("t1"));

        _streams.Keep(Snapshot(Grant("t1") with { Server = Some.Server("files") }), _time);

        await EndedAsync(stream);
    }

    [Fact]
    public async Task Keep_Expired_EndsTheStreams()
    {
        var grant = Grant("t1") with { Expires = _time.GetUtcNow().AddMinutes(1) };
        using var stream = Open(grant);
        _time.Advance(TimeSpan.FromMinutes(1));

        _streams.Keep(Snapshot(grant), _time);

        await EndedAsync(stream);
    }

    [Fact]
    public async Task CloseAll_EndsWhatListensAndNoCall()
    {
        using var listening = Open(Grant("t1"), isEndless: true);
        using var call = Open(Grant("t1"));

        _streams.CloseAll();

        await EndedAsync(listening);
        Assert.False(call.IsCancellationRequested);
    }

    [Fact]
    public async Task Keep_WhatHangsOnAStreamThrows_IsNotThrownAtTheTimer()
    {
        using var stream = Open(Grant("t1"));
        await using var bug = stream.Token.Register(static () => throw new InvalidOperationException("a bug"));

        _streams.Keep(Snapshot(), _time);

        await EndedAsync(stream);
    }

    private CancellationTokenSource Open(ActiveGrant grant, bool isEndless = false) =>
        _streams.Open(grant, isEndless, CancellationToken.None);

    private ActiveGrant Grant(string token) => Some.Grant("g1", _bank) with { Token = TokenHash.Of(token) };

    private GatewaySnapshot Snapshot(params ActiveGrant[] grants) => new([_bank, Some.Server("files")], grants, new GatewaySettings());

    private static async Task EndedAsync(CancellationTokenSource stream)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = stream.Token.Register(() => ended.TrySetResult());
        await ended.Task.WaitAsync(Soon);
    }
}
