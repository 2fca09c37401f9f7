using System.Collections.Concurrent;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class HttpUpstreamTests
{
    private const string Result = """{"jsonrpc":"2.0","id":1,"result":{}}""";

    [Fact]
    public async Task Exchange_LegacyCall_SendsTheBytesAndItsHeadersOnly()
    {
        var seen = new ConcurrentDictionary<string, string>();
        await using var server = await FakeServer.StartAsync(async context =>
        {
            foreach (var (name, value) in context.Request.Headers)
                seen[name] = value!;
            seen["body"] = await FakeServer.BodyAsync(context);
            context.Response.Headers["Mcp-Session-Id"] = "s-2";
            context.Response.Headers.SetCookie = "a=b";
            await FakeServer.JsonAsync(context, Result);
        });
        await using var upstream = Samples.Upstream(Samples.Http(server.Url));
        var request = Samples.Send(Samples.Call, session: "s-1") with { ProtocolVersion = "2025-11-25" };

        for (var i = 0; i < 2; i++)
        {
            var (answer, fault) = await upstream.ExchangeAsync(request, Samples.Cancel);

            Assert.Null(fault);
            Assert.Equal((200, AnswerForm.Json, "s-2"), (answer!.Status, answer.Form, answer.SessionId));
            Assert.Equal(Result, Samples.Text(answer));
            await answer.DisposeAsync();
        }

        Assert.Equal(Samples.Call, seen["body"]);
        Assert.Equal("Bearer up", seen["Authorization"]);
        Assert.Equal("s-1", seen["Mcp-Session-Id"]);
        Assert.Equal("application/json, text/event-stream", seen["Accept"]);
        string[] expected =
        [
            "Accept", "Authorization", "body", "Content-Length", "Content-Type", "Gatehouse-Via", "Host",
            "MCP-Protocol-Version", "Mcp-Session-Id",
        ];
        Assert.Equal(expected, seen.Keys.Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Exchange_ModernCall_DerivesItsHeadersFromTheMessage()
    {
        HeaderDictionary? seen = null;
        await using var server = await FakeServer.StartAsync(context =>
        {
            seen = new HeaderDictionary(context.Request.Headers.ToDictionary());
            return FakeServer.JsonAsync(context, Result);
        });
        await using var upstream = Samples.Upstream(Samples.Http(server.Url));
        var request = Samples.Send(Samples.Call, name: "grüße", era: Era.Modern) with
        {
            ProtocolVersion = "2026-07-28",
            ParamHeaders = [new("Mcp-Param-Region", "eu")],
        };

        var (answer, _) = await upstream.ExchangeAsync(request, Samples.Cancel);

        Assert.Equal("tools/call", seen!["Mcp-Method"]);
        Assert.Equal("grüße", HeaderValue.Decode(seen["Mcp-Name"]!));
        Assert.StartsWith("=?base64?", seen["Mcp-Name"], StringComparison.Ordinal);
        Assert.Equal("eu", seen["Mcp-Param-Region"]);
        Assert.Equal("2026-07-28", seen["MCP-Protocol-Version"]);
        await answer!.DisposeAsync();
    }

    [Theory]
    [InlineData("X-Evil", "1")]
    [InlineData("Mcp-Param-A", "a\r\nX-Evil: 1")]
    [InlineData("Mcp-Param A", "a")]
    public async Task Exchange_ParamHeaderThatIsNone_SendsNothing(string name, string value)
    {
        var calls = 0;
        await using var server = await FakeServer.StartAsync(context =>
        {
            calls++;
            return FakeServer.JsonAsync(context, Result);
        });
        await using var upstream = Samples.Upstream(Samples.Http(server.Url));
        var request = Samples.Send(Samples.Call, era: Era.Modern) with { ParamHeaders = [new(name, value)] };

        var (_, fault) = await upstream.ExchangeAsync(request, Samples.Cancel);

        Assert.Equal(("upstream-header-invalid", true), (fault!.Code, fault.NothingSent));
        Assert.Equal(0, calls);
    }

    [Theory]
    [InlineData(200, "application/json; charset=utf-8", "Json", 200, null)]
    [InlineData(400, "application/json", "Json", 400, null)]
    [InlineData(500, "application/json", "Json", 500, null)]
    [InlineData(404, "text/plain", "Empty", 404, null)]
    [InlineData(405, null, "Empty", 405, null)]
    [InlineData(202, null, "Empty", 202, null)]
    [InlineData(200, "text/html", null, 502, "upstream-answer-invalid")]
    [InlineData(200, null, null, 502, "upstream-answer-invalid")]
    [InlineData(200, "application/json; charset=utf-16", null, 502, "upstream-answer-invalid")]
    [InlineData(200, "application/jsonp", null, 502, "upstream-answer-invalid")]
    [InlineData(503, "text/html", null, 502, "upstream-answer-invalid")]
    [InlineData(401, "application/json", null, 502, "upstream-unauthorized")]
    [InlineData(403, "application/json", null, 502, "upstream-unauthorized")]
    public async Task Exchange_HeadOfTheAnswer_DecidesItsForm(int status, string? type, string? form, int expected, string? code)
    {
        await using var server = await FakeServer.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.WWWAuthenticate = "Bearer resource_metadata=\"http://169.254.169.254/\"";
            if (status != 202)
                await context.Response.WriteAsync(Result);
        });
        await using var upstream = Samples.Upstream(Samples.Http(server.Url));

        var (answer, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal((form, code), (answer?.Form.ToString(), fault?.Code));
        Assert.Equal(expected, answer?.Status ?? fault!.Status);
        Assert.NotEqual(true, fault?.NothingSent);
    }

    [Theory]
    [InlineData(307)]
    [InlineData(302)]
    [InlineData(308)]
    public async Task Exchange_Redirect_IsNotFollowed(int status)
    {
        var paths = new ConcurrentQueue<string>();
        await using var server = await FakeServer.StartAsync(context =>
        {
            paths.Enqueue(context.Request.Path);
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });
        await using var upstream = Samples.Upstream(Samples.Http(server.Url));

        var (_, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal("upstream-redirected", fault!.Code);
        Assert.Equal(["/mcp"], paths);
    }

    [Fact]
    public async Task Exchange_Cookie_IsNotSentBack()
    {
        var cookies = new ConcurrentQueue<string>();
        await using var server = await FakeServer.StartAsync(context =>
        {
            cookies.Enqueue(context.Request.Headers.Cookie.ToString());
            context.Response.Headers.SetCookie = "sid=A";
            return FakeServer.JsonAsync(context, Result);
        });
        await using var upstream = Samples.Upstream(Samples.Http(server.Url));

        await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);
        await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal(["", ""], cookies);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exchange_BodyOverTheCap_IsCutOff(bool isAnnounced)
    {
        var body = Result.PadRight(5000);
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.ContentLength = isAnnounced ? body.Length : null;
            return FakeServer.JsonAsync(context, body);
        });
        await using var large = Samples.Upstream(Samples.Http(server.Url) with { MaxAnswerBytes = 5000 });
        await using var small = Samples.Upstream(Samples.Http(server.Url) with { MaxAnswerBytes = 4999 });

        var (answer, _) = await large.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);
        var (_, fault) = await small.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal(body, Samples.Text(answer));
        Assert.Equal("upstream-answer-too-large", fault!.Code);
        await answer!.DisposeAsync();
    }

    [Fact]
    public async Task Exchange_CompressedAnswer_IsRefused()
    {
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return FakeServer.JsonAsync(context, Result);
        });
        await using var upstream = Samples.Upstream(Samples.Http(server.Url));

        var (_, fault) = await upstream.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal("upstream-answer-invalid", fault!.Code);
    }

    [Fact]
    public async Task Exchange_End_DeletesTheSession()
    {
        string? seen = null;
        await using var server = await FakeServer.StartAsync(context =>
        {
            seen = $"{context.Request.Method} {context.Request.Headers["Mcp-Session-Id"]}";
            return Task.CompletedTask;
        });
        await using var upstream = Samples.Upstream(Samples.Http(server.Url));

        var (answer, _) = await upstream.ExchangeAsync(Samples.Verb(UpstreamVerb.End, "s-1"), Samples.Cancel);

        Assert.Equal("DELETE s-1", seen);
        Assert.Equal((200, AnswerForm.Empty), (answer!.Status, answer.Form));
    }
}
