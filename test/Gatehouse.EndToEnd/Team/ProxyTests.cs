using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.EndToEnd.Matrix;
using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Team;

/// <summary>What docs/operations/server.md says is run as it stands there, with this test's ports and certificate.</summary>
public sealed partial class ProxyTests
{
    private const string Name = "gatehouse.example.com";
    private static readonly string _page = File.ReadAllText(Path.Combine(Places.Root, "docs/operations/server.md"));

    [Fact]
    public async Task Page_NginxInFrontOfBothListeners_AgentsAndPeopleGetThrough()
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-proxy").FullName;
        var port = FreePort.Next();
        var origin = string.Create(CultureInfo.InvariantCulture, $"https://{Name}:{port}");
        await using var team = await TeamServer.StartAsync("--public-url", origin, "--agents-url", origin, "--trusted-proxies", "127.0.0.1");
        WriteCertificate(folder);
        var conf = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(conf, Conf(folder, port, team), TestContext.Current.CancellationToken);
        await using var nginx = await RunningProgram.StartAsync(
            ["nginx", "-p", folder, "-c", conf, "-e", "stderr", "-g", "daemon off; master_process off;"], "getrlimit");

        using var person = Browser(port);
        using var agent = Browser(port, isPage: false);
        await person.SayAsync("registrations", new { email = "ada@example.com" });
        var mail = await team.MailedTokenAsync("ada@example.com");
        await person.SayAsync("registrations/confirm", new { token = mail, organisation = "Example", password = "correct horse battery" });
        await person.SayAsync("session", new { email = "ada@example.com", password = "correct horse battery" });
        Assert.Equal("admin", (await person.ReadAsync("session")).Text("role"));

        var fixture = PeerServer.All.Single(server => server.Name == "fixture-stateless");
        var (program, address) = await fixture.StartAsync(folder);
        await using var upstream = program;
        await person.SayAsync("servers", new { id = "fixture", url = address + fixture.Path });
        var policy = await person.SayAsync("policies", new
        {
            name = "texts", document = """{"version":"1","default":"deny","tools":{"test_simple_text":{}}}""", confirmed = true,
        });
        var granted = await person.SayAsync("grants", new
        {
            label = "agent", server_id = "fixture", policy_id = policy.Text("id"), expires = DateTimeOffset.UtcNow.AddDays(1),
        });

        // A stranger is refused by the agents' listener; the agent gets its answer.
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(agent, origin, "ghg_wrong")).Status);
        var (status, text) = await CallAsync(agent, origin, granted.Text("token"));
        Assert.True(status == HttpStatusCode.OK && text.Contains("simple text", StringComparison.Ordinal), $"{status} {text}");

        // A call outside a session, to a server that wants one, is told what it lacks.
        await person.SayAsync("servers", new { id = "sessions", url = address + "/mcp" });
        var other = await person.SayAsync("grants", new
        {
            label = "hasty", server_id = "sessions", policy_id = policy.Text("id"), expires = DateTimeOffset.UtcNow.AddDays(1),
        });
        var (refused, why) = await CallAsync(agent, origin, other.Text("token"), "sessions");
        Assert.True(refused == HttpStatusCode.BadRequest && why.Contains("session-needed", StringComparison.Ordinal), $"{refused} {why}");

        // The stream of records is not held back by the proxy: its first bytes come while it is open.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(origin + "/api/v1/records/stream"));
        using var stream = await person.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType?.MediaType);
        await CallAsync(agent, origin, granted.Text("token"));
        await using var body = await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var lines = new StreamReader(body);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var line = "";
        while (!line.Contains("test_simple_text", StringComparison.Ordinal))
        {
            line = await lines.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("the stream ended");
        }

        // Whose call it was is the client's address and not the proxy's word of a stranger.
        using var forged = new HttpRequestMessage(HttpMethod.Get, new Uri(origin + "/api/v1/sessions"));
        forged.Headers.Add("X-Forwarded-For", "192.0.2.66");
        using var sessions = await person.SendAsync(forged, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("192.0.2.66", await sessions.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Page_Unit_IsOneThatSystemdTakes()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "no systemd here");
        var folder = Directory.CreateTempSubdirectory("gatehouse-unit").FullName;
        var file = Path.Combine(folder, "gatehouse-server.service");
        await File.WriteAllTextAsync(
            file, Block("ini").Replace("/opt/gatehouse/gatehouse-server", Places.Server, StringComparison.Ordinal)
                .Replace("User=gatehouse", "User=root", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (code, output, errors) = await RunningProgram.RunAsync(["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", file]);

        Assert.True(code == 0 && !errors.Contains("gatehouse-server", StringComparison.Ordinal), output + errors);
        Directory.Delete(folder, recursive: true);
    }

    private static string Conf(string folder, int port, TeamServer team)
    {
        var server = Block("nginx")
            .Replace("listen 443 ssl", string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{port} ssl"), StringComparison.Ordinal)
            .Replace("/etc/ssl/gatehouse", folder, StringComparison.Ordinal)
            .Replace("http://127.0.0.1:8080", team.Agents.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("http://127.0.0.1:8090", team.People.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        return $$"""
            error_log stderr notice;
            pid {{folder}}/nginx.pid;
            events { worker_connections 64; }
            http {
                access_log off;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
            {{server}}
            }
            """;
    }

    private static string Block(string language) => Fence().Matches(_page).Single(match => match.Groups[1].Value == language).Groups[2].Value;

    // The name of the page is this machine for the test alone; its certificate is the test's own.
    private static HttpClient Browser(int port, bool isPage = true)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            CookieContainer = new CookieContainer(),
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, found, _, _) => found?.Subject == "CN=" + Name;
        var origin = string.Create(CultureInfo.InvariantCulture, $"https://{Name}:{port}");
        var person = new HttpClient(handler) { BaseAddress = new Uri(origin + "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        if (isPage)
        {
            person.DefaultRequestHeaders.Add("Origin", origin);
        }

        return person;
    }

    private static async Task<(HttpStatusCode Status, string Text)> CallAsync(
        HttpClient http, string origin, string token, string server = "fixture")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{origin}/mcp/{server}/"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Content = new StringContent(
            """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"test_simple_text","arguments":{}}}""", Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static void WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + Name, key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "fullchain.pem"), made.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    [GeneratedRegex("```([a-z]+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
