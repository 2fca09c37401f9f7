using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>A folder with a configuration, a policy and tokens, and a gateway on it.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 4096, UseProxy = false });
    private readonly List<GatewayProcess> _started = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("gatehouse-operation-").FullName;

    public string Data => Path.Combine(Folder, "data");

    public string Token { get; } = GrantToken.Create();

    public string OtherToken { get; } = GrantToken.Create();

    public required RecordingUpstream Upstream { get; init; }

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public Uri Address { get; private set; } = null!;

    public static async Task<World> CreateAsync()
    {
        var world = new World { Upstream = await RecordingUpstream.StartAsync() };
        world.Write("policy.json", """{"version":"1","default":"allow","tools":{"drop":{"deny_if":[{"conditions":[],"on_deny":"No."}]}}}""");
        return world;
    }

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    /// <summary>A grant's entry of the configuration.</summary>
    public static string Grant(string id, string token, string server = "one", string expires = "2099-01-01T00:00:00Z") =>
        $$"""{"id":"{{id}}","server":"{{server}}","token_sha256":"{{Hash(token)}}","expires":"{{expires}}","policy":"policy.json"}""";

    /// <summary>The configuration with one server and two grants; more members and other parts where given.</summary>
    public string Config(string more = "", string? grants = null, string server = "", string servers = "") => $$"""
        {
          "listen": "127.0.0.1:0", "management": "127.0.0.1:0", "data": "data", {{more}}
          "servers": { "one": { "url": "{{Upstream.Address}}" {{server}} } {{servers}} },
          "grants": [ {{grants ?? Grant("g1", Token) + "," + Grant("g2", OtherToken)}} ]
        }
        """;

    /// <summary>Writes the configuration, starts, and waits until it listens.</summary>
    public async Task<GatewayProcess> ServeAsync(string? config = null, string? folder = null)
    {
        Write("gatehouse.json", config ?? Config());
        var gateway = Start("serve", "--config", Path.Combine(Folder, "gatehouse.json"));
        Address = await gateway.AddressAsync();
        await gateway.SaysAsync("health and metrics on ");
        return gateway;
    }

    public GatewayProcess Start(params string[] arguments)
    {
        var gateway = GatewayProcess.Start(arguments, Folder, Environment);
        _started.Add(gateway);
        return gateway;
    }

    /// <summary>One <c>tools/call</c>, as a client of 2025-11-25 sends it.</summary>
    public Task<HttpResponseMessage> CallAsync(string tool, string? token = null, string arguments = "{}", string server = "one") =>
        SendAsync(HttpMethod.Post, token, $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{tool}}","arguments":{{arguments}} } }""", server);

    /// <summary>One <c>tools/call</c>, as a client of 2026-07-28 sends it.</summary>
    public Task<HttpResponseMessage> ModernCallAsync(string tool, string? token = null, string server = "one", string arguments = "{}")
    {
        const string Meta = """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}""";
        var body = $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{tool}}","arguments":{{arguments}},"_meta":{{Meta}} } }""";
        return SendAsync(HttpMethod.Post, token, body, server, version: "2026-07-28", headers: [("Mcp-Method", "tools/call"), ("Mcp-Name", tool)]);
    }

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string? token, string? body, string server = "one", string version = "2025-11-25", (string, string)[]? headers = null)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, "/mcp/" + server));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token);
        request.Headers.Add("MCP-Protocol-Version", version);
        foreach (var (name, value) in headers ?? [])
        {
            request.Headers.Add(name, value);
        }

        request.Headers.Add("Accept", "application/json, text/event-stream");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public Task<HttpResponseMessage> GetAsync(Uri address) => _http.GetAsync(address);

    /// <summary>Asks until the answer is as wanted; a reload takes about a second.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what, int seconds = 60)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await isSo())
        {
            try
            {
                await beat.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"not within {seconds} s: {what}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _started)
        {
            await gateway.DisposeAsync();
        }

        await Upstream.DisposeAsync();
        _http.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
