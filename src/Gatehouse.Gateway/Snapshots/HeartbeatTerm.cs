namespace Gatehouse.Gateway.Snapshots;

/// <summary>That a grant needs heartbeats: how long it may go without one, and when one came last.</summary>
/// <param name="Limit">Above zero.</param>
/// <param name="Last">Moves on with each beat.</param>
public sealed record HeartbeatTerm(TimeSpan Limit, LastBeat Last)
{
    /// <summary>When the next one has to have come.</summary>
    public DateTimeOffset Due => Last.At + Limit;
}

/// <summary>When a grant's heartbeat came last. A beat moves it in the snapshot in force: nothing that was decided changes with it.</summary>
/// <param name="at">The beat, or what stands for one, as far as it is known now.</param>
public sealed class LastBeat(DateTimeOffset at)
{
    private long _ticks = at.UtcTicks;

    /// <summary>The last one.</summary>
    public DateTimeOffset At => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>One came. Earlier ones than the last change nothing, in whatever order they are told.</summary>
    public void Came(DateTimeOffset at)
    {
        var ticks = at.UtcTicks;
        for (var last = Volatile.Read(ref _ticks); ticks > last;)
        {
            var found = Interlocked.CompareExchange(ref _ticks, ticks, last);
            if (found == last)
            {
                return;
            }

            last = found;
        }
    }
}
