using System.Globalization;
using Gatehouse.Ledger.Dialects.Sqlite;
using Gatehouse.Ledger.Index;
using Gatehouse.Ledger.Journal;
using Gatehouse.Ledger.Migrations;

namespace Gatehouse.Benchmarks;

/// <summary>Fills an index through the batches of the journal's follower, with the calls of 30 days.</summary>
internal static class RecordedCalls
{
    public const int Servers = 100;
    public const int Tools = 10;
    public const int GrantsOfServer = 5;

    // Far more than the follower takes at once: the same rows in the end, and each total is not made anew for nearly every call.
    private const int CallsAtOnce = 50_000;

    public static readonly DateTimeOffset Begin = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Span = TimeSpan.FromDays(30);

    /// <summary>The last server is hardly ever called: one of a thousand that the others get.</summary>
    public static readonly string RareServer = Server(Servers - 1);

    public static string Server(int number) => $"server-{number:D3}";

    public static string Grant(int server, int number) => $"grt_abcdefghijklmnopqr{server:D3}{number}";

    public static void Fill(string path, int calls)
    {
        var (store, fault) = SqliteStore.Open(path, isPowerSafe: false, RecordsSchema.Current, mayCreate: true);
        if (store is null)
        {
            throw new InvalidOperationException(fault!.Message);
        }

        var random = new Random(7);
        for (var at = 0; at < calls; at += CallsAtOnce)
        {
            var batch = new IndexBatch();
            for (var i = at; i < Math.Min(calls, at + CallsAtOnce); i++)
            {
                Add(batch, random, i, Begin + (Span * (i / (double)calls)));
            }

            _ = store.Write(
                transaction =>
                {
                    batch.Write(transaction, "server");
                    return 0;
                },
                CancellationToken.None);
        }

        store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static void Add(IndexBatch batch, Random random, int number, DateTimeOffset time)
    {
        var server = random.Next(100_000) == 0 ? Servers - 1 : random.Next(Servers - 1);
        var kind = random.Next(1000);
        var decision = kind < 940 ? "allowed" : kind < 990 ? "denied" : "pending";
        var sequence = (number * 2L) + 1;
        batch.Add(new JournalEntry
        {
            Kind = "intent", Sequence = sequence, Time = time, Call = string.Create(CultureInfo.InvariantCulture, $"a1b2c3d4e5f6{number:x10}"),
            Server = Server(server), Grant = Grant(server, random.Next(GrantsOfServer)), Method = "tools/call",
            Target = $"tool_{random.Next(Tools)}", Definition = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            Policy = "sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210", Decision = decision,
            Rule = decision == "allowed" ? null : $"/tools/tool_{random.Next(Tools)}/deny_if/{random.Next(3)}",
            Arguments = """[["amount","number",6],["currency","string",5],["customer","string",24]]""",
            Digest = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
            Session = "5f6e7d8c9b0a", Client = "example-client",
        });
        if (decision == "allowed")
        {
            var end = random.Next(1000);
            batch.Add(new JournalEntry
            {
                Kind = "outcome", Sequence = sequence + 1, Of = sequence, Time = time.AddMilliseconds(20), Bytes = 1_200,
                Class = end < 970 ? "done" : end < 990 ? "error" : "fault", Fault = end < 990 ? null : "timeout",
                Microseconds = (long)Math.Pow(2, 10 + (random.NextDouble() * 8)),
            });
        }
    }
}
