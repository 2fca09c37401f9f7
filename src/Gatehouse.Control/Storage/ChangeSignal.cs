namespace Gatehouse.Control.Storage;

/// <summary>Tells this process that something that calls must see was changed.</summary>
internal sealed class ChangeSignal
{
    /// <summary>Raised after the commit, on the thread that made the change; handlers are quick and do not throw.</summary>
    public event EventHandler<long>? Changed;

    /// <summary>Completes once calls see a revision. Set by who publishes; until then nobody waits.</summary>
    public Func<long, Task> Seen { get; set; } = static _ => Task.CompletedTask;

    /// <param name="revision">The revision that the change made.</param>
    public void Raise(long revision) => Changed?.Invoke(this, revision);
}
