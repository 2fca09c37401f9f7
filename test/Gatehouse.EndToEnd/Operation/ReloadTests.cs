using Xunit;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>What an edit of a file does to a gateway that runs.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private World _world = null!;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Policy_EditedAndThenBroken_BitesAndIsThenKept()
    {
        var gateway = await _world.ServeAsync();
        Assert.True(await IsDoneAsync("read"));

        _world.Write("policy.json", """{"version":"1","default":"deny"}""");
        await World.UntilAsync(async () => !await IsDoneAsync("read"), "the new policy denies", 60);

        _world.Write("policy.json", "{\"version\":\"1\",\n  \"default\":\"maybe\"}");
        var finding = await gateway.SaysAsync("policy.json:2:", 60);
        await gateway.SaysAsync("stays in force", 60);
        Assert.Matches(@"policy\.json:2:\d+: error ", finding);
        Assert.False(await IsDoneAsync("read"));

        _world.Write("policy.json", """{"version":"1","default":"allow"}""");
        await World.UntilAsync(() => IsDoneAsync("read"), "the repaired policy allows", 60);
    }

    [Fact]
    public async Task Grant_Removed_Is401AndItsStreamEnds()
    {
        await _world.ServeAsync();
        using var stream = await _world.SendAsync(HttpMethod.Get, null, null);
        using var others = await _world.SendAsync(HttpMethod.Get, _world.OtherToken, null);
        Assert.Equal(200, (int)stream.StatusCode);

        _world.Write("gatehouse.json", _world.Config(grants: World.Grant("g2", _world.OtherToken)));
        await stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(401, await StatusAsync(_world.Token));
        Assert.Equal(200, await StatusAsync(_world.OtherToken));
    }

    [Fact]
    public async Task Token_OfAGrantReplaced_EndsTheStreamOfTheOldOne()
    {
        await _world.ServeAsync();
        using var stream = await _world.SendAsync(HttpMethod.Get, null, null);
        Assert.Equal(200, (int)stream.StatusCode);

        var fresh = Gateway.Identity.GrantToken.Create();
        _world.Write("gatehouse.json", _world.Config(grants: World.Grant("g1", fresh)));
        await stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(401, await StatusAsync(_world.Token));
        Assert.Equal(200, await StatusAsync(fresh));
    }

    [Fact]
    public async Task Grant_Expired_Is401AndItsStreamEnds()
    {
        using var stream = await OpenUntilExpiryAsync(6);

        await stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);

        Assert.Equal(401, await StatusAsync(_world.Token));
    }

    [Fact]
    public async Task SecretFile_Changed_IsWhatGoesUp()
    {
        _world.Write("secret", "first-credential\n");
        await _world.ServeAsync(_world.Config(server: $$""", "headers": { "X-Api-Key": "${file:{{_world.Folder}}/secret}" }"""));
        Assert.True(await IsDoneAsync("read"));

        _world.Write("secret", "second-credential\n");
        await World.UntilAsync(
            async () => await IsDoneAsync("read") && _world.Upstream.Calls.Last().Headers["X-Api-Key"] == "second-credential",
            "the new credential is used", 60);

        Assert.Equal("first-credential", _world.Upstream.Calls.First().Headers["X-Api-Key"]);
    }

    [Fact]
    public async Task Server_Unchanged_KeepsItsProcess()
    {
        _world.Write("server.sh", "echo $$ >> \"$1\"\nwhile read -r line; do :; done\n");
        var pids = Path.Combine(_world.Folder, "pids");
        var servers = $$""", "two": { "command": ["/bin/sh", "{{_world.Folder}}/server.sh", "{{pids}}"], "timeout": "1s" }""";
        var own = World.Grant("g3", _world.OtherToken, "two");
        await _world.ServeAsync(_world.Config(grants: World.Grant("g1", _world.Token) + "," + own, servers: servers));
        (await _world.ModernCallAsync("read", _world.OtherToken, "two")).Dispose();
        var before = await File.ReadAllLinesAsync(pids, TestContext.Current.CancellationToken);

        _world.Write("policy.json", """{"version":"1","default":"deny"}""");
        await World.UntilAsync(async () => !await IsDoneAsync("read"), "the new policy denies", 60);

        Assert.True(Directory.Exists("/proc/" + Assert.Single(before)));
        Assert.Equal(before, await File.ReadAllLinesAsync(pids, TestContext.Current.CancellationToken));
    }

    // A slow machine may take longer to start than the grant lasts: then it gets a longer one.
    private async Task<HttpResponseMessage> OpenUntilExpiryAsync(int seconds)
    {
        var soon = TimeProvider.System.GetUtcNow().AddSeconds(seconds)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var gateway = await _world.ServeAsync(_world.Config(grants: World.Grant("g1", _world.Token, expires: soon)));
        var stream = await _world.SendAsync(HttpMethod.Get, null, null);
        if (stream.StatusCode == System.Net.HttpStatusCode.OK || seconds >= 60)
        {
            Assert.Equal(200, (int)stream.StatusCode);
            return stream;
        }

        stream.Dispose();
        gateway.Terminate();
        await gateway.EndAsync(60);
        return await OpenUntilExpiryAsync(seconds * 3);
    }

    private async Task<bool> IsDoneAsync(string tool)
    {
        using var answer = await _world.CallAsync(tool);
        return (await answer.Content.ReadAsStringAsync()).Contains("\"done\"", StringComparison.Ordinal);
    }

    private async Task<int> StatusAsync(string token)
    {
        using var answer = await _world.CallAsync("read", token);
        return (int)answer.StatusCode;
    }
}
