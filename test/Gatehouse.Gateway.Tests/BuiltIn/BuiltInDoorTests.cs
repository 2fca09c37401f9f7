using System.Net;
using System.Text;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tests.Downstream;

namespace Gatehouse.Gateway.Tests.BuiltIn;

/// <summary>The way to the server that the process itself is: the headers and bodies of agents, other callers.</summary>
public sealed class BuiltInDoorTests : IAsyncLifetime
{
    private const string Path = "/mcp/gatehouse";
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";

    private readonly FakeBuiltIn _server = new();
    private SseWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await SseWorld.StartAsync(_server);

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        Assert.Equal(0, _server.Places);
        Assert.DoesNotContain(".NET Sockets", _server.Threads);
    }

    [Theory]
    [InlineData(Path)]
    [InlineData(Path + "/")]
    public async Task Message_OfACaller_ComesAsItWasSent_WithoutTheCredential(string path)
    {
        using var answer = await _world.SendAsync(
            HttpMethod.Post, path, List, "right", ("MCP-Protocol-Version", "2025-11-25"), ("Cookie", "a=b"), ("X-Forwarded-For", "192.0.2.1"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        var request = Assert.Single(_server.Requests);
        Assert.Equal(List, Encoding.UTF8.GetString(request.Body.Span));
        Assert.Equal(["Content-Type", "MCP-Protocol-Version"], request.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
        Assert.Empty(_world.Sent);
    }

    [Theory]
    [InlineData("wrong", 401)]
    [InlineData("late", 429)]
    [InlineData(null, 401)]
    [InlineData(SseWorld.Token, 401)]
    public async Task Stranger_IsRefusedBeforeTheBodyIsRead_AndCounted(string? token, int status)
    {
        using var answer = await _world.SendAsync(HttpMethod.Post, Path, "not json at all", token);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 401 ? "Bearer" : "", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal(status == 429, answer.Headers.RetryAfter is not null);
        Assert.Equal("key-wrong", Assert.Single(_world.Recorder.Refusals).Reason);
        Assert.Equal(token ?? "", Assert.Single(_server.Tokens));
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"id":2,"method":"tools/list"}""")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list","extra":1}""")]
    public async Task Message_ThatIsNotSound_IsRefusedHere(string body)
    {
        using var answer = await _world.SendAsync(HttpMethod.Post, Path, body, "right");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData("GET", Path)]
    [InlineData("DELETE", Path)]
    [InlineData("GET", Path + "/sse")]
    [InlineData("POST", Path + "/messages")]
    public async Task Verb_OfSessionsAndStreams_IsNotOpen(string method, string path)
    {
        using var answer = await _world.SendAsync(new HttpMethod(method), path, method == "POST" ? List : null, "right");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData("Host", "evil.example.com", 421)]
    [InlineData("Origin", "https://evil.example.com", 403)]
    [InlineData("Gatehouse-Via", "not a chain", 508)]
    public async Task Headers_OfAForeignPageOrALoop_AreRefused(string name, string value, int status)
    {
        using var answer = await _world.SendAsync(HttpMethod.Post, Path, List, "right", (name, value));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData("/mcp/Gatehouse")]
    [InlineData("/mcp/gatehouse2")]
    [InlineData("/mcp/gatehouse/other")]
    public async Task Path_ThatIsSpeltOtherwise_IsNotItsOwn(string path)
    {
        using var answer = await _world.SendAsync(HttpMethod.Post, path, List, "right");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(_server.Tokens);
    }

    [Theory]
    [InlineData("bank", 200)]
    [InlineData("gatehouse", 401)]
    public async Task Metadata_TellsOfNoPlaceToGetTokensForIt(string server, int status)
    {
        _world.Settings = _world.Settings with { Authorization = new AuthorizationPlace { Agents = "https://mcp.example.com", Issuer = static () => "https://x.example.com/" } };
        _world.Apply(_world.Grant("g1", SseWorld.Token));

        using var answer = await _world.SendAsync(HttpMethod.Get, "/.well-known/oauth-protected-resource/mcp/" + server, token: null);

        Assert.Equal(status, (int)answer.StatusCode);
    }
}
