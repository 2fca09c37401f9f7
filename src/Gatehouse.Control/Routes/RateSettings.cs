namespace Gatehouse.Control.Routes;

/// <summary>A share of requests: so many at once, and so many more each period.</summary>
/// <param name="Burst">At once.</param>
/// <param name="More">More, each period.</param>
/// <param name="Period">The period.</param>
internal sealed record RateShare(int Burst, int More, TimeSpan Period);

/// <summary>How many requests come through. They are counted in memory: a restart begins anew.</summary>
internal sealed record RateSettings
{
    /// <summary>Of one network address: questions that send an e-mail.</summary>
    public RateShare Mail { get; init; } = new(5, 1, TimeSpan.FromMinutes(3));

    /// <summary>Of one network address: clients that register themselves.</summary>
    public RateShare Registrations { get; init; } = new(20, 1, TimeSpan.FromSeconds(30));

    /// <summary>Of one network address: signing in, links, set-up.</summary>
    public RateShare StrangersChanges { get; init; } = new(60, 1, TimeSpan.FromSeconds(1));

    /// <summary>Of one network address: pages that need nobody.</summary>
    public RateShare StrangersReads { get; init; } = new(1_000, 50, TimeSpan.FromSeconds(1));

    /// <summary>Of one person or API key.</summary>
    public RateShare Known { get; init; } = new(1_000, 50, TimeSpan.FromSeconds(1));
}
