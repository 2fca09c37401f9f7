using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>A small MCP server over HTTP that remembers what reached it.</summary>
internal sealed class RecordingUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RecordingUpstream(WebApplication app) => _app = app;

    /// <summary>Calls of tools: name, the headers that came along, and the arguments as JSON.</summary>
    public ConcurrentQueue<(string Tool, Dictionary<string, string> Headers, string Arguments)> Calls { get; } = new();

    /// <summary>A call of the tool <c>slow</c> is answered when this is released.</summary>
    public TaskCompletionSource Slow { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Set once a call of <c>slow</c> is here.</summary>
    public TaskCompletionSource SlowArrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Address => new(new Uri(_app.Urls.First()), "/mcp");

    public static async Task<RecordingUpstream> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var upstream = new RecordingUpstream(app);
        app.Run(upstream.AnswerAsync);
        await app.StartAsync();
        return upstream;
    }

    public async ValueTask DisposeAsync()
    {
        Slow.TrySetResult();
        using var now = new CancellationTokenSource(0);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(": here\n\n");
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            return;
        }

        using var message = await JsonDocument.ParseAsync(http.Request.Body);
        if (!message.RootElement.TryGetProperty("id", out var id))
        {
            http.Response.StatusCode = 202;
            return;
        }

        var result = message.RootElement.GetProperty("method").GetString() switch
        {
            "initialize" => """{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"recorder","version":"1"}}""",
            "tools/list" => """{"tools":[{"name":"read","inputSchema":{"type":"object"}},{"name":"slow","inputSchema":{"type":"object"}},{"name":"drop","inputSchema":{"type":"object"}}]}""",
            "tools/call" => await CallAsync(http, message.RootElement.GetProperty("params")),
            _ => "{}",
        };
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id.GetRawText()}},"result":{{result}} }"""));
    }

    private async Task<string> CallAsync(HttpContext http, JsonElement call)
    {
        var tool = call.GetProperty("name").GetString()!;
        var headers = http.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Calls.Enqueue((tool, headers, call.TryGetProperty("arguments", out var given) ? given.GetRawText() : ""));
        if (tool == "slow")
        {
            SlowArrived.TrySetResult();
            await Slow.Task.WaitAsync(http.RequestAborted);
        }

        return """{"content":[{"type":"text","text":"done"}]}""";
    }
}
