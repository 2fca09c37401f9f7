using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Ledger.Journal;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Ledger.Tests.Journal;

public class JournalTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task IntendAsync_Idle_WritesBeforeItReturns()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();

        var answer = journal.IntendAsync(desk.Intent("c1"), Cancel);

        Assert.True(answer.IsCompletedSuccessfully);
        var receipt = await answer;
        Assert.Equal(2, receipt.Sequence);
        Assert.Contains("\"call\":\"c1\"", desk.Lines()[1]);
    }

    [Fact]
    public async Task IntendAsync_EverythingSet_IsReadBackTheSame()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        var reserved = new Reserved("00ff", "90s", desk.Time.GetUtcNow().AddTicks(7), 9_223_372_036_854_775_807.123456789m);

        await journal.IntendAsync(
            desk.Intent("c1", RecordedOutcome.Allowed, reserved) with
            {
                Rule = "/tools/x/limits/y",
                ApprovalId = "a1",
                Session = "s1",
                Client = "agent",
                TraceId = "0af7",
                Observed = [new Observation(Outcome.Denied, "/r")],
            },
            Cancel);

        var entry = desk.Entries()[1];
        Assert.Equal([reserved], entry.Reserved);
        Assert.Equal(
            ("intent", "c1", "g1", "bank", "tools/call", "create_refund", "d1", "p1"),
            (entry.Kind, entry.Call, entry.Grant, entry.Server, entry.Method, entry.Target, entry.Definition, entry.Policy));
        Assert.Equal(
            ("allowed", "/tools/x/limits/y", "a1", "s1", "agent", "0af7", """[["denied","/r"]]"""),
            (entry.Decision, entry.Rule, entry.Approval, entry.Session, entry.Client, entry.Trace, entry.Observed));
        Assert.Equal("""[["amount","number",2],["to","string",8]]""", entry.Arguments);
        Assert.Equal(desk.Time.GetUtcNow(), entry.Time);
    }

    [Fact]
    public async Task IntendAsync_SecretArguments_AreInNoFile()
    {
        using var desk = new JournalDesk();
        var journal = await desk.OpenAsync();
        await journal.IntendAsync(desk.Intent("c1"), Cancel);
        await journal.DisposeAsync();

        foreach (var file in Directory.EnumerateFiles(desk.Folder, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("CANARY", await File.ReadAllTextAsync(file, Cancel));
        }
    }

    [Fact]
    public async Task IntendAsync_SameArgumentsOtherKey_HasAnotherDigest()
    {
        using var one = new JournalDesk();
        using var other = new JournalDesk();
        await using var first = await one.OpenAsync();
        await using var second = await other.OpenAsync();
        await first.IntendAsync(one.Intent("c1"), Cancel);
        await second.IntendAsync(other.Intent("c1"), Cancel);

        Assert.NotEqual(one.Entries()[1].Digest, other.Entries()[1].Digest);
    }

    [Theory]
    [InlineData("x\r\n{\"decision\":\"allowed\"}")]
    [InlineData("\u001b[8m\u202e\u200b\u2028\u2029\u0085 \" \\ é 😀")]
    [InlineData("\ud800 lone")]
    public async Task IntendAsync_HostileText_StaysOneAsciiLine(string hostile)
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        var intent = desk.Intent("c1") with
        {
            Target = hostile,
            Client = hostile,
            Arguments = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, int> { [hostile] = 1 }),
        };

        await journal.IntendAsync(intent, Cancel);

        var lines = desk.Lines();
        Assert.Equal(2, lines.Length);
        Assert.All(lines[1], static c => Assert.InRange(c, ' ', '~'));
        Assert.Equal(hostile.Replace('\ud800', '\ufffd'), desk.Entries()[1].Target);
    }

    [Fact]
    public async Task IntendAsync_EndlessText_IsCut()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        var many = string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"{new string('n', 300)}{i}\":[1,2]"));

        await journal.IntendAsync(
            desk.Intent("c1") with { Target = new string('t', 100_000), Arguments = Encoding.UTF8.GetBytes($"{{{many}}}") }, Cancel);

        Assert.InRange(desk.Lines()[1].Length, 500, 8_000);
        Assert.EndsWith("\u2026", desk.Entries()[1].Target);
        Assert.Contains(",\"more\"]", desk.Lines()[1]);
    }

    [Fact]
    public async Task Conclude_NothingElseHappens_IsWrittenAfterFiftyMilliseconds()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        var receipt = await journal.IntendAsync(desk.Intent("c1"), Cancel);

        journal.Conclude(receipt, JournalDesk.Done());
        Assert.Equal(2, desk.Lines().Length);
        desk.Time.Advance(TimeSpan.FromMilliseconds(50));

        var entry = desk.Entries()[2];
        Assert.Equal(("outcome", 2L, "c1", "done", 10L, 3000L), (entry.Kind, entry.Of, entry.Call, entry.Class, entry.Bytes, entry.Microseconds));
    }

    [Fact]
    public async Task Conclude_AnotherIntentComes_RidesWithIt()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        journal.Conclude(await journal.IntendAsync(desk.Intent("c1"), Cancel), JournalDesk.Done());

        await journal.IntendAsync(desk.Intent("c2"), Cancel);

        Assert.Equal(["start", "intent", "intent", "outcome"], desk.Entries().Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Conclude_Twice_IsKeptOnce()
    {
        using var desk = new JournalDesk();
        var journal = await desk.OpenAsync();
        var receipt = await journal.IntendAsync(desk.Intent("c1"), Cancel);

        journal.Conclude(receipt, JournalDesk.Done());
        journal.Conclude(receipt, JournalDesk.Done());
        await journal.DisposeAsync();

        Assert.Single(desk.Entries(), entry => entry.Kind == "outcome");
    }

    [Fact]
    public async Task Conclude_Released_RepeatsTheReservation()
    {
        using var desk = new JournalDesk();
        var journal = await desk.OpenAsync();
        var reserved = new Reserved("00", "day", desk.Time.GetUtcNow(), 5);

        journal.Conclude(await journal.IntendAsync(desk.Intent("c1", RecordedOutcome.Allowed, reserved), Cancel), JournalDesk.Done(released: true));
        await journal.DisposeAsync();

        Assert.Equal([reserved], desk.Entries()[2].Released);
    }

    [Fact]
    public async Task Refuse_Flood_IsCountedNotListed()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        for (var i = 0; i < 10_000; i++)
        {
            journal.Refuse(new Refusal(desk.Time.GetUtcNow(), "bad-token", 401, $"g{i}", null));
            journal.Refuse(new Refusal(desk.Time.GetUtcNow(), $"r{i}", 400, null, "bank"));
        }

        desk.Time.Advance(TimeSpan.FromSeconds(1));

        var counts = desk.Entries().Where(entry => entry.Kind == "refusals").ToList();
        Assert.InRange(counts.Count, 2, 300);
        Assert.Equal(20_000, counts.Sum(entry => entry.Count));
        Assert.Equal(10_000, counts.Single(entry => entry.Reason == "bad-token").Count);
        Assert.All(desk.Lines(), line => Assert.True(line.Length < 2_000));
    }

    [Fact]
    public async Task IntendAsync_ManyThreads_OneUnbrokenChain()
    {
        using var desk = new JournalDesk { SegmentBytes = 64 * 1024 };
        var journal = await desk.OpenAsync();
        await Parallel.ForAsync(0, 4000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancel) =>
        {
            var receipt = await journal.IntendAsync(desk.Intent(i.ToString(CultureInfo.InvariantCulture)), cancel);
            Assert.Null(receipt.Fault);
            journal.Conclude(receipt, JournalDesk.Done());
        });
        await journal.DisposeAsync();

        var verdict = desk.Verify();
        Assert.Empty(verdict.Flaws);
        Assert.Equal(4000 * 2 + 2, verdict.Rows);
        Assert.Equal(4000, desk.Entries().Where(entry => entry.Kind == "intent").Select(entry => entry.Call).Distinct().Count());
        Assert.True(Segments.In(Path.Combine(desk.Folder, "serve")).Count > 10);
    }

    [Fact]
    public async Task IntendAsync_ReceiptSequence_IsTheRowsPlace()
    {
        using var desk = new JournalDesk { Durability = Durability.Power };
        var journal = await desk.OpenAsync();
        var receipts = new (string Call, long Sequence)[64];
        await Parallel.ForAsync(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancel) =>
            receipts[i] = ($"c{i}", (await journal.IntendAsync(desk.Intent($"c{i}"), cancel)).Sequence));
        await journal.DisposeAsync();

        var rows = desk.Entries();
        Assert.All(receipts, receipt => Assert.Equal(receipt.Call, rows[(int)receipt.Sequence - 1].Call));
    }
}
