using System.Globalization;
using System.IO.Pipes;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Counters;

namespace Gatehouse.Ledger.Tests.Crash;

/// <summary>The process that is killed: this test assembly, started again by <see cref="CrashTests"/>.</summary>
public class CrashChild
{
    internal const string Pipe = "GATEHOUSE_TEST_PIPE";
    internal const string Folder = "GATEHOUSE_TEST_FOLDER";
    internal const string Max = "GATEHOUSE_TEST_MAX";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    /// <summary>Makes calls until it is killed; each is told to the pipe after its intent, as if it were sent then.</summary>
    [Fact(Explicit = true)]
    public async Task CallUntilKilled()
    {
        await using var ledger = await OpenAsync(FolderUse.Alone);
        await using var pipe = await ConnectAsync();
        var told = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{worker}-{i}");
                var taken = await ledger.Counters.ReserveAsync(Demands(), Cancel);
                var receipt = await ledger.Intents!.IntendAsync(Intent(id, taken), Cancel);
                Assert.Null(receipt.Fault);
                lock (told)
                {
                    pipe.Write(System.Text.Encoding.ASCII.GetBytes($"{(taken.Fits ? "limited" : "free")} {id}\n"));
                }

                ledger.Intents.Conclude(receipt, new CallOutcome(OutcomeClass.Done, 1, TimeSpan.Zero, null, false));
            }
        }, Cancel)));
    }

    /// <summary>Takes what it can get of a common limit, and tells each success.</summary>
    [Fact(Explicit = true)]
    public async Task TakeFromSharedLimit()
    {
        await using var ledger = await OpenAsync(FolderUse.Shared);
        await using var pipe = await ConnectAsync();
        while (!File.Exists(GoOf(Environment.GetEnvironmentVariable(Folder)!)))
        {
            await Task.Delay(10, Cancel);
        }

        for (var i = 0; i < 200; i++)
        {
            if ((await ledger.Counters.ReserveAsync(Demands(), Cancel)).Fits)
            {
                pipe.Write("taken\n"u8);
            }
        }
    }

    /// <summary>Beside the data folder: all processes of it have its keys, or one would take another's checkpoint for forged.</summary>
    internal static string KeysOf(string folder) => folder + "-keys";

    /// <summary>The file that appears when every process has opened the folder.</summary>
    internal static string GoOf(string folder) => folder + "-go";

    private static async Task<GatehouseLedger> OpenAsync(FolderUse use)
    {
        var (folder, fault) = DataFolder.Open(Environment.GetEnvironmentVariable(Folder)!, use);
        Assert.Null(fault);
        (var keys, fault) = KeyFolder.Open(KeysOf(folder!.Path), isNew: false);
        Assert.Null(fault);
        (var ledger, fault) = await GatehouseLedger.OpenAsync(
            new LedgerOptions { Folder = folder, Use = use, Writer = "serve", Keys = keys! }, Cancel);
        Assert.Null(fault);
        return ledger!;
    }

    private static async Task<NamedPipeClientStream> ConnectAsync()
    {
        var pipe = new NamedPipeClientStream(".", Environment.GetEnvironmentVariable(Pipe)!, PipeDirection.Out);
        await pipe.ConnectAsync(Cancel);
        return pipe;
    }

    private static CounterDemand[] Demands() =>
    [
        new("aa", WindowText.Read("31d")!, decimal.Parse(Environment.GetEnvironmentVariable(Max)!, CultureInfo.InvariantCulture), 1, false),
    ];

    private static CallIntent Intent(string id, CounterAnswer taken) => new()
    {
        CallId = id,
        Time = TimeProvider.System.GetUtcNow(),
        Method = "tools/call",
        ServerId = "s",
        GrantId = "g",
        Target = "t",
        Outcome = RecordedOutcome.Allowed,
        Rule = "",
        Reserved = taken.Reserved,
        Arguments = """{"to":"CANARY"}"""u8.ToArray(),
        Keeping = new ArgumentKeeping("", 30, RedactionRules.Always),
    };
}
