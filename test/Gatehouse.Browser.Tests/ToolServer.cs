using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Browser.Tests;

/// <summary>An MCP server on this machine that lists what a test wants, and can go away.</summary>
internal sealed class ToolServer : IAsyncDisposable
{
    private readonly WebApplication _site;
    private volatile string _tools = "";

    private ToolServer(WebApplication site) => _site = site;

    /// <summary>Its address.</summary>
    public string Url => _site.Urls.First() + "/mcp";

    /// <summary>Starts it with definitions: name, description, members of the input schema as JSON.</summary>
    public static async Task<ToolServer> StartAsync(params IEnumerable<(string Name, string Description, string Schema)> tools)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new ToolServer(builder.Build());
        server.List(tools);
        server._site.Run(server.AnswerAsync);
        await server._site.StartAsync();
        return server;
    }

    /// <summary>Lists other definitions from now on.</summary>
    public void List(params IEnumerable<(string Name, string Description, string Schema)> tools) => _tools = string.Join(',', tools.Select(tool =>
        $$$"""{"name":{{{JsonSerializer.Serialize(tool.Name)}}},"description":{{{JsonSerializer.Serialize(tool.Description)}}},"inputSchema":{"type":"object",{{{tool.Schema}}}}}"""));

    /// <summary>Goes away.</summary>
    public Task StopAsync() => _site.StopAsync();

    public async ValueTask DisposeAsync() => await _site.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        using var request = await JsonDocument.ParseAsync(http.Request.Body);
        if (!request.RootElement.TryGetProperty("id", out var id))
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        var result = request.RootElement.GetProperty("method").GetString() switch
        {
            "initialize" => """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"tools","version":"1"}}""",
            "tools/list" => $$"""{"tools":[{{_tools}}]}""",
            _ => """{"content":[]}""",
        };
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"jsonrpc":"2.0","id":{{id.GetRawText()}},"result":{{result}} }"""));
    }
}
