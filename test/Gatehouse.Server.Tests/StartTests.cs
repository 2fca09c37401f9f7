using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Server.Tests;

/// <summary>What the process does between its beginning and "ready".</summary>
public sealed class StartTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sigterm_OnceTheFirstListenerIsUp_EndsTheProcessInOrder()
    {
        var (code, output) = await StartedServer.StopWhenHeardAsync(_folder.Path, FreeAddress());

        Assert.True(code == 0, output);
        Assert.DoesNotContain("xception", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WritesNothingOutsideTheDataFolder()
    {
        await using var server = await StartedServer.StartAsync(_folder.Path);
        Assert.Equal(0, await server.StopAsync());

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "home")));
        Assert.Equal(["data", "home"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(server.Output, line => line.Contains("DataProtection", StringComparison.Ordinal));
    }

    private static IPEndPoint FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
