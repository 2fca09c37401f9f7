using System.Globalization;
using Gatehouse.Ledger.Dialects.Sqlite;
using Gatehouse.Ledger.Index;
using Gatehouse.Ledger.Journal;
using Gatehouse.Ledger.Migrations;

namespace Gatehouse.Browser.Tests;

/// <summary>What one grant does with one tool, day by day.</summary>
internal sealed record Habit(string Server, string Grant, string Tool, int ADay, int Milliseconds)
{
    /// <summary>The rule that denies some of its calls; null for none.</summary>
    public string? Rule { get; init; }

    /// <summary>How many of a hundred it denies.</summary>
    public int Denied { get; init; }

    /// <summary>How many of a hundred that were allowed the server fails.</summary>
    public int Failing { get; init; }
}

/// <summary>Calls of the last month in the index of a data folder, more of them by day than by night, the same in every run.</summary>
internal static class History
{
    /// <summary>How the ids of its calls begin.</summary>
    public const string Mark = "5e7d21c0a9b4";

    private const int Days = 30;

    public static void Write(string data, DateTimeOffset until, params ReadOnlySpan<Habit> habits)
    {
        Installation.Private(data);
        var (store, fault) = SqliteStore.Open(Path.Combine(data, "records.db"), isPowerSafe: false, RecordsSchema.Current, mayCreate: true);
        Assert.True(store is not null, fault?.Message);
        var random = new Random(7);
        var calls = new List<(DateTimeOffset Time, Habit Habit)>();
        foreach (var habit in habits)
        {
            for (var i = 0; i < habit.ADay * Days; i++)
            {
                calls.Add((Some(random, until), habit));
            }
        }

        var batch = new IndexBatch();
        var number = 0;
        foreach (var (time, habit) in calls.Where(one => one.Time < until).OrderBy(one => one.Time))
        {
            Add(batch, random, ++number, time, habit);
        }

        _ = store.Write(
            transaction =>
            {
                batch.Write(transaction, "history");
                return 0;
            },
            CancellationToken.None);
        store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    // Most of it between eight and eighteen, little at the end of a week.
    private static DateTimeOffset Some(Random random, DateTimeOffset until)
    {
        while (true)
        {
            var time = until - (TimeSpan.FromDays(Days) * random.NextDouble());
            var weight = (time.Hour is >= 8 and < 18 ? 1.0 : 0.25) * (time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.3 : 1.0);
            if (random.NextDouble() < weight)
            {
                return time;
            }
        }
    }

    private static void Add(IndexBatch batch, Random random, int number, DateTimeOffset time, Habit habit)
    {
        var isDenied = random.Next(100) < habit.Denied;
        var sequence = (number * 2L) + 1;
        batch.Add(new JournalEntry
        {
            Kind = "intent", Sequence = sequence, Time = time, Call = string.Create(CultureInfo.InvariantCulture, $"{Mark}{number:x10}"),
            Server = habit.Server, Grant = habit.Grant, Method = "tools/call", Target = habit.Tool,
            Definition = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            Policy = "sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210",
            Decision = isDenied ? "denied" : "allowed", Rule = isDenied ? habit.Rule : null,
            Arguments = """[["query","string",24]]""", Digest = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
            Session = "5f6e7d8c9b0a", Client = "claude-code 2.1",
        });
        if (isDenied)
        {
            return;
        }

        var isFault = random.Next(100) < habit.Failing;
        batch.Add(new JournalEntry
        {
            Kind = "outcome", Sequence = sequence + 1, Of = sequence, Time = time.AddMilliseconds(habit.Milliseconds), Bytes = random.Next(200, 9_000),
            Class = isFault ? "fault" : random.Next(100) < 2 ? "error" : "done", Fault = isFault ? "timeout" : null,
            Microseconds = (long)(habit.Milliseconds * 1_000 * (0.5 + random.NextDouble())),
        });
    }
}
