using System.Text;
using Xunit;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>HTTP as bytes against the real listener: attack cases of family HTT.</summary>
public sealed class FramingTests(FramedWorld framed) : IClassFixture<FramedWorld>
{
    private const string Chunk = "3\r\nabc\r\n0\r\n\r\n";
    private readonly World _world = framed.World;

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nPOST /mcp/one HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + Chunk)]
    [InlineData("Content-Length: +3\r\n\r\nabc")]
    [InlineData("Content-Length: 0x3\r\n\r\nabc")]
    [InlineData("Content-Length: 3, 3\r\n\r\nabc")]
    [InlineData("Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")]
    [InlineData("Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Transfer-Encoding: identity, chunked\r\n\r\n" + Chunk)]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n" + Chunk)]
    [InlineData("Transfer-Encoding: chunked, chunked\r\n\r\n" + Chunk)]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + Chunk)]
    [InlineData("Transfer-Encoding : chunked\r\n\r\n" + Chunk)]
    [InlineData("Content-Length: 3\r\n folded: x\r\n\r\nabc")]
    public async Task Request_FramedInTwoWays_Is400AndTheConnectionCloses(string rest)
    {
        var (answer, isClosed) = await RawHttp.SendAsync(_world.Address, Head("POST /mcp/one HTTP/1.1") + rest, 8);

        Assert.Equal([400], RawHttp.Statuses(answer));
        Assert.True(isClosed, answer);
    }

    [Theory]
    [InlineData("POST /mcp/one HTTP/1.0\r\nContent-Length: 0\r\n\r\n", new[] { 400 })]
    [InlineData("POST /mcp/one HTTP/1.1\r\nContent-Length: 0\r\n\r\n", new[] { 400 })]
    [InlineData("POST /mcp/one HTTP/1.1\r\nHost: a/?x=\r\nContent-Length: 0\r\n\r\n", new[] { 400, 421 })]
    [InlineData("POST /mcp/one HTTP/1.1\r\nHost: evil.test\r\nContent-Length: 0\r\n\r\n", new[] { 421 })]
    [InlineData("POST /mcp/one HTTP/1.1\r\nHost: localhost.evil.test\r\nContent-Length: 0\r\n\r\n", new[] { 421 })]
    [InlineData("POST /mcp/one HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\nContent-Length: 0\r\n\r\n", new[] { 400 })]
    [InlineData("POST http://evil.test/mcp/one HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", new[] { 400, 421 })]
    public async Task Request_ForNoHostOfOurs_IsRefused(string text, int[] statuses)
    {
        var (answer, isClosed) = await RawHttp.SendAsync(_world.Address, text);

        Assert.Contains(Assert.Single(RawHttp.Statuses(answer)), statuses);
        Assert.True(isClosed, answer);
    }

    [Theory]
    [InlineData("https://evil.test", 403)]
    [InlineData("null", 403)]
    [InlineData("http://localhost.evil.test", 403)]
    [InlineData("http://localhost:3000", 200)]
    public async Task Origin_OfAPage_DecidesWhetherItMayCall(string origin, int status)
    {
        var body = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";
        var (answer, _) = await RawHttp.SendAsync(_world.Address, Head("POST /mcp/one HTTP/1.1") + $"Origin: {origin}\r\n{Json(body)}");

        Assert.Equal([status], RawHttp.Statuses(answer));
        Assert.DoesNotContain("Access-Control-Allow", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Options_FromAForeignPage_AllowsNothing()
    {
        var (answer, _) = await RawHttp.SendAsync(
            _world.Address, "OPTIONS /mcp/one HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.test\r\nAccess-Control-Request-Method: POST\r\n\r\n");

        Assert.Equal([403], RawHttp.Statuses(answer));
        Assert.DoesNotContain("Access-Control-Allow", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Token_InTheQuery_Is401()
    {
        var (answer, _) = await RawHttp.SendAsync(
            _world.Address, $"POST /mcp/one?access_token={_world.Token} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal([401], RawHttp.Statuses(answer));
        Assert.Contains("WWW-Authenticate: Bearer", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/mcp")]
    [InlineData("/MCP/one")]
    [InlineData("/%6dcp/one")]
    [InlineData("/x/../mcp/one")]
    [InlineData("//mcp/one")]
    [InlineData("/mcp/one;x")]
    [InlineData("/mcp/%6fne")]
    [InlineData("/mcp/one%2f..%2fadmin")]
    [InlineData("/mcp/one//")]
    [InlineData("/admin")]
    [InlineData("/metrics")]
    public async Task Path_SpelledOtherwise_IsNoServersPath(string path)
    {
        var bare = await RawHttp.SendAsync(_world.Address, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        var withToken = await RawHttp.SendAsync(_world.Address, Head($"POST {path} HTTP/1.1") + "Content-Length: 0\r\n\r\n");

        Assert.Equal([401], RawHttp.Statuses(bare.Answer));
        Assert.Equal([404], RawHttp.Statuses(withToken.Answer));
    }

    [Fact]
    public async Task Expect_WithAWrongToken_IsAnsweredBeforeTheBody()
    {
        var (answer, _) = await RawHttp.SendAsync(
            _world.Address,
            "POST /mcp/one HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer gth_wrong\r\nExpect: 100-continue\r\nContent-Length: 4000\r\n\r\n");

        Assert.Equal([401], RawHttp.Statuses(answer));
    }

    [Fact]
    public async Task Body_OverTheLimitByLength_Is413BeforeItIsSent()
    {
        var (answer, _) = await RawHttp.SendAsync(
            _world.Address, Head("POST /mcp/one HTTP/1.1") + "Content-Type: application/json\r\nContent-Length: 4097\r\n\r\n");

        Assert.Equal([413], RawHttp.Statuses(answer));
    }

    [Fact]
    public async Task Body_OverTheLimitInChunks_Is413()
    {
        var chunk = $"800\r\n{new string(' ', 0x800)}\r\n";
        var (answer, _) = await RawHttp.SendAsync(
            _world.Address, Head("POST /mcp/one HTTP/1.1") + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk);

        Assert.Equal([413], RawHttp.Statuses(answer));
    }

    [Theory]
    [InlineData(4096, 200)]
    [InlineData(4097, 413)]
    public async Task Body_AtTheLimit_IsJudgedWhole(int bytes, int status)
    {
        const string Before = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{"pad":" """;
        const string After = """ "}}}""";
        var body = Before + new string('x', bytes - Before.Length - After.Length) + After;
        var (answer, _) = await RawHttp.SendAsync(_world.Address, Head("POST /mcp/one HTTP/1.1") + Json(body));

        Assert.Equal([status], RawHttp.Statuses(answer));
    }

    [Fact]
    public async Task Body_Compressed_Is415()
    {
        var (answer, _) = await RawHttp.SendAsync(
            _world.Address, Head("POST /mcp/one HTTP/1.1") + "Content-Encoding: gzip\r\n" + Json("{}"));

        Assert.Equal([415], RawHttp.Statuses(answer));
    }

    [Theory]
    [InlineData("GET", "2026-07-28", 405)]
    [InlineData("DELETE", "2026-07-28", 405)]
    [InlineData("PUT", "2025-11-25", 405)]
    [InlineData("GET", "1999-01-01", 400)]
    public async Task Verb_ThatIsNotOpen_IsRefused(string verb, string version, int status)
    {
        var (answer, _) = await RawHttp.SendAsync(
            _world.Address, Head($"{verb} /mcp/one HTTP/1.1") + $"MCP-Protocol-Version: {version}\r\nMcp-Session-Id: x\r\nLast-Event-ID: 7\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal([status], RawHttp.Statuses(answer));
    }

    [Fact]
    public async Task Authorization_Twice_Is400()
    {
        var (answer, isClosed) = await RawHttp.SendAsync(
            _world.Address, Head("POST /mcp/one HTTP/1.1") + "Authorization: Bearer x\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal([400], RawHttp.Statuses(answer));
        Assert.True(isClosed);
    }

    private static string Json(string body) =>
        $"Content-Type: application/json\r\nMCP-Protocol-Version: 2025-11-25\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    private string Head(string line) => $"{line}\r\nHost: localhost\r\nAuthorization: Bearer {_world.Token}\r\n";
}
