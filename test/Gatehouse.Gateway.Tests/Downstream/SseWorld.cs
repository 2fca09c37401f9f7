using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.BuiltIn;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tests.Calls;
using Gatehouse.Gateway.Tests.Tasks;
using Gatehouse.Gateway.Tests.Upstreams;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Gateway.Tests.Downstream;

/// <summary>A whole data plane behind a web server, an MCP server behind it, and what a client of 2024-11-05 does.</summary>
internal sealed class SseWorld : IAsyncDisposable, ISnapshotSource
{
    public const string Token = "gth_first";
    public const string OtherToken = "gth_second";

    private readonly string _folder = Directory.CreateTempSubdirectory("sse").FullName;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 200 });
    private readonly DataPlane _plane;
    private readonly FakeServer _gateway;
    private readonly FakeServer _server;

    private SseWorld(FakeServer server, FakeServer gateway, IBuiltInServer? builtIn)
    {
        (_server, _gateway, Recorder) = (server, gateway, new FakeRecorder(Steps));
        var plain = Some.Server("bank");
        Server = plain with { Entry = (UpstreamEntry.Http)plain.Entry with { Url = server.Url } };
        Current = Snapshot(Grant("g1", Token), Grant("g2", OtherToken));
        _plane = new DataPlane(new DataPlanePorts
        {
            Snapshots = this,
            Recorder = Recorder,
            Counters = Counters = new FakeCounters(Steps),
            Approvals = Desk = new FakeDesk(Steps),
            Tasks = new FakeTasks(Desk, Time),
            Definitions = LockFile.Open(Path.Combine(_folder, "gatehouse.lock"), Time).File!,
            Keys = KeyRing.Ephemeral(),
            Time = Time,
            BuiltIn = builtIn,
            Logs = NullLoggerFactory.Instance,
        });
    }

    public event EventHandler<GatewaySnapshot>? Changed;

    public Steps Steps { get; } = new();

    public FakeRecorder Recorder { get; }

    public FakeCounters Counters { get; }

    public FakeDesk Desk { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public ActiveServer Server { get; }

    public GatewaySnapshot Current { get; private set; }

    public bool IsConfirmed { get; set; } = true;

    public GatewaySettings Settings { get; set; } = new() { MaxBodyBytes = 10_000 };

    /// <summary>What reached the MCP server: verb, session and body.</summary>
    public ConcurrentQueue<(string Verb, string? Session, string? LastEventId, string Body)> Sent { get; } = new();

    /// <summary>Answers a request in the server's place; false where it leaves that to the server.</summary>
    public Func<HttpContext, JsonElement, Task<bool>> Answer { get; set; } = static (_, _) => Task.FromResult(false);

    /// <summary>What the server's own stream holds; null for a server without one.</summary>
    public Func<HttpContext, Task>? Listen { get; set; }

    public static async Task<SseWorld> StartAsync(IBuiltInServer? builtIn = null)
    {
        SseWorld? world = null;
        var server = await FakeServer.StartAsync(http => world!.ServeAsync(http));
        var gateway = await FakeServer.StartAsync(http => world!._plane.HandleAsync(http));
        return world = new SseWorld(server, gateway, builtIn);
    }

    public ActiveGrant Grant(string id, string token, string policy =
        """{"version":"1","default":"deny","tools":{"read":{"rate_limit":{"max":5,"window":60}},"slow":{}},"hide":["drop"]}""") =>
        Some.Grant(id, Server, policy) with { Token = TokenHash.Of(token) };

    public void Apply(params ActiveGrant[] grants)
    {
        Current = Snapshot(grants);
        Changed?.Invoke(this, Current);
    }

    public void CloseStreams() => _plane.CloseStreams();

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body = null, string? token = Token, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(_gateway.Url, path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>Serves a client on a pair of streams, as <c>gatehouse run</c> does.</summary>
    public Task ServeLinesAsync(Stream input, Stream output) =>
        _plane.ServeAsync("g1", input, output, TestContext.Current.CancellationToken);

    public async Task<SseClient> OpenAsync(string token = Token)
    {
        var response = await SendAsync(HttpMethod.Get, "/mcp/bank/sse", null, token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var client = new SseClient(this, token, response, await response.Content.ReadAsStreamAsync());
        var (name, endpoint) = await client.NextAsync();
        Assert.Equal("endpoint", name);
        client.Endpoint = endpoint;
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _plane.CloseStreams();
        await _gateway.DisposeAsync();
        await _plane.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private GatewaySnapshot Snapshot(params ActiveGrant[] grants) => new([Server], grants, Settings);

    private async Task ServeAsync(HttpContext http)
    {
        var body = await FakeServer.BodyAsync(http);
        string? session = http.Request.Headers["Mcp-Session-Id"], last = http.Request.Headers["Last-Event-ID"];
        Sent.Enqueue((http.Request.Method, session, last, body));
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = HttpMethods.IsGet(http.Request.Method) && Listen is null ? 405 : 200;
            await (HttpMethods.IsGet(http.Request.Method) && Listen is { } listen ? listen(http) : Task.CompletedTask);
            return;
        }

        using var message = JsonDocument.Parse(body);
        if (!message.RootElement.TryGetProperty("id", out var id) || !message.RootElement.TryGetProperty("method", out var method))
        {
            http.Response.StatusCode = 202;
        }
        else if (!await Answer(http, message.RootElement))
        {
            http.Response.Headers["Mcp-Session-Id"] = "theirs";
            await FakeServer.JsonAsync(http, CallRig.Result(message.RootElement, method.GetString() switch
            {
                "initialize" => """{"protocolVersion":"2024-11-05","capabilities":{},"serverInfo":{"name":"bank","version":"1"}}""",
                "tools/list" => """{"tools":[{"name":"read","inputSchema":{"type":"object"}},{"name":"drop","inputSchema":{"type":"object"}},{"name":"slow","inputSchema":{"type":"object"}}]}""",
                _ => """{"content":[{"type":"text","text":"done"}]}""",
            }));
        }
    }
}
