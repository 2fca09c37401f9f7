using System.Net;
using System.Text.Json;
using Gatehouse.Control.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Connections;

/// <summary>Documents at clients' ids, read from a server of the test's own in a network that the operator opened.</summary>
public class ClientDocumentTests
{
    private const string Redirect = "https://assistant.example.com/callback";

    [Fact]
    public async Task Read_SoundDocument_IsTheClientAsItDescribesItself()
    {
        await using var rig = await StartAsync();
        await using var site = await RecordingServer.StartAsync();
        var id = site.Url + "/client.json";
        site.Instead = http => WriteAsync(http, Document(id, "Helpful <b>Assistant"));

        var client = await ReadAsync(rig, id);

        Assert.Equal((id, true, "Helpful <b>Assistant"), (client!.ClientId, client.IsDocument, client.DisplayName));
        Assert.Equal($"[\"{Redirect}\"]", client.RedirectUris);
        var (path, authorization) = Assert.Single(site.Seen);
        Assert.Equal(("/client.json", null), (path, authorization));
    }

    [Fact]
    public async Task Read_Again_AsksOnlyWhenItIsNotFresh()
    {
        await using var rig = await StartAsync();
        await using var site = await RecordingServer.StartAsync();
        var id = site.Url + "/client.json";
        site.Instead = http => WriteAsync(http, Document(id));
        await ReadAsync(rig, id);
        site.Instead = http => WriteAsync(http, Document(id, redirects: "https://other.example.com/"));

        rig.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Contains(Redirect, (await ReadAsync(rig, id))!.RedirectUris, StringComparison.Ordinal);
        Assert.Single(site.Seen);

        rig.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("[\"https://other.example.com/\"]", (await ReadAsync(rig, id))!.RedirectUris);

        // What was right once is not right for ever: a document that is gone is no document.
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        site.Instead = static http => WriteAsync(http, "{}", 404);
        Assert.Null(await ReadAsync(rig, id));
    }

    [Theory]
    [InlineData("client_id", "\"https://other.example.com/client.json\"")]
    [InlineData("client_id", null)]
    [InlineData("client_secret", "\"s\"")]
    [InlineData("token_endpoint_auth_method", "\"client_secret_basic\"")]
    [InlineData("redirect_uris", null)]
    [InlineData("redirect_uris", "[]")]
    [InlineData("redirect_uris", "\"https://assistant.example.com/callback\"")]
    [InlineData("redirect_uris", "[\"http://assistant.example.com/\"]")]
    [InlineData("redirect_uris", "[\"javascript:alert(1)\"]")]
    [InlineData("redirect_uris", "[\"https://assistant.example.com/#x\"]")]
    [InlineData("redirect_uris", "[\"https://user@assistant.example.com/\"]")]
    [InlineData("response_types", "[\"token\"]")]
    [InlineData("grant_types", "[\"client_credentials\"]")]
    public async Task Read_DocumentThatSaysWhatItMayNot_IsNone(string member, string? value)
    {
        await using var rig = await StartAsync();
        await using var site = await RecordingServer.StartAsync();
        var id = site.Url + "/client.json";
        var document = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Document(id))!;
        document.Remove(member);
        if (value is not null)
        {
            document[member] = JsonElement.Parse(value);
        }

        site.Instead = http => WriteAsync(http, JsonSerializer.Serialize(document));

        Assert.Null(await ReadAsync(rig, id));
        Assert.Single(site.Seen);
    }

    [Fact]
    public async Task Read_TooManyRedirects_IsNone()
    {
        await using var rig = await StartAsync();
        await using var site = await RecordingServer.StartAsync();
        var id = site.Url + "/client.json";
        var most = Enumerable.Range(0, 20).Select(static i => $"https://assistant.example.com/{i}").ToArray();
        site.Instead = http => WriteAsync(http, Document(id, redirects: [.. most, "https://assistant.example.com/20"]));
        Assert.Null(await ReadAsync(rig, id));

        site.Instead = http => WriteAsync(http, Document(id, redirects: most));
        Assert.NotNull(await ReadAsync(rig, id));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task Read_AnotherContentType_IsNone(string? type)
    {
        await using var rig = await StartAsync();
        await using var site = await RecordingServer.StartAsync();
        var id = site.Url + "/client.json";
        site.Instead = http => WriteAsync(http, Document(id), type: type);

        Assert.Null(await ReadAsync(rig, id));
    }

    [Theory]
    [InlineData("long")]
    [InlineData("endless")]
    [InlineData("twice")]
    [InlineData("list")]
    [InlineData("torn")]
    [InlineData("deep")]
    public async Task Read_TextThatIsNotOneSmallObject_IsNone(string how)
    {
        await using var rig = await StartAsync();
        await using var site = await RecordingServer.StartAsync();
        var id = site.Url + "/client.json";
        var sound = Document(id);
        site.Instead = how == "endless"
            ? PourAsync
            : http => WriteAsync(http, how switch
            {
                "long" => sound[..^1] + ",\"x\":\"" + new string('x', 64 * 1024) + "\"}",
                "twice" => sound[..^1] + $",\"client_id\":\"{id}\"" + "}",
                "list" => "[" + sound + "]",
                "torn" => sound[..^1],
                _ => sound[..^1] + ",\"x\":" + new string('[', 20) + new string(']', 20) + "}",
            });

        Assert.Null(await ReadAsync(rig, id));
        Assert.Single(site.Seen);
    }

    [Fact]
    public async Task Read_Redirect_IsNotFollowed()
    {
        await using var rig = await StartAsync();
        await using var site = await RecordingServer.StartAsync();
        var id = site.Url + "/client.json";
        site.Instead = http =>
        {
            http.Response.StatusCode = 302;
            http.Response.Headers.Location = "/moved.json";
            return Task.CompletedTask;
        };

        Assert.Null(await ReadAsync(rig, id));
        Assert.Equal("/client.json", Assert.Single(site.Seen).Path);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{port}/")]
    [InlineData("http://127.0.0.1:{port}")]
    [InlineData("http://localhost:{port}/client.json")]
    [InlineData("http://127.1:{port}/client.json")]
    [InlineData("http://0x7f000001:{port}/client.json")]
    [InlineData("http://user@127.0.0.1:{port}/client.json")]
    [InlineData("http://127.0.0.1:{port}/client.json#x")]
    [InlineData("http://127.0.0.1:{port}/a/../client.json")]
    [InlineData("HTTP://127.0.0.1:{port}/client.json")]
    [InlineData("ftp://127.0.0.1:{port}/client.json")]
    [InlineData("http://10.0.0.1/client.json")]
    [InlineData("https://169.254.169.254/client.json")]
    [InlineData("https://192.168.1.1/client.json")]
    public async Task Read_AddressThatIsNotItsOneSpelling_OrIsElsewhere_IsNeverAsked(string address)
    {
        await using var rig = await StartAsync();
        await using var site = await RecordingServer.StartAsync();
        var id = address.Replace("{port}", new Uri(site.Url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        site.Instead = http => WriteAsync(http, Document(id));

        Assert.Null(await ReadAsync(rig, id));
        Assert.Empty(site.Seen);
    }

    [Fact]
    public async Task Read_NetworkThatNobodyOpened_IsNeverAsked()
    {
        await using var rig = await ControlRig.StartAsync();
        await using var site = await RecordingServer.StartAsync();
        var id = site.Url + "/client.json";
        site.Instead = http => WriteAsync(http, Document(id));

        Assert.Null(await ReadAsync(rig, id));
        Assert.Null(await ReadAsync(rig, id.Replace("http:", "https:", StringComparison.Ordinal)));
        Assert.Empty(site.Seen);
    }

    /// <summary>The patience of one reading passes in real time.</summary>
    [Fact]
    [Trait("run", "long")]
    public async Task Read_ServerThatSaysNothing_IsGivenUp()
    {
        await using var rig = await StartAsync();
        await using var site = await RecordingServer.StartAsync();
        site.Instead = static http => Task.Delay(Timeout.Infinite, http.RequestAborted);

        Assert.Null(await ReadAsync(rig, site.Url + "/client.json"));
    }

    private static Task<ControlRig> StartAsync() =>
        ControlRig.StartAsync(plane: static plane => plane with { OperatorNetworks = [IPNetwork.Parse("127.0.0.0/8")] });

    private static Task<OAuthClient?> ReadAsync(ControlRig rig, string id) =>
        rig.WithAsync(services => services.GetRequiredService<ClientDocuments>().ReadAsync(id, TestContext.Current.CancellationToken));

    private static string Document(string id, string name = "Assistant", params string[] redirects) => JsonSerializer.Serialize(new
    {
        client_id = id, client_name = name, redirect_uris = redirects.Length == 0 ? [Redirect] : redirects,
        token_endpoint_auth_method = "none", grant_types = new[] { "authorization_code", "refresh_token" }, response_types = new[] { "code" },
    });

    private static async Task WriteAsync(HttpContext http, string text, int status = 200, string? type = "application/json")
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(text);
    }

    // Until nobody reads any more: then the server's write fails.
    private static async Task PourAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        var blanks = new byte[16 * 1024];
        blanks.AsSpan().Fill((byte)' ');
        for (var i = 0; i < 10_000 && !http.RequestAborted.IsCancellationRequested; i++)
        {
            await http.Response.Body.WriteAsync(blanks, http.RequestAborted);
        }
    }
}
