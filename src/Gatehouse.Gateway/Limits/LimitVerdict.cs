using System.Collections.Immutable;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Limits;

/// <summary>What the limits say of one call.</summary>
/// <param name="Denied">The denial, or null when all have room.</param>
/// <param name="RetryAfter">Seconds until this amount fits, at least 1; null for never.</param>
/// <param name="Reserved">What was taken.</param>
internal readonly record struct LimitVerdict(Decision? Denied, long? RetryAfter, ImmutableArray<Reserved> Reserved)
{
    /// <summary>No limit stands in the way and nothing was taken.</summary>
    public static LimitVerdict Free => new(null, null, []);
}
