namespace Gatehouse.Ledger.Journal;

/// <summary>The thread that writes where callers must not. It is there from the first time that it is needed.</summary>
/// <param name="write">Writes what waits: true when it did, false when nothing waited, null when there will be nothing more.</param>
internal sealed class DiskThread(Func<bool?> write) : IDisposable
{
    private readonly AutoResetEvent _wake = new(initialState: false);
    private Thread? _thread;

    /// <summary>Has it look for work. Called by one thread at a time.</summary>
    public void Wake()
    {
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "journal" };
            _thread.Start();
        }

        _wake.Set();
    }

    /// <summary>Waits until it has found that there is nothing more.</summary>
    public void Dispose()
    {
        _wake.Set();
        _thread?.Join();
        _wake.Dispose();
    }

    private void Run()
    {
        while (write() is { } worked)
        {
            if (!worked)
            {
                _wake.WaitOne();
            }
        }
    }
}
