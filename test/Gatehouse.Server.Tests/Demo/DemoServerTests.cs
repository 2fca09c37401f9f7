using System.Net;

namespace Gatehouse.Server.Tests.Demo;

public sealed class DemoServerTests
{
    [Fact]
    public async Task Start_AnAddressOfItsOwn_ListensThere()
    {
        await using var demo = await DemoServer.StartAsync(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));

        Assert.Equal("127.0.0.2", new Uri(demo!.Address).Host);
    }

    [Fact]
    public async Task Start_WhereSomebodyListensAlready_IsNone()
    {
        await using var first = await DemoServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.Null(await DemoServer.StartAsync(new IPEndPoint(IPAddress.Loopback, new Uri(first!.Address).Port)));
    }
}
