using BenchmarkDotNet.Attributes;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Counters;
using Gatehouse.Ledger.Journal;
using Gatehouse.Policy.Language;

namespace Gatehouse.Benchmarks;

/// <summary>What the record adds to a call: one intent on an idle disk, its outcome, and a reservation of two limits.</summary>
[MemoryDiagnoser]
public class JournalBenchmarks
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-bench-").FullName;
    private readonly CounterDemand[] _demands =
    [
        new("000102030405060708090a0b0c0d0e0f", new LimitWindow("day", CalendarUnit.Day, TimeSpan.Zero), long.MaxValue, 1, false),
        new("f00102030405060708090a0b0c0d0e0f", new LimitWindow("1s", null, TimeSpan.FromSeconds(1)), long.MaxValue, 12.5m, false),
    ];

    private Journal _journal = null!;
    private LocalCounters _counters = null!;
    private CallIntent _intent;

    [GlobalSetup]
    public async Task OpenAsync()
    {
        var (journal, fault) = await Journal.OpenAsync(
            new JournalOptions { Folder = _folder, Writer = "bench", Keys = KeyRing.Ephemeral() });
        _journal = journal ?? throw new InvalidOperationException(fault?.Message);
        _counters = new LocalCounters(TimeProvider.System);
        _intent = new CallIntent
        {
            CallId = "01JD0000000000000000000000",
            Time = TimeProvider.System.GetUtcNow(),
            Method = "tools/call",
            ServerId = "stripe",
            GrantId = "01JD0000000000000000000001",
            Target = "create_refund",
            DefinitionHash = new string('d', 64),
            PolicyHash = new string('e', 64),
            Outcome = RecordedOutcome.Allowed,
            Rule = "",
            Arguments = """{"charge":"ch_3MmlLrLkdIwHu7ix0snN0B15","amount":1200,"reason":"requested_by_customer"}"""u8.ToArray(),
            Session = new string('5', 32),
            Client = "claude-code",
        };
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        await _journal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public long Intent()
    {
        // Denied calls have no outcome to wait for, so nothing piles up between runs.
        var receipt = _journal.IntendAsync(_intent with { Outcome = RecordedOutcome.Denied }, default);
        return receipt.GetAwaiter().GetResult().Sequence;
    }

    [Benchmark]
    public void IntentAndOutcome()
    {
        var receipt = _journal.IntendAsync(_intent, default).GetAwaiter().GetResult();
        _journal.Conclude(receipt, new CallOutcome(OutcomeClass.Done, 512, TimeSpan.FromMilliseconds(4), null, false));
    }

    [Benchmark]
    public int ReserveTwoLimits() => _counters.ReserveAsync(_demands, default).GetAwaiter().GetResult().Reserved.Length;
}
