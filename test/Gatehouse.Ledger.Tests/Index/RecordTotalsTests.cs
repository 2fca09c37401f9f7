using Gatehouse.Gateway.Recording;
using Gatehouse.Ledger.Index;
using Gatehouse.Ledger.Tests.Journal;

namespace Gatehouse.Ledger.Tests.Index;

public class RecordTotalsTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TotalsAsync_AnyStep_CountsEachOnce()
    {
        await using var desk = await IndexDesk.OpenAsync();
        var start = desk.Now;
        for (var i = 0; i < 5; i++)
        {
            await desk.CallAsync($"c{i}", intent => intent, JournalDesk.Done());
            await desk.CallAsync($"d{i}", intent => intent with { Outcome = RecordedOutcome.Denied, Target = $"hostile{i}", DefinitionHash = "" });
            desk.Desk.Time.Advance(TimeSpan.FromSeconds(20));
            await desk.CatchUpAsync();
        }

        var query = new TotalQuery { Servers = ["other", "bank"], Since = start, Until = start.AddHours(1), Step = TotalStep.Minute };

        Assert.Equal(
            [
                new(start, new OutcomeCounts { Allowed = 3, Denied = 3, Done = 3 }),
                new(start.AddMinutes(1), new OutcomeCounts { Allowed = 2, Denied = 2, Done = 2 }),
            ],
            await Totals(query));
        Assert.Equal(
            [
                new(start, new OutcomeCounts { Allowed = 3, Done = 3 }),
                new(start.AddMinutes(1), new OutcomeCounts { Allowed = 2, Done = 2 }),
            ],
            await Totals(query with { Tool = "create_refund" }));
        Assert.Equal(
            [new(TotalStep.Day.Floor(start), new OutcomeCounts { Allowed = 5, Denied = 5, Done = 5 })],
            await Totals(query with { Step = TotalStep.Day }));
        Assert.Equal(
            [
                new("bank", "", new OutcomeCounts { Denied = 5 }),
                new("bank", "create_refund", new OutcomeCounts { Allowed = 5, Done = 5 }),
            ],
            (await desk.Index.ToolTotalsAsync(query with { Step = TotalStep.Hour }, Cancel)).Totals);

        async Task<IReadOnlyList<Total>> Totals(TotalQuery asked) => (await desk.Index.TotalsAsync(asked, Cancel)).Totals;
    }

    [Fact]
    public async Task LatenciesAsync_OutcomesEarlyAndLate_AreWithinTheirError()
    {
        await using var desk = await IndexDesk.OpenAsync();
        for (var i = 1; i <= 200; i++)
        {
            await desk.CallAsync($"c{i}", intent => intent, JournalDesk.Done() with { Duration = TimeSpan.FromMilliseconds(i) });
            if (i % 10 == 0)
            {
                // The last outcome waits for the next write: it comes later than its intent.
                Assert.Null(await desk.Index.CatchUpAsync(Cancel));
            }
        }

        await desk.CallAsync("gone", intent => intent, JournalDesk.Done() with { Class = OutcomeClass.Cancelled, Duration = TimeSpan.FromHours(1) });
        await desk.CatchUpAsync();
        var query = new TotalQuery { Servers = ["bank"], Since = desk.Now.AddHours(-1), Until = desk.Now, Step = TotalStep.Hour };

        var (latencies, _) = await desk.Index.LatenciesAsync(query, Cancel);

        var latency = Assert.Single(latencies);
        Assert.Equal(("bank", "create_refund", 200), (latency.ServerId, latency.Tool, latency.Count));
        Assert.InRange(latency.Median.TotalMilliseconds, 97, 103);
        Assert.InRange(latency.P95.TotalMilliseconds, 184, 196);
        Assert.InRange(latency.P99.TotalMilliseconds, 192, 204);
    }

    [Fact]
    public async Task GrantUsesAsync_LastDay_CountsCallsAndDenials()
    {
        await using var desk = await IndexDesk.OpenAsync();
        await desk.CallAsync("old", intent => intent with { Outcome = RecordedOutcome.Denied });
        desk.Desk.Time.Advance(TimeSpan.FromHours(25));
        await desk.CallAsync("c1", intent => intent with { Outcome = RecordedOutcome.Denied });
        await desk.CallAsync("c2", intent => intent);
        var last = desk.Now;
        await desk.CatchUpAsync();

        var (uses, _) = await desk.Index.GrantUsesAsync(["g1", "none", "g1"], desk.Now, Cancel);

        Assert.Equal(new GrantUse(last, 2, 1), uses!["g1"]);
        Assert.Equal(new GrantUse(null, 0, 0), uses["none"]);
    }

    [Fact]
    public async Task TotalsAsync_MinutesOfLastWeek_AreLetGoOfButHoursStay()
    {
        await using var desk = await IndexDesk.OpenAsync();
        var start = desk.Now;
        await desk.CallAsync("old", intent => intent, JournalDesk.Done());
        await desk.CatchUpAsync();
        desk.Desk.Time.Advance(TimeSpan.FromDays(9));
        await desk.CallAsync("new", intent => intent);
        await desk.CatchUpAsync();

        Assert.Single(await Allowed(TotalStep.Minute));
        Assert.Equal(2, (await Allowed(TotalStep.Hour)).Count);

        async Task<List<Total>> Allowed(TotalStep step) =>
            [.. (await desk.Index.TotalsAsync(new() { Servers = ["bank"], Since = start, Until = desk.Now, Step = step }, Cancel)).Totals
                .Where(total => total.Counts.Allowed > 0)];
    }

    [Fact]
    public async Task ForgetAsync_OlderCalls_AreGoneAndTotalsStay()
    {
        await using var desk = await IndexDesk.OpenAsync();
        var start = desk.Now;
        for (var i = 0; i < 1_200; i++)
        {
            await desk.CallAsync($"c{i}", intent => intent);
        }

        desk.Desk.Time.Advance(TimeSpan.FromDays(1));
        await desk.CallAsync("new", intent => intent);
        await desk.CatchUpAsync();

        var (forgotten, fault) = await desk.Index.ForgetAsync(desk.Now.AddHours(-1), Cancel);

        Assert.Null(fault);
        Assert.Equal(1_200, forgotten);
        Assert.Equal("new", await desk.IdsAsync(new()));
        var (totals, _) = await desk.Index.TotalsAsync(
            new() { Servers = ["bank"], Since = start, Until = desk.Now, Step = TotalStep.Day }, Cancel);
        Assert.Equal(1_201, totals.Sum(total => total.Counts.Allowed));
    }
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresRecordTotalsTests : RecordTotalsTests;
