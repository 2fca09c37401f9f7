namespace Gatehouse.Control.Grants;

/// <summary>When a grant's next heartbeat has to have come.</summary>
internal static class Heartbeat
{
    /// <summary>The shortest limit, in seconds.</summary>
    public const long Shortest = 10;

    /// <summary>The longest limit, in seconds: a year.</summary>
    public const long Longest = 365L * 24 * 60 * 60;

    /// <summary>The last beat. A grant that never had one counts from when it was made.</summary>
    public static DateTimeOffset LastOf(Grant grant) => grant.LastBeat ?? grant.Created;

    /// <summary>Null where the grant needs none.</summary>
    public static DateTimeOffset? DueOf(Grant grant) => grant.HeartbeatLimit is { } limit ? LastOf(grant) + limit : null;
}
