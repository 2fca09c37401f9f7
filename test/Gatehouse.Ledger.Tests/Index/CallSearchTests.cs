using Gatehouse.Gateway.Recording;
using Gatehouse.Ledger.Index;
using Gatehouse.Ledger.Tests.Journal;

namespace Gatehouse.Ledger.Tests.Index;

public class CallSearchTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task PageAsync_AnyFilter_IsWhatLookingAtEveryCallFinds(int seed)
    {
        await using var desk = await IndexDesk.OpenAsync();
        var random = new Random(seed);
        var ends = new CallOutcome?[]
        {
            JournalDesk.Done(), JournalDesk.Done() with { Class = OutcomeClass.Error },
            JournalDesk.Done() with { Class = OutcomeClass.Fault, Fault = "timeout" }, null,
        };
        for (var i = 0; i < 300; i++)
        {
            var decision = (RecordedOutcome)random.Next(3);
            await desk.CallAsync(
                $"c{i}", intent => intent with
                {
                    ServerId = $"s{random.Next(3)}", GrantId = $"g{random.Next(4)}", Target = $"t{random.Next(3)}", Outcome = decision,
                    Rule = decision == RecordedOutcome.Allowed ? "" : $"/r{random.Next(2)}",
                },
                ends[random.Next(ends.Length)]);
            desk.Desk.Time.Advance(TimeSpan.FromMilliseconds(random.Next(3)));
        }

        await desk.CatchUpAsync();
        var (all, _) = await desk.Index.FindAsync(new() { Most = 1000 }, Cancel);
        Assert.Equal(300, all.Length);
        for (var round = 0; round < 60; round++)
        {
            var query = Any(random, all[random.Next(all.Length)].Time);
            var expected = all.Where(call => Matches(call, query));
            expected = query.OldestFirst ? expected.Reverse() : expected;
            var seen = new List<string>();
            var page = query;
            while (true)
            {
                var (read, fault) = await desk.Index.PageAsync(page, Cancel);
                Assert.Null(fault);
                seen.AddRange(read!.Calls.Select(call => call.CallId));
                if (read.Next is null)
                {
                    break;
                }

                page = page with { After = read.Next };
            }

            Assert.Equal(expected.Select(call => call.CallId), seen);
        }
    }

    [Fact]
    public async Task PageAsync_NothingFoundWithinTheBudget_SaysWhereToGoOn()
    {
        await using var desk = await IndexDesk.OpenAsync();
        for (var i = 0; i < 30; i++)
        {
            await desk.CallAsync($"c{i}", intent => intent with { Client = i == 0 ? "needle" : "hay" });
            desk.Desk.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await desk.CatchUpAsync();
        var query = new RecordQuery { Servers = ["bank"], Text = "needle", MostLooked = 10 };

        var (first, _) = await desk.Index.PageAsync(query, Cancel);
        var (second, _) = await desk.Index.PageAsync(query with { After = first!.Next }, Cancel);
        var (third, _) = await desk.Index.PageAsync(query with { After = second!.Next }, Cancel);

        Assert.Empty(first.Calls);
        Assert.Empty(second.Calls);
        Assert.Equal("c0", Assert.Single(third!.Calls).CallId);
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task PageAsync_NoServers_IsEmpty()
    {
        await using var desk = await IndexDesk.OpenAsync();
        await desk.CallAsync("c1", intent => intent);
        await desk.CatchUpAsync();

        Assert.Equal("", await desk.IdsAsync(new() { Servers = [] }));
        Assert.Equal("", await desk.IdsAsync(new() { Servers = [], GrantId = "g1" }));
        Assert.Equal("", await desk.IdsAsync(new() { Servers = ["other"], ServerId = "bank" }));
        Assert.Equal("", await desk.IdsAsync(new() { Servers = ["other"], TakenInAfter = 0 }));
    }

    [Fact]
    public async Task TailAsync_TooMuchAtOnce_IsPassedOverAndSaid()
    {
        await using var desk = await IndexDesk.OpenAsync();
        var (start, _) = await desk.Index.TailAsync(new() { Servers = ["bank"] }, Cancel);
        for (var i = 0; i < 30; i++)
        {
            await desk.CallAsync($"c{i}", intent => intent with { ServerId = i % 2 == 0 ? "bank" : "other" });
        }

        await desk.CatchUpAsync();
        var (tail, _) = await desk.Index.TailAsync(new() { Servers = ["bank"], TakenInAfter = start!.Last, MostLooked = 10 }, Cancel);

        Assert.Equal(["c20", "c22", "c24", "c26", "c28"], tail!.Calls.Select(call => call.CallId));
        Assert.Equal(20, tail.Skipped);
        Assert.Empty((await desk.Index.TailAsync(new() { Servers = ["bank"], TakenInAfter = tail.Last }, Cancel)).Tail!.Calls);
    }

    [Fact]
    public async Task CallAsync_AskedAndSettled_TellsBothRowsOfTheStory()
    {
        await using var desk = await IndexDesk.OpenAsync();
        await desk.CallAsync("c1", intent => intent with { Outcome = RecordedOutcome.Pending, ApprovalId = "a1", Rule = "/ask" });
        await desk.Journal.SettledAsync("a1", "approved", "g1", "ann@example.com");
        await desk.CallAsync(
            "c1", intent => intent with { ApprovalId = "a1", Rule = "/ask", Reserved = [new("aa", "day", desk.Now, 1.5m)] }, JournalDesk.Done());
        await desk.CatchUpAsync();

        var (story, _) = await desk.Index.CallAsync("c1", Cancel);
        var (none, fault) = await desk.Index.CallAsync("c2", Cancel);

        Assert.Equal(("allowed", "done", "/ask"), (story!.Call.Decision, story.Call.Class, story.Call.Rule));
        Assert.Equal("""[["aa","day","2026-11-22T12:00:00.0000000Z",1.5]]""", story.Call.Reserved);
        Assert.Equal([("approved", "ann@example.com")], story.Settlements.Select(one => (one.State, one.Who)));
        Assert.Null(none);
        Assert.Null(fault);
    }

    private static RecordQuery Any(Random random, DateTimeOffset time)
    {
        string? Some(string prefix, int most) => random.Next(3) == 0 ? $"{prefix}{random.Next(most)}" : null;
        return new RecordQuery
        {
            Servers = random.Next(4) == 0 ? null : [.. new[] { "s0", "s1", "s2", "none" }.Where(_ => random.Next(3) > 0)],
            ServerId = Some("s", 3), GrantId = Some("g", 4), Target = Some("t", 3), Rule = Some("/r", 2),
            Outcome = random.Next(2) == 0 ? null : new[] { "allowed", "denied", "pending", "done", "error", "fault" }[random.Next(6)],
            Since = random.Next(4) == 0 ? time : null, Until = random.Next(4) == 0 ? time : null,
            Text = random.Next(6) == 0 ? "t1" : null, OldestFirst = random.Next(2) == 0, Most = random.Next(1, 40),
            MostLooked = random.Next(2) == 0 ? null : random.Next(1, 50),
        };
    }

    private static bool Matches(RecordedCall call, RecordQuery query) =>
        (query.Servers?.Contains(call.ServerId) ?? true)
        && (query.ServerId ?? call.ServerId) == call.ServerId
        && (query.GrantId ?? call.GrantId) == call.GrantId
        && (query.Target ?? call.Target) == call.Target
        && (query.Rule is null || query.Rule == call.Rule)
        && (query.Outcome is null || query.Outcome == call.Decision || query.Outcome == call.Class)
        && (query.Since is null || call.Time >= query.Since)
        && (query.Until is null || call.Time < query.Until)
        && (query.Text is null || $"{call.Target}\n{call.Rule}\n{call.Client}\n{call.Fault}".Contains(query.Text, StringComparison.Ordinal));
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresCallSearchTests : CallSearchTests;
