using System.Text;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Servers;

/// <summary>A secret goes to the address that it was saved for, and nowhere else.</summary>
public class ServerSecretTests : IAsyncLifetime
{
    private const string Canary = "canary-7f3a91c2d4e5";
    private PlaneRig _rig = null!;
    private RecordingServer _server = null!;
    private World _world = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlaneRig.StartAsync();
        _server = await RecordingServer.StartAsync();
        _world = await _rig.WorldAsync(server: "secretive");
        await PatchAsync(_server.Url + "/mcp");
        Assert.Equal(200, (await SaveAsync($"Bearer {Canary}")).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Secret_OnACall_IsSentAndTakenOutOfTheAnswer()
    {
        var (_, text) = await CallAsync();

        Assert.Contains(("/mcp", $"Bearer {Canary}"), _server.Seen);
        Assert.Contains("called with", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_AfterTheAddressChanged_IsDetachedAndNotSent()
    {
        await PatchAsync(_server.Url + "/other");

        await CallAsync();
        await TestAsync();

        Assert.NotEmpty(_server.Seen);
        Assert.All(_server.Seen, seen => Assert.Null(seen.Authorization));
        Assert.Equal("detached", await StateAsync());
        await SaveAsync("Bearer another");
        await CallAsync();
        Assert.Contains(("/other", "Bearer another"), _server.Seen);
    }

    [Fact]
    public async Task Secret_WhoseKeyIsGone_RefusesCallsAndSaysSo()
    {
        await _rig.Control.WithAsync(services => services.GetRequiredService<ControlDb>().ServerSecrets
            .ExecuteUpdateAsync(rows => rows.SetProperty(row => row.KeyVersion, 99)));
        await _rig.AdminAsync("PATCH", "servers/secretive", """{"description":"touched"}""", ("If-Match", "*"));

        var (status, text) = await CallAsync();

        Assert.Equal(503, status);
        Assert.Contains("upstream-credential-unusable", text, StringComparison.Ordinal);
        Assert.Empty(_server.Seen);
        Assert.Equal("unreadable", await StateAsync());
        Assert.Equal("settings", (await TestAsync())["stage"]);
        await SaveAsync("Bearer anew");
        Assert.Equal(200, (await CallAsync()).Status);
    }

    [Fact]
    public async Task Secret_Removed_IsNotSent()
    {
        Assert.Equal(200, (await _rig.AdminAsync("DELETE", "servers/secretive/secrets/Authorization")).Status);

        await CallAsync();

        Assert.All(_server.Seen, seen => Assert.Null(seen.Authorization));
        Assert.Equal(404, (await _rig.AdminAsync("DELETE", "servers/secretive/secrets/Authorization")).Status);
    }

    [Fact]
    public async Task Secret_InAnswersAuditDatabaseAndLogs_IsNowhere()
    {
        await CallAsync();
        var read = await _rig.AdminAsync("GET", "servers/secretive");
        Assert.Equal("""["authorization"]""", $"""["{read.Json.GetProperty("secrets")[0].GetProperty("header")}"]""");

        Assert.DoesNotContain(Canary, read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_rig.Control.Logs.All, line => line.Contains(Canary, StringComparison.Ordinal));
        Assert.All(_rig.Control.AtRest(), part => Assert.DoesNotContain(Canary, part.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("host", "v")]
    [InlineData("mcp-session-id", "v")]
    [InlineData("x-key", "a\\nb")]
    [InlineData("x-key", "")]
    [InlineData("bad%20name", "v")]
    public async Task Save_WhatCannotBeSent_IsRefused(string header, string value) => Assert.Equal(
        "header-invalid", (await _rig.AdminAsync("PUT", $"servers/secretive/secrets/{header}", $$"""{"value":"{{value}}"}""")).Code);

    private Task<Reply> SaveAsync(string value) =>
        _rig.AdminAsync("PUT", "servers/secretive/secrets/Authorization", $$"""{"value":"{{value}}"}""");

    private Task<(int Status, string Text)> CallAsync() => _rig.CallAsync(_world.Server, _world.Token);

    private Task<Reply> TestAsync() => _rig.AdminAsync("POST", "servers/secretive/test");

    private async Task PatchAsync(string url) => Assert.Equal(
        200, (await _rig.AdminAsync("PATCH", "servers/secretive", $$"""{"url":"{{url}}"}""", ("If-Match", "*"))).Status);

    private async Task<string?> StateAsync() =>
        (await _rig.AdminAsync("GET", "servers/secretive")).Json.GetProperty("secrets")[0].GetProperty("state").GetString();
}
