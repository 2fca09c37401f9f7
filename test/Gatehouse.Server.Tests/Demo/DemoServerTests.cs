using System.Net;
using System.Text;
using System.Text.Json;

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
    public async Task EntryOfTheCatalogue_IsWhatTheServerLists()
    {
        await using var demo = await DemoServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var entry = JsonDocument.Parse(Control.Catalogue.Import.DemoServer.Entry);

        var hello = await AskAsync("initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}""");
        var list = await AskAsync("tools/list", "{}");

        var server = hello.GetProperty("serverInfo");
        Assert.EndsWith("/" + server.GetProperty("name").GetString(), entry.RootElement.GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.Equal(server.GetProperty("version").GetString(), entry.RootElement.GetProperty("version").GetString());
        Assert.True(JsonElement.DeepEquals(list.GetProperty("tools"), entry.RootElement.GetProperty("tools")), list.GetProperty("tools").GetRawText());

        async Task<JsonElement> AskAsync(string method, string parameters)
        {
            using var body = new StringContent($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""", Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(demo!.Address, body, TestContext.Current.CancellationToken);
            return JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("result");
        }
    }

    [Fact]
    public async Task Start_WhereSomebodyListensAlready_IsNone()
    {
        await using var first = await DemoServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.Null(await DemoServer.StartAsync(new IPEndPoint(IPAddress.Loopback, new Uri(first!.Address).Port)));
    }
}
