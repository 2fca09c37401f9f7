using Gatehouse.Fixture;
using Gatehouse.Fixture.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// The fixture MCP server: every name that the conformance suite asks for, in both eras.
//   --port N   Streamable HTTP on 127.0.0.1:N (0 takes a free port): /mcp keeps sessions, /stateless keeps none
//   --stdio    one session over stdin and stdout
//   --client URL   the other way round: a client that uses everything the server at URL lists
if (args is ["--stdio"])
{
    var builder = Host.CreateEmptyApplicationBuilder(null);
    FixtureServer.Add(builder.Services).WithStdioServerTransport();
    await builder.Build().RunAsync();
    return 0;
}

if (args is ["--client", var address])
{
    return await ConformanceClient.RunAsync(new Uri(address));
}

if (args is not ["--port", var text] || !int.TryParse(text, out var port))
{
    await Console.Error.WriteLineAsync("usage: Gatehouse.Fixture --port N | --stdio | --client URL");
    return 2;
}

await using var site = FixtureSite.Build(port);
await site.StartAsync();
Console.WriteLine($"listening on {site.Urls.First()}");
await site.WaitForShutdownAsync();
return 0;
