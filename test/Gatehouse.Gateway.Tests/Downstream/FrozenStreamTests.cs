using System.Net;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Gateway.Tests.Downstream;

/// <summary>Streams and posts of a grant that is frozen, or that is used from where it may not be, over a real connection.</summary>
public sealed class FrozenStreamTests : IAsyncLifetime
{
    private SseWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await SseWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task OpenStream_OnceItsGrantIsFrozen_Ends()
    {
        using var client = await _world.OpenAsync();
        await client.HandshakeAsync();

        _world.Apply(_world.Grant("g1", SseWorld.Token) with { Frozen = Freeze.Grant });

        Assert.Null((await client.NextAsync()).Name);
    }

    [Fact]
    public async Task Get_OfAFrozenGrant_IsRefused()
    {
        _world.Apply(_world.Grant("g1", SseWorld.Token) with { Frozen = Freeze.Grant });

        using var answer = await _world.SendAsync(HttpMethod.Get, "/mcp/bank/sse");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Post_FromANetworkThatIsNotTheGrants_IsAnsweredAsAnUnknownTokenIs()
    {
        _world.Apply(_world.Grant("g1", SseWorld.Token) with { Sources = SourceNetworks.Of([IPNetwork.Parse("192.0.2.0/24")]) });

        var known = await TextAsync(SseWorld.Token);
        var unknown = await TextAsync("gth_unknown");

        Assert.Equal(unknown, known);
        Assert.Equal(401, known.Status);
        Assert.Equal(["source-not-allowed", "token-wrong"], _world.Recorder.Refusals.Select(refusal => refusal.Reason));
        Assert.Equal(["g1", null], _world.Recorder.Refusals.Select(refusal => refusal.GrantId));
        Assert.Empty(_world.Sent);
    }

    private async Task<(int Status, string Body)> TextAsync(string token)
    {
        using var answer = await _world.SendAsync(HttpMethod.Post, "/mcp/bank/", """{"jsonrpc":"2.0","id":1,"method":"ping"}""", token);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
