using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Api.People;

namespace Gatehouse.Cli.Tests.Remote;

public sealed class ConnectionTests : IDisposable
{
    private const string Key = "ghk_0000000000000000000000000000000000000000000";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verb_WithoutLogin_SaysHowToLogIn()
    {
        var run = await CommandRun.AroundAsync([], _folder.Path, "", "freeze", "organisation");

        Assert.Equal(1, run.Code);
        Assert.Contains("you are not logged in", run.Error, StringComparison.Ordinal);
        Assert.Contains("gatehouse login", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GATEHOUSE_SERVER", "http://127.0.0.1:1")]
    [InlineData("GATEHOUSE_API_KEY", Key)]
    public async Task Verb_OneVariableOfTwo_SendsNothing(string name, string value)
    {
        var run = await CommandRun.AroundAsync(new() { [name] = value }, _folder.Path, "", "freeze", "organisation");

        Assert.Equal(1, run.Code);
        Assert.Contains($"{name} is set and the other is not", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://example.com", "not an http or https URL")]
    [InlineData("https://user:pass@example.com", "user info")]
    [InlineData("https://example.com/api/v1", "more than host and port")]
    [InlineData("http://gatehouse.example.com", "plain http: everybody on the way can read the API key")]
    [InlineData("http://192.0.2.7:8090", "plain http: everybody on the way can read the API key")]
    public async Task Address_ThatIsNotOne_IsRefusedBeforeTheKeyIsRead(string address, string says)
    {
        var run = await CommandRun.AroundAsync([], _folder.Path, Key, "login", address);

        Assert.Equal(1, run.Code);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ghk_", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_NobodyListens_IsSaid()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var run = await FreezeAsync($"http://127.0.0.1:{port}");

        Assert.Equal(1, run.Code);
        Assert.Contains("does not answer: nothing listens there", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_OfNoName_IsSaid()
    {
        var run = await FreezeAsync("https://nobody.invalid");

        Assert.Contains("the name has no address", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_ThatSpeaksSomethingElse_IsSaid()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var serving = AnswerAsync(other, static stream => stream.WriteAsync("220 mail.example.com ESMTP\r\n"u8.ToArray()).AsTask());

        var run = await FreezeAsync($"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");

        await serving;
        Assert.Contains("does not speak HTTP as a server does", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>")]
    public async Task Address_OfAnotherProgram_IsSaidAndNoRedirectIsFollowed(string answer)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var serving = AnswerAsync(other, stream => stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer)).AsTask());

        var run = await FreezeAsync($"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");

        await serving;
        Assert.Equal(1, run.Code);
        Assert.Contains("something that is not this API", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", "not trusted on this machine")]
    [InlineData("elsewhere.example", "for another name")]
    public async Task Certificate_ThatDoesNotHold_IsSaidAndNothingIsSent(string name, string says)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var read = 0;
        var serving = AnswerAsync(listener, async stream =>
        {
            using var certificate = Certificate(name);
            await using var tls = new SslStream(stream);
            try
            {
                await tls.AuthenticateAsServerAsync(certificate);
                read = await tls.ReadAsync(new byte[1024]);
            }
            catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client hung up, as it should.
            }
        });

        var run = await FreezeAsync($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");

        await serving;
        Assert.Equal((1, 0), (run.Code, read));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_ThatIsWrong_IsSaid()
    {
        await using var rig = await RemoteRig.StartAsync(Role.Viewer);

        var run = await rig.RunAsAsync(Key, "", "freeze", "organisation");
        var shape = await rig.RunAsAsync("password", "", "freeze", "organisation");

        Assert.Contains("the key is wrong, expired or revoked", run.Error, StringComparison.Ordinal);
        Assert.Contains("that is no API key", shape.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1), (run.Code, shape.Code));
    }

    [Fact]
    public async Task Right_ThatIsMissing_IsSaidWithHelp()
    {
        await using var rig = await RemoteRig.StartAsync(Role.Viewer);

        var run = await rig.RunAsync("freeze", "organisation");

        Assert.Equal(1, run.Code);
        Assert.Contains("the role `viewer` does not have the right `freeze`", run.Error, StringComparison.Ordinal);
        Assert.Contains("ask an admin", run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> FreezeAsync(string address) => CommandRun.AroundAsync(
        new() { ["GATEHOUSE_SERVER"] = address, ["GATEHOUSE_API_KEY"] = Key }, _folder.Path, "", "freeze", "organisation");

    private static async Task AnswerAsync(TcpListener listener, Func<NetworkStream, Task> answer)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await answer(stream);
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
