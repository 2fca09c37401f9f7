using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Tests.Servers;

/// <summary>The test of a connection tells which stage failed.</summary>
public sealed class ConnectionTestTests : IAsyncLifetime
{
    private PlaneRig _rig = null!;
    private RecordingServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlaneRig.StartAsync();
        _server = await RecordingServer.StartAsync();
        Assert.Equal(201, (await _rig.AdminAsync("POST", "servers", $$"""{"id":"s","url":"{{_server.Url}}/mcp"}""")).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Test_ServerThatAnswers_IsOkAndNamed()
    {
        var reply = await TestAsync();

        Assert.Equal(("ok", "recorder", "2025-06-18"), (reply["stage"], reply["server_name"], reply["protocol_version"]));
        Assert.Equal(["session-1"], _server.Ended);
    }

    [Fact]
    public async Task Test_RealServer_IsOk() => Assert.Equal("ok", (await TestAsync(_rig.ServerUrl))["stage"]);

    [Theory]
    [InlineData(401, "auth")]
    [InlineData(403, "auth")]
    [InlineData(302, "protocol")]
    [InlineData(404, "protocol")]
    [InlineData(500, "protocol")]
    public async Task Test_ServerThatRefuses_TellsWhich(int status, string stage)
    {
        _server.Instead = http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "http://127.0.0.1:1/elsewhere";
            return Task.CompletedTask;
        };

        Assert.Equal(stage, (await TestAsync())["stage"]);
        Assert.All(_server.Seen, seen => Assert.Equal("/mcp", seen.Path));
    }

    [Theory]
    [InlineData("<html>hello</html>")]
    [InlineData("{}")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}""")]
    public async Task Test_WhatIsNoMcpServer_IsProtocol(string body)
    {
        _server.Instead = http => http.Response.WriteAsync(body);

        Assert.Equal("protocol", (await TestAsync())["stage"]);
    }

    [Fact]
    public async Task Test_NothingListens_IsConnect() => Assert.Equal("connect", (await TestAsync("http://127.0.0.1:1/mcp"))["stage"]);

    [Fact]
    public async Task Test_PlainServerByHttps_IsTls() =>
        Assert.Equal("tls", (await TestAsync(_server.Url.Replace("http:", "https:", StringComparison.Ordinal)))["stage"]);

    [Fact]
    public async Task Test_NameWithoutAddress_IsDns() => Assert.Equal("dns", (await TestAsync("https://nothing.invalid/mcp"))["stage"]);

    private async Task<Reply> TestAsync(string? url = null)
    {
        if (url is not null)
        {
            var changed = await _rig.AdminAsync("PATCH", "servers/s", $$"""{"url":"{{url}}"}""", ("If-Match", "*"));
            Assert.True(changed.Status == 200, changed.Text);
        }

        return await _rig.AdminAsync("POST", "servers/s/test");
    }
}
