using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Tests;

/// <summary>An MCP server with one tool that tells the credential it was called with.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly WebApplication _site;

    private RecordingServer(WebApplication site) => _site = site;

    public string Url => _site.Urls.First();

    /// <summary>Path and Authorization header of every request.</summary>
    public ConcurrentQueue<(string Path, string? Authorization)> Seen { get; } = new();

    /// <summary>Sessions that were ended.</summary>
    public ConcurrentQueue<string?> Ended { get; } = new();

    /// <summary>Answers instead of it; null to behave.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    public static async Task<RecordingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new RecordingServer(builder.Build());
        server._site.Run(server.AnswerAsync);
        await server._site.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _site.StopAsync();
        await _site.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        string? authorization = http.Request.Headers.Authorization;
        Seen.Enqueue((http.Request.Path, authorization));
        if (Instead is { } instead)
        {
            await instead(http);
            return;
        }

        if (HttpMethods.IsDelete(http.Request.Method))
        {
            Ended.Enqueue(http.Request.Headers["Mcp-Session-Id"]);
            return;
        }

        using var request = await JsonDocument.ParseAsync(http.Request.Body);
        if (!request.RootElement.TryGetProperty("id", out var id))
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        var method = request.RootElement.GetProperty("method").GetString();
        if (method == "initialize")
        {
            http.Response.Headers["Mcp-Session-Id"] = "session-1";
        }

        var result = method switch
        {
            "initialize" => """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"recorder","version":"1"}}""",
            "tools/list" => """{"tools":[{"name":"test_simple_text","inputSchema":{"type":"object"}}]}""",
            _ => $$"""{"content":[{"type":"text","text":"called with {{authorization ?? "nothing"}}"}]}""",
        };
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync($$"""{"jsonrpc":"2.0","id":{{id.GetRawText()}},"result":{{result}}}""");
    }
}
