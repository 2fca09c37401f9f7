using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Control.Notices;
using Gatehouse.Control.Tests.Approvals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Control.Tests.Notices;

public class NoticeTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Body, IHeaderDictionary Headers)> _received = new();
    private ApprovalWorld _world = null!;
    private WebApplication _receiver = null!;
    private NoticeWorker _worker = null!;
    private FakeTimeProvider _time = null!;
    private int _status = 200;

    public async ValueTask InitializeAsync()
    {
        _world = await ApprovalWorld.StartAsync();

        // A clock of its own: the rig's stands still, so that nobody but the test looks.
        _time = new FakeTimeProvider(_world.Rig.Control.Time.GetUtcNow());
        var parts = _world.Rig.Control.Host.Services;
        _worker = new NoticeWorker(
            parts.GetRequiredService<IServiceScopeFactory>(), parts.GetRequiredService<NoticeSender>(), _time, NullLogger<NoticeWorker>.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _receiver = builder.Build();
        _receiver.MapPost("/hook", async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            _received.Enqueue((await reader.ReadToEndAsync(), new HeaderDictionary(http.Request.Headers.ToDictionary())));
            http.Response.StatusCode = _status;
            http.Response.Headers.Location = "http://127.0.0.1:1/elsewhere";
        });
        await _receiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _receiver.DisposeAsync();
        await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Webhook_CallIsParked_IsToldOnceAndSigned()
    {
        var made = await ChannelAsync("webhook");
        var secret = made["secret"]!;
        var id = await _world.ParkAsync("""{"note":"CANARY"}""");

        await LookAsync();
        await LookAsync();

        var (body, headers) = Assert.Single(_received);
        using var json = JsonDocument.Parse(body);
        Assert.Equal("approval.requested", json.RootElement.GetProperty("event").GetString());
        Assert.Equal($"http://127.0.0.1:8090/approvals/{id}", json.RootElement.GetProperty("approval").GetProperty("url").GetString());
        Assert.DoesNotContain("CANARY", body, StringComparison.Ordinal);
        var (timestamp, nonce) = (headers["Gatehouse-Timestamp"].ToString(), headers["Gatehouse-Nonce"].ToString());
        Assert.Equal(
            "v1=" + NoticeSender.Sign(Encoding.UTF8.GetBytes(secret), timestamp, nonce, Encoding.UTF8.GetBytes(body)), headers["Gatehouse-Signature"]);
        Assert.Equal(_world.Rig.Control.Time.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), timestamp);
        Assert.Equal("sent", (await ListAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public void Sign_KnownValues_IsHmacSha256()
    {
        // From `printf '%s' '1.ab.{}' | openssl dgst -sha256 -hmac key`.
        Assert.Equal("58673a088ca55e7e61c04f8fe75f1f6fc4a93d6fb86cf2de06cd9823247c417e", NoticeSender.Sign("key"u8.ToArray(), "1", "ab", "{}"u8));
    }

    [Fact]
    public async Task Slack_HostileLabel_HasNoMarkupAndNoMention()
    {
        await ChannelAsync("slack");
        var grant = await _world.Rig.AdminAsync(
            "PATCH", $"grants/{_world.World.Grant}", """{"label":"<!channel> *x* <https://evil.example|ok> @here & co"}""", ("If-Match", "*"));
        Assert.Equal(200, grant.Status);
        await _world.ParkAsync();

        await LookAsync();

        var (body, headers) = Assert.Single(_received);
        using var json = JsonDocument.Parse(body);
        var text = json.RootElement.GetProperty("text").GetString()!;
        Assert.Contains("&lt;!channel&gt;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@here", text, StringComparison.Ordinal);
        Assert.False(json.RootElement.GetProperty("mrkdwn").GetBoolean());
        var blocks = json.RootElement.GetProperty("blocks").EnumerateArray().Select(block => block.GetProperty("text")).ToList();
        Assert.All(blocks.Where(block => block.GetProperty("text").GetString()!.Contains("evil", StringComparison.Ordinal)), block =>
            Assert.Equal("plain_text", block.GetProperty("type").GetString()));
        Assert.StartsWith("<http://127.0.0.1:8090/approvals/", blocks[^1].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.False(headers.ContainsKey("Gatehouse-Signature"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    public async Task Webhook_ReceiverFails_IsTriedWithLongerPausesThenGivenUpAndCanBeSentAgain(int status)
    {
        await ChannelAsync("webhook");
        await _world.ParkAsync();
        _status = status;

        await LookAsync();
        await LookAsync();
        Assert.Single(_received);
        for (var attempt = 2; attempt <= Delivery.MostAttempts; attempt++)
        {
            _time.Advance(TimeSpan.FromSeconds(10 * Math.Pow(2, attempt - 2)) - TimeSpan.FromSeconds(1));
            await LookAsync();
            Assert.Equal(attempt - 1, _received.Count);
            _time.Advance(TimeSpan.FromSeconds(1));
            await LookAsync();
            Assert.Equal(attempt, _received.Count);
        }

        var dead = await ListAsync("?state=dead");
        Assert.Equal($"the receiver answered {status}", dead.GetProperty("problem").GetString());
        Assert.Equal(Delivery.MostAttempts, _received.Select(one => one.Headers["Gatehouse-Nonce"].ToString()).Distinct(StringComparer.Ordinal).Count());

        _status = 200;
        Assert.Equal("waiting", (await _world.Rig.AdminAsync("POST", $"notices/{dead.GetProperty("id").GetString()}/redeliver"))["state"]);
        await LookAsync();
        Assert.Equal("sent", (await ListAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Webhook_RequestWasSettledMeanwhile_IsNotToldAnyMore()
    {
        await ChannelAsync("webhook");
        var bob = await _world.MemberAsync("bob", Role.Approver);
        _status = 500;
        var id = await _world.ParkAsync();
        await LookAsync();
        await _world.ApproveAsync(id, bob.Token);

        _time.Advance(TimeSpan.FromMinutes(1));
        await LookAsync();

        Assert.Single(_received);
    }

    [Fact]
    public async Task Channel_PrivateAddress_IsRefusedAndSecretsAreNowhere()
    {
        var refused = await _world.Rig.AdminAsync("POST", "notices/channels", """{"kind":"webhook","label":"meta","url":"http://169.254.169.254/hook"}""");
        Assert.Equal((422, "address-refused"), (refused.Status, refused.Code));

        var made = await ChannelAsync("webhook", "/hook?key=CANARY");
        var listed = await _world.Rig.AdminAsync("GET", "notices/channels");
        Assert.DoesNotContain("CANARY", listed.Text + made.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(made["secret"]!, listed.Text, StringComparison.Ordinal);
        foreach (var (_, text) in _world.Rig.Control.AtRest())
        {
            Assert.DoesNotContain("CANARY", text, StringComparison.Ordinal);
            Assert.DoesNotContain(made["secret"]!, text, StringComparison.Ordinal);
        }

        var id = made.Json.GetProperty("channel").GetProperty("id").GetString();
        Assert.Equal(204, (await _world.Rig.AdminAsync("DELETE", $"notices/channels/{id}")).Status);
        Assert.Equal(404, (await _world.Rig.AdminAsync("DELETE", $"notices/channels/{id}")).Status);
    }

    private async Task<Reply> ChannelAsync(string kind, string path = "/hook")
    {
        var made = await _world.Rig.AdminAsync(
            "POST", "notices/channels", $$"""{"kind":"{{kind}}","label":"chat","url":"{{_receiver.Urls.First()}}{{path}}"}""");
        Assert.Equal((201, ""), (made.Status, made.Status == 201 ? "" : made.Text));
        return made;
    }

    private Task LookAsync() => _worker.LookAsync();

    private async Task<JsonElement> ListAsync(string query = "") =>
        Assert.Single((await _world.Rig.AdminAsync("GET", "notices" + query)).Json.GetProperty("items").EnumerateArray());
}
