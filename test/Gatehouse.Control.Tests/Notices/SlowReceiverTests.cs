using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Control.Notices;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Tests.Approvals;
using Gatehouse.Control.Tests.Mails;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Control.Tests.Notices;

/// <summary>A receiver that takes notices and never answers holds up its own alone.</summary>
public class SlowReceiverTests : IAsyncLifetime
{
    private readonly SmtpListener _mail = new();
    private ApprovalWorld _world = null!;
    private WebApplication _receiver = null!;
    private NoticeWorker _worker = null!;
    private FakeTimeProvider _time = null!;
    private int _quick;
    private int _slow;

    public async ValueTask InitializeAsync()
    {
        _world = await ApprovalWorld.StartAsync(control: settings => settings with { Mail = MailTown.Plain(_mail) });
        _time = new FakeTimeProvider(_world.Rig.Control.Time.GetUtcNow());
        var parts = _world.Rig.Control.Host.Services;

        // Its patience goes by the test's clock, too.
        var sender = new NoticeSender(
            parts.GetRequiredService<NoticeSeal>(), parts.GetRequiredService<ServerAddress>(), parts.GetRequiredService<PeopleAddress>(), _time);
        _worker = new NoticeWorker(parts.GetRequiredService<IServiceScopeFactory>(), sender, _time, NullLogger<NoticeWorker>.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _receiver = builder.Build();
        _receiver.MapPost("/quick", () => Interlocked.Increment(ref _quick));
        _receiver.MapPost("/slow", async (HttpContext http) =>
        {
            Interlocked.Increment(ref _slow);
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        await _receiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _receiver.DisposeAsync();
        await _world.DisposeAsync();
        await _mail.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Receiver_ThatDoesNotAnswer_HoldsUpNeitherOtherReceiversNorMail()
    {
        await _world.MemberAsync("bob", Role.Approver);
        await ChannelAsync($$"""{"kind":"webhook","label":"slow","url":"{{_receiver.Urls.First()}}/slow"}""");
        for (var i = 0; i < 4; i++)
        {
            await _world.ParkAsync($$"""{"call":{{i}}}""");
        }

        var first = _worker.LookAsync();
        await Eventually.IsAsync(() => Volatile.Read(ref _slow) == 1);
        await ChannelAsync($$"""{"kind":"webhook","label":"quick","url":"{{_receiver.Urls.First()}}/quick"}""");
        await ChannelAsync("""{"kind":"email","label":"approvers"}""");
        _time.Advance(TimeSpan.FromSeconds(1));
        await first;

        await _worker.LookAsync();

        // All of the others', while the first notice of the slow one is still out, and no second beside it.
        Assert.Equal((4, 1), (Volatile.Read(ref _quick), Volatile.Read(ref _slow)));
        Assert.Equal(4, (await _world.Rig.AdminAsync("GET", "mails")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Receiver_ThatDoesNotAnswerInTime_IsNotAskedForItsOtherNotices()
    {
        await ChannelAsync($$"""{"kind":"webhook","label":"slow","url":"{{_receiver.Urls.First()}}/slow"}""");
        for (var i = 0; i < 4; i++)
        {
            await _world.ParkAsync($$"""{"call":{{i}}}""");
        }

        var first = _worker.LookAsync();
        await Eventually.IsAsync(() => Volatile.Read(ref _slow) == 1);
        _time.Advance(Posting.Patience);
        await first;
        await Eventually.IsAsync(async () => (await ListAsync()).Count(one => Attempts(one) == 1) == 1);
        await Eventually.IsAsync(async () => (await ListAsync()).Select(one => one.GetProperty("next").GetString()).Distinct(StringComparer.Ordinal).Count() == 1);

        var all = await ListAsync();
        Assert.Equal([0, 0, 0, 1], all.Select(Attempts).Order());
        Assert.Equal("the receiver did not answer in time", all.Single(one => Attempts(one) == 1).GetProperty("problem").GetString());
        await _worker.LookAsync();
        Assert.Equal(1, Volatile.Read(ref _slow));

        // After the pause the one that was tried goes first.
        _time.Advance(Delivery.FirstPause);
        var second = _worker.LookAsync();
        await Eventually.IsAsync(() => Volatile.Read(ref _slow) == 2);
        _time.Advance(Posting.Patience);
        await second;
        await Eventually.IsAsync(async () => (await ListAsync()).Select(Attempts).Order().SequenceEqual([0, 0, 0, 2]));
    }

    private static int Attempts(JsonElement notice) => notice.GetProperty("attempts").GetInt32();

    private async Task ChannelAsync(string body)
    {
        var made = await _world.Rig.AdminAsync("POST", "notices/channels", body);
        Assert.Equal((201, ""), (made.Status, made.Status == 201 ? "" : made.Text));
    }

    private async Task<List<JsonElement>> ListAsync() =>
        [.. (await _world.Rig.AdminAsync("GET", "notices?limit=50")).Json.GetProperty("items").EnumerateArray()];
}
