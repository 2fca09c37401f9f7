namespace Gatehouse.Control.Accounts;

/// <summary>How long a renewal that failed is left alone, so that others come first.</summary>
/// <remarks>
/// While the token holds, a quarter of the time that is left: the tries come closer as its end does. After its end, as long as that
/// is past: the pauses double. At least half a minute, at most ten: so it is tried for as long as the account is there.
/// </remarks>
internal static class RenewalPause
{
    private static readonly TimeSpan _shortest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(10);

    /// <summary>The pause after a failure.</summary>
    /// <param name="now">When it failed.</param>
    /// <param name="expires">The token's end; null where nobody told.</param>
    public static TimeSpan At(DateTimeOffset now, DateTimeOffset? expires)
    {
        var pause = expires is not { } end ? TimeSpan.Zero : end > now ? (end - now) / 4 : now - end;
        return pause < _shortest ? _shortest : pause > _longest ? _longest : pause;
    }
}
