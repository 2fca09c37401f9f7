using Gatehouse.Gateway.Downstream;

namespace Gatehouse.Gateway.Tests.Downstream;

/// <summary>What the door of 2024-11-05 refuses, and how its streams end.</summary>
public sealed class SseDoorRefusalTests : IAsyncLifetime
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";
    private SseWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await SseWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("/mcp/bank/sse", null, 401)]
    [InlineData("/mcp/bank/sse", "gth_wrong", 401)]
    [InlineData("/mcp/other/sse", SseWorld.Token, 404)]
    [InlineData("/mcp/bank/sse/", SseWorld.Token, 404)]
    [InlineData("/mcp/bank/SSE", SseWorld.Token, 404)]
    [InlineData("/mcp/bank%2Fsse", SseWorld.Token, 404)]
    [InlineData("/mcp/bank/messages", SseWorld.Token, 405)]
    public async Task Get_WithoutARightToIt_IsRefused(string path, string? token, int status)
    {
        using var answer = await _world.SendAsync(HttpMethod.Get, path, null, token);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.test", 403)]
    [InlineData("Host", "evil.test", 421)]
    [InlineData("MCP-Protocol-Version", "2026-07-28", 400)]
    [InlineData("MCP-Protocol-Version", "1999-01-01", 400)]
    public async Task Get_WithHeadersOfOthers_IsRefused(string name, string value, int status)
    {
        using var answer = await _world.SendAsync(HttpMethod.Get, "/mcp/bank/sse", null, SseWorld.Token, (name, value));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.test", 403)]
    [InlineData("Host", "evil.test", 421)]
    [InlineData("MCP-Protocol-Version", "1999-01-01", 400)]
    public async Task Post_WithHeadersOfOthers_IsRefused(string name, string value, int status)
    {
        using var client = await _world.OpenAsync();

        using var answer = await client.PostAsync(Ping, null, (name, value));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(_world.Sent);
    }

    [Theory]
    [InlineData("[" + Ping + "]", 400)]
    [InlineData("{", 400)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}""", 400)]
    public async Task Post_UnsoundBatchOrModern_IsRefusedWhole(string body, int status)
    {
        using var client = await _world.OpenAsync();

        using var answer = await client.PostAsync(body);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(_world.Sent);
    }

    [Fact]
    public async Task Post_LargerThanABodyMayBe_Is413()
    {
        using var client = await _world.OpenAsync();

        using var answer = await client.PostAsync("{\"a\":\"" + new string('x', 20_000) + "\"}");

        Assert.Equal(413, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(SseWorld.OtherToken, 404)]
    [InlineData("gth_wrong", 401)]
    public async Task Post_WithAnothersToken_IsRefused(string token, int status)
    {
        using var client = await _world.OpenAsync();

        using var answer = await client.PostAsync(Ping, token);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(_world.Sent);
    }

    [Fact]
    public async Task Post_WithoutAToken_Is401()
    {
        using var client = await _world.OpenAsync();

        using var answer = await _world.SendAsync(HttpMethod.Post, client.Endpoint, Ping, token: null);

        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("&a=b")]
    public async Task Post_ToAStreamThatIsNone_Is404(string more)
    {
        using var client = await _world.OpenAsync();
        var endpoint = more.Length == 0 ? "/mcp/bank/messages" : client.Endpoint + more;

        using var answer = await _world.SendAsync(HttpMethod.Post, endpoint, Ping);

        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Post_AfterTheStreamClosed_Is404()
    {
        var client = await _world.OpenAsync();
        client.Dispose();

        var status = 0;
        await Eventually.IsSoAsync(() => (status = (int)client.PostAsync("{").GetAwaiter().GetResult().StatusCode) == 404);

        Assert.Equal(404, status);
    }

    [Fact]
    public async Task Get_MoreStreamsThanAGrantMayHave_Is429_AndOthersAreLeftAlone()
    {
        var clients = new List<SseClient>();
        for (var i = 0; i < SseStreams.MaxPerGrant; i++)
        {
            clients.Add(await _world.OpenAsync());
        }

        using (var refused = await _world.SendAsync(HttpMethod.Get, "/mcp/bank/sse"))
        {
            Assert.Equal(429, (int)refused.StatusCode);
        }

        using var other = await _world.OpenAsync(SseWorld.OtherToken);
        clients.ForEach(client => client.Dispose());
        await Eventually.IsSoAsync(() =>
        {
            using var again = _world.SendAsync(HttpMethod.Get, "/mcp/bank/sse").GetAwaiter().GetResult();
            return (int)again.StatusCode == 200;
        });
    }

    [Fact]
    public async Task GrantGone_EndsItsStream()
    {
        using var client = await _world.OpenAsync();
        using var other = await _world.OpenAsync(SseWorld.OtherToken);

        _world.Apply(_world.Grant("g2", SseWorld.OtherToken));

        Assert.Null((await client.NextAsync()).Name);
        Assert.True((await other.AskAsync("ping")).TryGetProperty("result", out _));
    }

    [Fact]
    public async Task TokenReplaced_EndsTheStreamOfTheOldOne()
    {
        using var client = await _world.OpenAsync();

        _world.Apply(_world.Grant("g1", "gth_third"), _world.Grant("g2", SseWorld.OtherToken));

        Assert.Null((await client.NextAsync()).Name);
        using var answer = await client.PostAsync(Ping, "gth_third");
        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Stopping_SeesACallThroughAndThenEndsTheStream()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.Answer = async (_, request) =>
        {
            if (request.GetProperty("method").GetString() == "tools/call")
            {
                arrived.SetResult();
                await release.Task;
            }

            return false;
        };
        using var client = await _world.OpenAsync();
        await client.HandshakeAsync();
        var call = client.CallAsync("slow");
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        // Asked with what no open stream takes, so that nothing more is answered on this one.
        _world.CloseStreams();
        await Eventually.IsSoAsync(() => (int)client.PostAsync("{").GetAwaiter().GetResult().StatusCode == 404);
        release.SetResult();

        Assert.True((await call).TryGetProperty("result", out _));
        Assert.Null((await client.NextAsync()).Name);
    }

    [Fact]
    public async Task QuietStream_IsKeptAliveByComments()
    {
        using var client = await _world.OpenAsync();

        var next = client.NextAsync();
        while (!next.IsCompleted)
        {
            _world.Time.Advance(TimeSpan.FromSeconds(20));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(("", ""), await next);
    }
}
