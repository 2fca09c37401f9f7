using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>What keeps a gateway from starting, and what must not.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private World _world = null!;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Serve_ConfigurationAndPolicyUnsound_StartsNothingAndPrintsEverythingWithItsPlace()
    {
        _world.Write("policy.json", "{\"version\":\"1\",\n \"default\":\"maybe\",\n \"toolz\":{}}");
        _world.Write("other.json", "{\"version\":\"1\",\"default\":7}");
        _world.Write("gatehouse.json", _world.Config(grants: World.Grant("g1", _world.Token)
            + "," + World.Grant("g2", _world.OtherToken).Replace("policy.json", "other.json", StringComparison.Ordinal)));
        var gateway = _world.Start("serve", "--config", "gatehouse.json");

        Assert.Equal(3, await gateway.EndAsync());
        Assert.Matches(@"policy\.json:2:\d+: error ", gateway.Said);
        Assert.Matches(@"policy\.json:3:\d+: error ", gateway.Said);
        Assert.Matches(@"other\.json:1:\d+: error ", gateway.Said);
        Assert.DoesNotContain("listening", gateway.Said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_world.Data));
    }

    [Fact]
    public async Task Serve_PathWithANul_IsAFindingAndNoCrash()
    {
        _world.Write("gatehouse.json", _world.Config().Replace("\"policy.json\"", "\"policy\\u0000.json\"", StringComparison.Ordinal));
        var gateway = _world.Start("serve", "--config", "gatehouse.json");

        Assert.Equal(3, await gateway.EndAsync());
        Assert.DoesNotContain("   at ", gateway.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_SecondOnTheDataFolder_IsRefusedNamingTheFirst()
    {
        var first = await _world.ServeAsync();
        var second = _world.Start("serve", "--config", "gatehouse.json");

        Assert.Equal(1, await second.EndAsync());
        Assert.Contains($"in use by process {first.Id}", second.Said, StringComparison.Ordinal);
        using var answer = await _world.CallAsync("read");
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("listen")]
    [InlineData("management")]
    public async Task Serve_PortInUse_IsOneSentence(string member)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var config = _world.Config().Replace($"\"{member}\": \"127.0.0.1:0\"", $"\"{member}\": \"{taken.LocalEndpoint}\"", StringComparison.Ordinal);
        _world.Write("gatehouse.json", config);
        var gateway = _world.Start("serve", "--config", "gatehouse.json");

        Assert.Equal(1, await gateway.EndAsync());
        Assert.Contains($"cannot listen on `{taken.LocalEndpoint}`: it is in use by another process", gateway.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", gateway.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("this is no certificate")]
    public async Task Serve_CertificateUnusable_IsOneSentence(string? content)
    {
        if (content is not null)
        {
            _world.Write("cert.pem", content);
            _world.Write("key.pem", content);
        }

        _world.Write("gatehouse.json", _world.Config("\"tls\":{\"certificate\":\"cert.pem\",\"key\":\"key.pem\"},"));
        var gateway = _world.Start("serve", "--config", "gatehouse.json");

        Assert.Equal(3, await gateway.EndAsync());
        Assert.Contains("cert.pem", gateway.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", gateway.Said, StringComparison.Ordinal);
    }

    // The host watches its content root for changed settings: were that the working directory, this tree would hold up the start.
    [Fact]
    public async Task Serve_FromAHugeWorkingDirectory_WatchesNoneOfIt()
    {
        for (var i = 0; i < 3_000; i++)
        {
            Directory.CreateDirectory(Path.Combine(_world.Folder, "tree", $"a{i % 50}", $"b{i}", "c"));
        }

        var clock = Stopwatch.StartNew();
        var gateway = await _world.ServeAsync();
        var watches = Directory.EnumerateFiles($"/proc/{gateway.Id}/fdinfo")
            .Sum(file => File.ReadLines(file).Count(line => line.StartsWith("inotify", StringComparison.Ordinal)));

        Assert.True(watches < 50, $"{watches} directories are watched");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"it took {clock.Elapsed}");
    }
}
