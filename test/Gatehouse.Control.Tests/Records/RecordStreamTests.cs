using System.Net;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Records;

public sealed class RecordStreamTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_CallsThatCome_AreToldOnceAndOnlyTheOwn()
    {
        await using var rig = await RecordRig.StartAsync();
        await rig.CallAsync("before");
        await rig.CatchUpAsync();
        using var live = await LiveReader.OpenAsync(rig, "/stream");
        await live.UntilAsync(": still here");

        await rig.CallAsync("theirs", intent => intent with { ServerId = "foreign" });
        await rig.CallAsync("c1");
        await rig.CallAsync("c2");
        await rig.CatchUpAsync();
        var text = await live.UntilAsync("\"c2\"");

        Assert.Equal("text/event-stream", live.ContentType);
        Assert.Contains("event: record\ndata: {\"call\":\"c1\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("before", text, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_LastEventId_GoesOnBehindIt()
    {
        await using var rig = await RecordRig.StartAsync();
        string id;
        using (var live = await LiveReader.OpenAsync(rig, "/stream"))
        {
            await live.UntilAsync(": still here");
            await rig.CallAsync("c1");
            await rig.CatchUpAsync();
            var text = await live.UntilAsync("\"c1\"");
            id = text.Split('\n').First(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..];
        }

        await rig.CallAsync("c2");
        await rig.CatchUpAsync();
        using var again = await LiveReader.OpenAsync(rig, "/stream", id);
        var rest = await again.UntilAsync("\"c2\"");
        var forged = await rig.Rig.SendAsync("GET", RecordRig.Path + "/stream", token: rig.Other.Token, headers: ("Last-Event-ID", id));

        Assert.DoesNotContain("\"c1\"", rest, StringComparison.Ordinal);
        Assert.Equal((400, "cursor-invalid"), (forged.Status, forged.Code));
    }

    [Fact]
    public async Task Stream_KeyThatIsRevoked_EndsIt()
    {
        await using var rig = await RecordRig.StartAsync();
        using var live = await LiveReader.OpenAsync(rig, "/stream");
        await live.UntilAsync(": still here");

        await rig.Rig.WithAsync(services => services.GetRequiredService<ControlDb>().ApiKeys.Where(key => key.Id == rig.Own.Id)
            .ExecuteUpdateAsync(key => key.SetProperty(row => row.Revoked, rig.Rig.Time.GetUtcNow()), Cancel));

        await live.EndAsync();
    }

    [Fact]
    public async Task Stream_MoreThanFourOfOneKey_IsRefusedAndAPlaceComesBack()
    {
        await using var rig = await RecordRig.StartAsync();
        var open = new List<LiveReader>();
        for (var i = 0; i < 4; i++)
        {
            open.Add(await LiveReader.OpenAsync(rig, "/stream"));
        }

        var fifth = await rig.GetAsync("/stream");
        Assert.Equal((429, "too-many-requests"), (fifth.Status, fifth.Code));
        open.ForEach(live => live.Dispose());

        for (var attempt = 0; ; attempt++)
        {
            Assert.NotEqual(1_000, attempt);
            rig.Rig.Time.Advance(TimeSpan.FromMilliseconds(500));
            using var another = await LiveReader.OpenAsync(rig, "/stream", mayFail: true);
            if (another.Status == HttpStatusCode.OK)
            {
                break;
            }
        }
    }
}
