using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Browser.Tests;

/// <summary>An agent with a grant's token: it lists tools and calls them, as MCP clients do.</summary>
internal sealed class Agent(Uri agents, string server, string token) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private string? _session;
    private int _last;

    public void Dispose() => _http.Dispose();

    public async Task BeginAsync()
    {
        await AskAsync("initialize", new
        {
            protocolVersion = "2025-11-25", capabilities = new { }, clientInfo = new { name = "<img src=x onerror=alert(1)>", version = "1" },
        });
        await SendAsync(JsonSerializer.Serialize(new { jsonrpc = "2.0", method = "notifications/initialized" }));
        await AskAsync("tools/list", new { });
    }

    /// <summary>Calls a tool and gives everything that came back.</summary>
    public Task<string> CallAsync(string tool, object arguments) => AskAsync("tools/call", new { name = tool, arguments });

    private Task<string> AskAsync(string method, object parameters) =>
        SendAsync(JsonSerializer.Serialize(new { jsonrpc = "2.0", id = ++_last, method, @params = parameters }));

    private async Task<string> SendAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(agents, $"mcp/{server}"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", "2025-11-25");
        if (_session is not null)
        {
            request.Headers.Add("Mcp-Session-Id", _session);
        }

        using var reply = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        _session ??= reply.Headers.TryGetValues("Mcp-Session-Id", out var sessions) ? sessions.First() : null;
        return await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
