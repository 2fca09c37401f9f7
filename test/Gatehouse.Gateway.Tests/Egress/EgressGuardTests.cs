using System.Net;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Gateway.Tests.Egress;

public sealed class EgressGuardTests
{
    private static readonly EgressRule Public = new();
    private static readonly EgressRule Operator = new() { IsOperatorAddress = true };

    [Fact]
    public void NewHandler_Settings_AreAllSetExplicitly()
    {
        using var handler = EgressGuard.NewHandler(new EgressRule
        {
            ConnectTimeout = TimeSpan.FromSeconds(3),
            MaxConnections = 7,
        });

        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
        Assert.False(handler.UseProxy);
        Assert.Null(handler.Proxy);
        Assert.Null(handler.ActivityHeadersPropagator);
        Assert.Null(handler.Credentials);
        Assert.Null(handler.DefaultProxyCredentials);
        Assert.False(handler.PreAuthenticate);
        Assert.Equal(DecompressionMethods.None, handler.AutomaticDecompression);
        Assert.Equal(TimeSpan.FromSeconds(3), handler.ConnectTimeout);
        Assert.Equal(7, handler.MaxConnectionsPerServer);
        Assert.Equal(TimeSpan.FromMinutes(5), handler.PooledConnectionLifetime);
        Assert.Equal(TimeSpan.FromSeconds(30), handler.PooledConnectionIdleTimeout);
        Assert.Equal(32, handler.MaxResponseHeadersLength);
        Assert.Equal(0, handler.MaxResponseDrainSize);
        Assert.False(handler.EnableMultipleHttp2Connections);
        Assert.Equal(TimeSpan.FromSeconds(1), handler.Expect100ContinueTimeout);
        Assert.NotNull(handler.ConnectCallback);
        Assert.Null(handler.SslOptions.RemoteCertificateValidationCallback);
    }

    [Theory]
    [InlineData("https://example.com/mcp", null)]
    [InlineData("http://8.8.8.8/", null)]
    [InlineData("ftp://example.com/", "url-invalid")]
    [InlineData("file:///etc/passwd", "url-invalid")]
    [InlineData("example.com", "url-invalid")]
    [InlineData("https://u:p@example.com/", "url-invalid")]
    [InlineData("https://example.com/#x", "url-invalid")]
    [InlineData("https://127.1/", "url-invalid")]
    [InlineData("https://0x7f000001/", "url-invalid")]
    [InlineData("https://169.254.169.254./", "url-invalid")]
    [InlineData("https://①②⑦.0.0.1/", "url-invalid")]
    [InlineData("https://127.0.0.1/", "address-refused")]
    [InlineData("https://10.0.0.1/", "address-refused")]
    [InlineData("http://169.254.169.254/latest", "address-refused")]
    [InlineData("http://[::1]/", "address-refused")]
    [InlineData("http://[::ffff:10.0.0.1]/", "address-refused")]
    [InlineData("http://[64:ff9b::a00:1]/", "address-refused")]
    public void Check_UrlThatCameByTheApi_MustBePlainAndPublic(string url, string? code) =>
        Assert.Equal(code, EgressGuard.Check(url, Public)?.Code.Word);

    [Theory]
    [InlineData("http://127.0.0.1:3000/mcp", true)]
    [InlineData("http://10.0.0.1/", true)]
    [InlineData("http://169.254.169.254/", true)]
    [InlineData("http://2852039166/", false)] // the same address, not written as one
    [InlineData("http://224.0.0.1/", false)]
    [InlineData("http://0.0.0.0/", false)]
    public void Check_UrlOfTheOperator_MayBePrivateAndMetadataOnlyAsWritten(string url, bool isAllowed)
    {
        var rule = EgressRule.For(new Uri(url), isOperatorAddress: true, []);

        Assert.Equal(isAllowed, EgressGuard.Check(url, rule) is null);
    }

    [Theory]
    [InlineData("10.1.0.1", true)]
    [InlineData("10.2.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("127.0.0.1", false)]
    public void Admits_NetworkThatTheOperatorListed_OpensItAndNoMore(string address, bool isAllowed)
    {
        var rule = new EgressRule
        {
            OperatorNetworks = [IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("169.254.0.0/16")],
        };

        Assert.Equal(isAllowed, rule.Admits(IPAddress.Parse(address)));
    }

    [Fact]
    public async Task Connect_NameThatIsPublicAndPrivate_IsRefusedWhole()
    {
        var connector = new EgressConnector(Public, Answer("8.8.8.8", "10.0.0.1"));

        await Assert.ThrowsAsync<EgressRefusedException>(
            async () => await connector.ConnectAsync(new DnsEndPoint("two.example", 80), Cancel));
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("0.0.0.0")]
    public async Task Connect_OperatorNameThatIsMetadata_IsRefused(string address)
    {
        var connector = new EgressConnector(Operator, Answer(address));

        await Assert.ThrowsAsync<EgressRefusedException>(
            async () => await connector.ConnectAsync(new DnsEndPoint("rebound.example", 80), Cancel));
    }

    [Fact]
    public async Task Connect_NameThatChangesItsAddress_IsCheckedEachTime()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var answers = new Queue<string>(["127.0.0.1", "127.0.0.2"]);
        var rule = new EgressRule { OperatorNetworks = [IPNetwork.Parse("127.0.0.1/32")] };
        var connector = new EgressConnector(rule, (_, _) => Task.FromResult(new[] { IPAddress.Parse(answers.Dequeue()) }));
        var target = new DnsEndPoint("changing.example", port);

        await using (await connector.ConnectAsync(target, Cancel))
        {
        }

        await Assert.ThrowsAsync<EgressRefusedException>(async () => await connector.ConnectAsync(target, Cancel));
    }

    [Fact]
    public async Task Connect_FirstAddressIsClosed_TakesTheNext()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Parse("127.0.0.1"), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var connector = new EgressConnector(Operator with { IsForCalls = true }, Answer("127.0.0.9", "127.0.0.1"));

        await using var stream = await connector.ConnectAsync(new DnsEndPoint("two.example", port), Cancel);

        Assert.True(Assert.IsType<System.Net.Sockets.NetworkStream>(stream).Socket.NoDelay);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static HostResolver Answer(params string[] addresses) =>
        (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray());
}
