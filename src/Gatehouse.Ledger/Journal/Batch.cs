using Gatehouse.Policy;

namespace Gatehouse.Ledger.Journal;

/// <summary>Rows that go to the disk in one write: what arrived while the last write ran.</summary>
internal sealed class Batch
{
    private TaskCompletionSource<Fault?>? _written;

    public LineBuffer Lines { get; } = new(16 * 1024);

    /// <summary>Outcomes that ride along; they go back into the queue when the write fails.</summary>
    public List<PendingOutcome> Outcomes { get; } = [];

    /// <summary>Counts of refused messages that ride along.</summary>
    public List<RefusalCount> Refusals { get; } = [];

    public long First { get; set; }

    public long Last { get; set; }

    public byte[] LastHash { get; } = new byte[32];

    /// <summary>How many of the rows are intents.</summary>
    public int Intents { get; set; }

    /// <summary>How many earlier intents could not be written, as a row of this batch tells.</summary>
    public long Lost { get; set; }

    /// <summary>Whether a call waits for this batch on another thread than the one that will write it.</summary>
    public bool IsAwaited => _written is not null;

    /// <summary>Joins a batch that somebody else writes.</summary>
    public Task<Fault?> Join() =>
        (_written ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Tells those who joined, and makes the batch ready for the next rows.</summary>
    public void Finish(Fault? fault)
    {
        _written?.SetResult(fault);
        _written = null;
        Lines.Clear();
        Outcomes.Clear();
        Refusals.Clear();
        First = Last = Lost = Intents = 0;
    }
}
