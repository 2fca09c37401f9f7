using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Text;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Journal;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Tests.Crash;

public class CrashTests
{
    private const int Limit = 700;

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_InRounds_NoCallWithoutIntentAndNoLimitExceeded()
    {
        using var temp = new TempFolder();
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("GATEHOUSE_CRASH_ROUNDS"), out var asked) ? asked : 10;
        var keys = Keys(temp);
        var sent = new List<string>();
        for (var round = 0; round < rounds; round++)
        {
            sent.AddRange(await RunAsync(temp.At("data"), nameof(CrashChild.CallUntilKilled), Limit, killAfter: 20 + (round * 37)));
        }

        var journal = temp.At("data", "journal");
        var verdict = JournalVerify.Run(journal, keys);
        Assert.True(verdict.IsSound, string.Join('\n', verdict.Flaws));
        var entries = Segments.In(Path.Combine(journal, "serve")).SelectMany(File.ReadAllLines)
            .Select(line => EntryReader.Read(Encoding.UTF8.GetBytes(line))).OfType<JournalEntry>().ToList();
        var intents = entries.Where(entry => entry.Kind == "intent").ToList();

        Assert.Equal(rounds, entries.Count(entry => entry.Kind == "start"));
        Assert.Empty(sent.Select(static line => line.Split(' ')[1]).Except(intents.Select(entry => entry.Call)));
        var limited = intents.Sum(entry => entry.Reserved.Length);
        Assert.True(limited <= Limit);
        Assert.True(sent.Count(static line => line.StartsWith("limited", StringComparison.Ordinal)) <= limited);
        Assert.True(limited == Limit || sent.Count < Limit, "what was reserved is exactly the limit once it is reached");

        // Every call has one outcome but those of the last round, whose discovery is the next start's.
        var lastStart = entries.FindLast(entry => entry.Kind == "start")!.Sequence;
        var concluded = entries.Where(entry => entry.Kind == "outcome").Select(entry => entry.Of).ToList();
        Assert.Equal(concluded.Count, concluded.Distinct().Count());
        Assert.Empty(intents.Where(entry => entry.Sequence < lastStart).Select(entry => entry.Sequence).Except(concluded));

        // Values may lack where the record has none lacking, never the other way round; and they are nowhere in plain.
        Assert.All(intents, static entry => Assert.True(entry.IsKept));
        var stored = await StoredAsync(temp.At("data", "arguments.db"));
        Assert.Empty(stored.Except(intents.Select(entry => entry.Call!)));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(temp.At("data"), "*", SearchOption.AllDirectories),
            static path => Encoding.Latin1.GetString(File.ReadAllBytes(path)).Contains("CANARY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SharedLimit_TwoProcesses_TakeExactlyMax()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp.At("data"));
        Keys(temp);
        var open = 0;
        void Opened()
        {
            if (Interlocked.Increment(ref open) == 2)
            {
                File.WriteAllText(CrashChild.GoOf(temp.At("data")), "");
            }
        }

        var taken = await Task.WhenAll(
            RunAsync(temp.At("data"), nameof(CrashChild.TakeFromSharedLimit), 100, killAfter: null, Opened),
            RunAsync(temp.At("data"), nameof(CrashChild.TakeFromSharedLimit), 100, killAfter: null, Opened));

        Assert.Equal(100, taken.Sum(lines => lines.Count));
        Assert.Equal(
            ["serve", "serve-2"], Directory.GetDirectories(temp.At("data", "journal")).Select(path => Path.GetFileName(path)).Order());
    }

    private static async Task<List<string>> StoredAsync(string path)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_schema WHERE name = 'stored_arguments'";
        if ((long)(await command.ExecuteScalarAsync(Cancel))! == 0)
        {
            // Killed each time before the store was made.
            return [];
        }

        command.CommandText = "SELECT call_id FROM stored_arguments";
        await using var rows = await command.ExecuteReaderAsync(Cancel);
        var ids = new List<string>();
        while (await rows.ReadAsync(Cancel))
        {
            ids.Add(rows.GetString(0));
        }

        return ids;
    }

    private static KeyRing Keys(TempFolder temp)
    {
        var (keys, fault) = KeyFolder.Open(CrashChild.KeysOf(temp.At("data")), isNew: true);
        Assert.Null(fault);
        return keys!;
    }

    private static async Task<List<string>> RunAsync(string folder, string method, int max, int? killAfter, Action? opened = null)
    {
        var name = $"gatehouse-{Guid.NewGuid():N}";
        await using var pipe = new NamedPipeServerStream(name, PipeDirection.In);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Gatehouse.Ledger.Tests"))
        {
            ArgumentList = { "--explicit", "only", "--filter-method", $"{typeof(CrashChild).FullName}.{method}", "--progress", "off" },
            WorkingDirectory = Path.GetDirectoryName(folder),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment =
            {
                [CrashChild.Pipe] = name,
                [CrashChild.Folder] = folder,
                [CrashChild.Max] = max.ToString(CultureInfo.InvariantCulture),
            },
        };
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync(Cancel);
        var connected = pipe.WaitForConnectionAsync(Cancel);
        await Task.WhenAny(connected, child.WaitForExitAsync(Cancel));
        Assert.True(connected.IsCompletedSuccessfully, connected.IsCompleted ? "" : await output);

        opened?.Invoke();
        var lines = new List<string>();
        using var reader = new StreamReader(pipe);
        while (await reader.ReadLineAsync(Cancel) is { } line)
        {
            lines.Add(line);
            if (lines.Count == killAfter)
            {
                child.Kill();
            }
        }

        // A line is far below the socket's unit: it arrives whole or not at all.
        await child.WaitForExitAsync(Cancel);
        return lines;
    }
}
