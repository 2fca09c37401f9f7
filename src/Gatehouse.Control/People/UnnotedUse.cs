using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.People;

/// <summary>Remembers that a last use could not be noted: for a minute nobody tries again, and the log says it once.</summary>
internal sealed partial class UnnotedUse(ILogger<LastUse> log)
{
    private long _until;

    /// <summary>Whether it failed less than a minute ago.</summary>
    public bool IsPausing(DateTimeOffset now) => now.UtcTicks < Volatile.Read(ref _until);

    /// <summary>It failed now.</summary>
    public void Failed(DateTimeOffset now)
    {
        var before = Volatile.Read(ref _until);
        if (before <= now.UtcTicks && Interlocked.CompareExchange(ref _until, (now + SessionLife.Grain).UtcTicks, before) == before)
        {
            LogUnnoted(log);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "the last use of a session or key could not be noted: the database takes no writes; reading goes on")]
    private static partial void LogUnnoted(ILogger log);
}
