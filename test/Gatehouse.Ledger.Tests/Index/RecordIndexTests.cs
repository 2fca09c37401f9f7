using System.Security.Cryptography;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Ledger.Counters;
using Gatehouse.Ledger.Index;
using Gatehouse.Ledger.Journal;
using Gatehouse.Ledger.Tests.Journal;

namespace Gatehouse.Ledger.Tests.Index;

public class RecordIndexTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task CatchUpAsync_IntentAndOutcome_AreOneRow()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        await using var index = Open(desk);
        var early = await journal.IntendAsync(desk.Intent("c1"), Cancel);
        await journal.IntendAsync(desk.Intent("c2", RecordedOutcome.Denied) with { Rule = "/r" }, Cancel);
        await index.CatchUpAsync(Cancel);
        Assert.Equal([null, null], (await Find(index, new())).Select(call => call.Class));

        journal.Conclude(early, JournalDesk.Done());
        var late = await journal.IntendAsync(desk.Intent("c3"), Cancel);
        journal.Conclude(late, new CallOutcome(OutcomeClass.Fault, 0, TimeSpan.FromSeconds(2), "timeout", false));
        desk.Time.Advance(TimeSpan.FromMilliseconds(50));
        await index.CatchUpAsync(Cancel);

        var calls = await Find(index, new() { OldestFirst = true });
        Assert.Equal(["c1 allowed done", "c2 denied ", "c3 allowed fault"], calls.Select(call => $"{call.CallId} {call.Decision} {call.Class}"));
        Assert.Equal((10, TimeSpan.FromMilliseconds(3)), (calls[0].Bytes, calls[0].Duration));
        Assert.Equal(("timeout", "bank", "g1", "create_refund"), (calls[2].Fault, calls[2].ServerId, calls[2].GrantId, calls[2].Target));
    }

    [Fact]
    public async Task FindAsync_Filters_KeepWhatMatches()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        var start = desk.Time.GetUtcNow();
        for (var i = 0; i < 6; i++)
        {
            var outcome = i % 2 == 0 ? RecordedOutcome.Denied : RecordedOutcome.Allowed;
            journal.Conclude(
                await journal.IntendAsync(
                    desk.Intent($"c{i}", outcome) with { Target = $"t{i % 3}", Rule = i == 4 ? "/r" : "", GrantId = $"g{i}", Client = "50%_x" }, Cancel),
                JournalDesk.Done());
            desk.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await using var index = Open(desk);
        await index.CatchUpAsync(Cancel);

        Assert.Equal("c4 c2 c0", await Ids(new() { Outcome = "denied" }));
        Assert.Equal("c5 c3 c1", await Ids(new() { Outcome = "done" }));
        Assert.Equal("c4 c1", await Ids(new() { Target = "t1" }));
        Assert.Equal("c4", await Ids(new() { Rule = "/r" }));
        Assert.Equal("c3", await Ids(new() { GrantId = "g3" }));
        Assert.Equal("", await Ids(new() { ServerId = "other" }));
        Assert.Equal("c3 c2", await Ids(new() { Since = start.AddMinutes(2), Until = start.AddMinutes(4) }));
        Assert.Equal("c0 c3", await Ids(new() { Text = "t0", OldestFirst = true }));
        Assert.Equal("c5 c4 c3 c2 c1 c0", await Ids(new() { Text = "0%_" }));
        Assert.Equal("", await Ids(new() { Text = "0_%" }));

        async Task<string> Ids(RecordQuery query) => string.Join(' ', (await Find(index, query)).Select(call => call.CallId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FindAsync_Pages_ShowEveryCallOnce(bool oldestFirst)
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        for (var i = 0; i < 25; i++)
        {
            await journal.IntendAsync(desk.Intent($"c{i}"), Cancel);
            desk.Time.Advance(TimeSpan.FromMilliseconds(i / 7));
        }

        await using var index = Open(desk);
        await index.CatchUpAsync(Cancel);
        var seen = new List<string>();
        RecordCursor? after = null;
        while (await Find(index, new() { After = after, Most = 4, OldestFirst = oldestFirst }) is { Length: > 0 } page)
        {
            seen.AddRange(page.Select(call => call.CallId));
            after = new RecordCursor(page[^1].Time, page[^1].Id);
        }

        var expected = Enumerable.Range(0, 25).Select(i => $"c{i}");
        Assert.Equal(oldestFirst ? expected : expected.Reverse(), seen);
    }

    [Fact]
    public async Task FindAsync_TakenInAfter_FollowsAllWriters()
    {
        using var desk = new JournalDesk();
        await using var one = await desk.OpenAsync();
        await using var other = await desk.OpenAsync();
        await using var index = Open(desk);
        await one.IntendAsync(desk.Intent("a"), Cancel);
        await index.CatchUpAsync(Cancel);
        var last = (await Find(index, new()))[0].Id;

        await other.IntendAsync(desk.Intent("b"), Cancel);
        await one.IntendAsync(desk.Intent("c"), Cancel);
        await index.CatchUpAsync(Cancel);

        Assert.Equal(["b", "c"], (await Find(index, new() { TakenInAfter = last })).Select(call => call.CallId).Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_IndexDamagedOrGone_IsMadeAnew(bool isDamaged)
    {
        using var desk = new JournalDesk { SegmentBytes = 2_000 };
        await using var journal = await desk.OpenAsync();
        for (var i = 0; i < 20; i++)
        {
            journal.Conclude(await journal.IntendAsync(desk.Intent($"c{i}"), Cancel), JournalDesk.Done());
        }

        await using (var first = Open(desk))
        {
            await first.CatchUpAsync(Cancel);
        }

        var bytes = await File.ReadAllBytesAsync(Db(desk), Cancel);
        bytes.AsSpan(2_000, 6_000).Fill(0x5A);
        File.Delete(Db(desk));
        if (isDamaged)
        {
            await File.WriteAllBytesAsync(Db(desk), bytes, Cancel);
        }

        await using var index = Open(desk);
        await index.CatchUpAsync(Cancel);

        Assert.Equal(20, (await Find(index, new())).Length);
    }

    [Fact]
    public async Task FindAsync_DamageThatOpeningDidNotSee_IsFaultThenMadeAnew()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        for (var i = 0; i < 200; i++)
        {
            await journal.IntendAsync(desk.Intent($"c{i}"), Cancel);
        }

        await using (var first = Open(desk))
        {
            await first.CatchUpAsync(Cancel);
        }

        var bytes = await File.ReadAllBytesAsync(Db(desk), Cancel);
        bytes.AsSpan(bytes.Length / 2).Fill(0x5A);
        await File.WriteAllBytesAsync(Db(desk), bytes, Cancel);
        var (unread, _) = RecordIndex.Open(Db(desk), desk.Folder, desk.Time, mostChecked: 0);
        await using (unread)
        {
            var (_, fault) = await unread!.FindAsync(new() { Most = 200 }, Cancel);
            Assert.Equal("store-damaged", fault?.Code.Word);
        }

        var (index, _) = RecordIndex.Open(Db(desk), desk.Folder, desk.Time, mostChecked: 0);
        await using (index)
        {
            await index!.CatchUpAsync(Cancel);
            Assert.Equal(200, (await Find(index, new() { Most = 1000 })).Length);
        }
    }

    [Fact]
    public async Task CatchUpAsync_RowsThatWereCutAgain_DoNotStay()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        await journal.IntendAsync(desk.Intent("c1"), Cancel);
        await using var index = Open(desk);
        desk.BeforeWrite = _ =>
        {
            // The bytes arrive and are read, then the disk says that it failed.
            using var chain = new Chain();
            var last = System.Text.Encoding.UTF8.GetBytes(desk.Lines()[^1]);
            chain.Set(2, SHA256.HashData(last));
            var (lines, body) = (new LineBuffer(), new LineBuffer());
            using var keyed = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, new byte[32]);
            IntentLine.Write(body, desk.Intent("ghost"), keyed);
            chain.Append(lines, body.Written);
            using (var file = new FileStream(
                Segments.In(Path.Combine(desk.Folder, "serve"))[0], FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            {
                file.Write(lines.Written);
            }

            index.CatchUpAsync(Cancel).AsTask().GetAwaiter().GetResult();
            throw new IOException("I/O error");
        };
        await journal.IntendAsync(desk.Intent("refused"), Cancel);
        Assert.Contains(await Find(index, new()), call => call.CallId == "ghost");
        desk.BeforeWrite = null;

        await journal.IntendAsync(desk.Intent("c2"), Cancel);
        await journal.IntendAsync(desk.Intent("c3"), Cancel);
        await index.CatchUpAsync(Cancel);

        Assert.Equal(["c3", "c2", "c1"], (await Find(index, new())).Select(call => call.CallId));
    }

    [Fact]
    public async Task CountersAsync_SavedThenMore_CountsEverythingOnce()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        for (var round = 0; round < 4; round++)
        {
            // Saved in the first batch of each opening, then left behind by what follows.
            await using var index = Open(desk);
            for (var i = 0; i < 3; i++)
            {
                await journal.IntendAsync(desk.Intent($"c{i}", RecordedOutcome.Allowed, new Reserved("aa", "day", desk.Time.GetUtcNow(), 1)), Cancel);
                await index.CatchUpAsync(Cancel);
            }

            await journal.IntendAsync(desk.Intent("more", RecordedOutcome.Allowed, new Reserved("aa", "day", desk.Time.GetUtcNow(), 1)), Cancel);
            var (book, fault) = await index.CountersAsync(Cancel);
            Assert.Null(fault);
            Assert.Equal((round + 1) * 4, await Sum(new LocalCounters(book!)));
        }
    }

    private static async Task<int> Sum(LocalCounters counters)
    {
        for (var sum = 0; ; sum++)
        {
            if ((await counters.PeekAsync(new[] { new CounterDemand("aa", WindowText.Read("day")!, sum, 0, false) }, Cancel)).Fits)
            {
                return sum;
            }
        }
    }

    private static string Db(JournalDesk desk) => desk.Folder + ".db";

    private static RecordIndex Open(JournalDesk desk)
    {
        var (index, fault) = RecordIndex.Open(Db(desk), desk.Folder, desk.Time);
        Assert.Null(fault);
        return index!;
    }

    private static async Task<RecordedCall[]> Find(RecordIndex index, RecordQuery query)
    {
        var (calls, fault) = await index.FindAsync(query, Cancel);
        Assert.Null(fault);
        return [.. calls];
    }
}
