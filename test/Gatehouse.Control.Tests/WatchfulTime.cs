using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Control.Tests;

/// <summary>A clock that the test moves. The control plane asks it nearly everywhere, so it knows on which threads that runs.</summary>
internal sealed class WatchfulTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    /// <summary>Code of the control plane that ran on a socket's thread. Calls, which belong there, may look whether they are up to date.</summary>
    public ConcurrentQueue<string> OnSocketThreads { get; } = [];

    /// <summary>Days at once: what looks each second is not called for every second of them, only for those of the last hour.</summary>
    public void Leap(TimeSpan by)
    {
        var last = TimeSpan.FromHours(1);
        AdjustTime(base.GetUtcNow() + by - last);
        Advance(last);
    }

    public override DateTimeOffset GetUtcNow()
    {
        Look();
        return base.GetUtcNow();
    }

    public override long GetTimestamp()
    {
        Look();
        return base.GetTimestamp();
    }

    private void Look()
    {
        if (Thread.CurrentThread.Name != ".NET Sockets")
        {
            return;
        }

        var place = new StackTrace().GetFrames().Select(frame => frame.GetMethod())
            .FirstOrDefault(method => method?.DeclaringType?.FullName?.StartsWith("Gatehouse.Control.", StringComparison.Ordinal) == true
                && method.DeclaringType.Assembly == typeof(PeopleHost).Assembly);
        if (place is not null && place.Name != "get_IsConfirmed")
        {
            OnSocketThreads.Enqueue($"{place.DeclaringType!.FullName}.{place.Name}");
        }
    }
}
