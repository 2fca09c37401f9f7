namespace Gatehouse.Control.Snapshots;

/// <summary>Lets who made a change wait until calls see it, so that the answer "done" is true of the next call.</summary>
internal sealed class RevisionWait
{
    // Longer than a read takes; a database that is away must not keep people waiting for an answer.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = New();
    private long _reached;

    /// <summary>Everything up to this revision is in force.</summary>
    public void Reached(long revision)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            if (revision <= _reached)
            {
                return;
            }

            (_reached, told, _next) = (revision, _next, New());
        }

        told.SetResult();
    }

    /// <summary>Waits for a revision, or gives up: it then comes into force a moment later.</summary>
    public async Task UntilAsync(long revision)
    {
        var deadline = Task.Delay(_patience);
        while (IsAhead(revision, out var next) && !deadline.IsCompleted)
        {
            await Task.WhenAny(next, deadline);
        }
    }

    private bool IsAhead(long revision, out Task next)
    {
        lock (_gate)
        {
            next = _next.Task;
            return revision > _reached;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
