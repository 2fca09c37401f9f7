using System.Collections.Frozen;
using Gatehouse.Gateway.Downstream;
using Gatehouse.Gateway.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Gatehouse.Gateway.Tests.Downstream;

public sealed class FramingTests
{
    private static readonly GatewaySettings Settings = new()
    {
        Hosts = FrozenSet.Create(StringComparer.Ordinal, "gate.example.com"),
        Origins = FrozenSet.Create(StringComparer.Ordinal, "https://app.example.com"),
    };

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8080")]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]:1")]
    [InlineData("Gate.Example.com:443")]
    public void Check_HostOfOurs_Passes(string host) => Assert.Null(Check(request => request.Headers.Host = host));

    [Theory]
    [InlineData("")]
    [InlineData("evil.test")]
    [InlineData("localhost.")]
    [InlineData("127.1")]
    [InlineData("gate.example.com.evil.test")]
    [InlineData("0.0.0.0")]
    public void Check_OtherHost_Is421(string host) =>
        Assert.Equal((421, "host-unknown"), Check(request => request.Headers.Host = host));

    [Fact]
    public void Check_TwoHosts_Is421() =>
        Assert.Equal(421, Check(request => request.Headers.Host = new StringValues(["localhost", "localhost"]))?.Status);

    [Theory]
    [InlineData("identity, chunked")]
    [InlineData("xchunked")]
    [InlineData("chunked, chunked")]
    [InlineData("")]
    public void Check_TransferEncodingOtherThanChunked_IsAmbiguous(string encoding) =>
        Assert.Equal((400, "framing-ambiguous"), Check(request => request.Headers.TransferEncoding = encoding));

    [Theory]
    [InlineData("Content-Length")]
    [InlineData("X-Content-Length")]
    public void Check_LengthBesideChunked_IsAmbiguous(string name) => Assert.Equal(
        (400, "framing-ambiguous"),
        Check(request =>
        {
            request.Headers.TransferEncoding = "chunked";
            request.Headers[name] = "5";
        }));

    [Theory]
    [InlineData("HTTP/1.0")]
    [InlineData("HTTP/3")]
    public void Check_OtherProtocol_Is400(string protocol) =>
        Assert.Equal((400, "http-version"), Check(request => request.Protocol = protocol));

    [Theory]
    [InlineData("Authorization")]
    [InlineData("Mcp-Session-Id")]
    public void Check_HeaderTwice_Is400(string name) =>
        Assert.Equal((400, "header-repeated"), Check(request => request.Headers[name] = new StringValues(["a", "a"])));

    [Theory]
    [InlineData("https://app.example.com", true, null)]
    [InlineData("http://localhost:3000", true, null)]
    [InlineData("http://localhost:3000", false, 403)]
    [InlineData("https://app.example.com:444", true, 403)]
    [InlineData("null", true, 403)]
    [InlineData("file://localhost", true, 403)]
    [InlineData("https://localhost@evil.test", true, 403)]
    public void Check_Origin_IsAPageOfOursOrRefused(string origin, bool isLoopback, int? status) =>
        Assert.Equal(status, Check(request => request.Headers.Origin = origin, isLoopback)?.Status);

    private static (int Status, string Reason)? Check(Action<HttpRequest> change, bool isLoopback = true)
    {
        var request = new DefaultHttpContext().Request;
        request.Protocol = "HTTP/1.1";
        request.Headers.Host = "localhost";
        change(request);
        return Framing.Check(request, Settings, isLoopback);
    }
}
