using Gatehouse.Gateway.Recording;
using Gatehouse.Ledger.Index;
using Gatehouse.Ledger.Tests.Journal;

namespace Gatehouse.Ledger.Tests.Index;

/// <summary>A journal with its index.</summary>
internal sealed class IndexDesk : IAsyncDisposable
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    private readonly StoreUnderTest _store = new(isWhole: true);

    private IndexDesk(JournalDesk desk, Gatehouse.Ledger.Journal.Journal journal)
    {
        (Desk, Journal) = (desk, journal);
        Index = Open();
    }

    public JournalDesk Desk { get; }

    public Gatehouse.Ledger.Journal.Journal Journal { get; }

    public RecordIndex Index { get; private set; }

    public string File => Desk.Folder + ".db";

    public DateTimeOffset Now => Desk.Time.GetUtcNow();

    public static async Task<IndexDesk> OpenAsync()
    {
        var desk = new JournalDesk();
        return new IndexDesk(desk, await desk.OpenAsync());
    }

    /// <summary>One call, with its outcome where it was made.</summary>
    public async Task CallAsync(string id, Func<CallIntent, CallIntent> shape, CallOutcome? outcome = null)
    {
        var intent = shape(Desk.Intent(id));
        var receipt = await Journal.IntendAsync(intent, _cancel);
        if (intent.Outcome == RecordedOutcome.Allowed && outcome is { } end)
        {
            Journal.Conclude(receipt, end);
        }
    }

    /// <summary>Takes in what was written, outcomes that wait included.</summary>
    public async Task CatchUpAsync()
    {
        Desk.Time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Null(await Index.CatchUpAsync(_cancel));
    }

    /// <summary>Closes the index, does something to its file, and opens it again.</summary>
    public async Task ReopenAsync(Action<string> meanwhile)
    {
        await Index.DisposeAsync();
        meanwhile(File);
        Index = Open();
    }

    /// <summary>The page's calls by their ids.</summary>
    public async Task<string> IdsAsync(RecordQuery query)
    {
        var (calls, fault) = await Index.FindAsync(query, _cancel);
        Assert.Null(fault);
        return string.Join(' ', calls.Select(call => call.CallId));
    }

    public async ValueTask DisposeAsync()
    {
        await Index.DisposeAsync();
        await Journal.DisposeAsync();
        Desk.Dispose();
        await _store.DisposeAsync();
    }

    private RecordIndex Open()
    {
        var (index, fault) = StoreUnderTest.IsPostgres
            ? RecordIndex.Open(_store.AsDatabase(), Desk.Folder, Desk.Time)
            : RecordIndex.Open(File, Desk.Folder, Desk.Time);
        Assert.Null(fault);
        return index!;
    }
}
