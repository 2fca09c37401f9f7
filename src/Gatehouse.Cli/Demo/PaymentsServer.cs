using System.Buffers;
using System.Net;
using System.Text.Json;
using Gatehouse.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Cli.Demo;

/// <summary>A small MCP server on a loopback port of its own: payments that exist only in memory.</summary>
internal sealed class PaymentsServer : IAsyncDisposable
{
    private const int MaxBody = 64 * 1024;
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    private readonly WebApplication _app;
    private readonly Payments _payments = new();

    private PaymentsServer(IPEndPoint at)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        PartOfProcess.Set(builder);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(at));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Address => $"{_app.Urls.First()}/mcp";

    /// <summary>How many tool calls have reached it.</summary>
    public int Calls => _payments.Calls;

    /// <summary>Starts one.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <param name="at">A loopback address, where port 0 takes a free one; null for any.</param>
    public static async Task<PaymentsServer> StartAsync(CancellationToken cancel, IPEndPoint? at = null)
    {
        var server = new PaymentsServer(at ?? new(IPAddress.Loopback, 0));
        await server._app.StartAsync(cancel);
        return server;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || http.Request.ContentLength > MaxBody)
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        using var request = await JsonDocument.ParseAsync(http.Request.Body, _strict, http.RequestAborted);
        if (!request.RootElement.TryGetProperty("id", out var id))
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            json.WritePropertyName("id");
            id.WriteTo(json);
            _payments.Answer(json, request.RootElement);
            json.WriteEndObject();
        }

        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }
}
