using Gatehouse.Policy;

namespace Gatehouse.Control.Faults;

/// <summary>Faults of the API that are not of one subject. Each has its status in <see cref="StatusTable"/>.</summary>
internal static class ControlFaults
{
    public static readonly FaultCode SignInNeeded = new("sign-in-needed");
    public static readonly FaultCode RightMissing = new("right-missing");
    public static readonly FaultCode OriginForeign = new("origin-foreign");
    public static readonly FaultCode HostUnknown = new("host-unknown");
    public static readonly FaultCode NotFound = new("not-found");
    public static readonly FaultCode MethodUnknown = new("method-unknown");
    public static readonly FaultCode BodyInvalid = new("body-invalid");
    public static readonly FaultCode BodyTooLarge = new("body-too-large");
    public static readonly FaultCode MediaTypeUnsupported = new("media-type-unsupported");
    public static readonly FaultCode QueryInvalid = new("query-invalid");
    public static readonly FaultCode CursorInvalid = new("cursor-invalid");
    public static readonly FaultCode MatchMissing = new("match-missing");
    public static readonly FaultCode MatchStale = new("match-stale");
    public static readonly FaultCode IdempotencyKeyInvalid = new("idempotency-key-invalid");
    public static readonly FaultCode IdempotencyKeyReused = new("idempotency-key-reused");
    public static readonly FaultCode ValueInvalid = new("value-invalid");
    public static readonly FaultCode TooManyRequests = new("too-many-requests");
    public static readonly FaultCode StoreUnavailable = new("store-unavailable");
    public static readonly FaultCode InternalError = new("internal-error");

    /// <summary>There is no such thing, or it is another organisation's: both read the same.</summary>
    public static Fault Absent(string kind, string id) =>
        new(NotFound, $"there is no {kind} `{Shown(id)}`", "look at the list");

    /// <summary>A member of the body cannot be used.</summary>
    public static Fault Invalid(string member, string why, string? help = null) => new(ValueInvalid, $"`{member}` {why}", help);

    /// <summary>Text from outside as a message may carry it: visible ASCII, not long.</summary>
    public static string Shown(string text)
    {
        var plain = string.Create(Math.Min(text.Length, 100), text, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = from[i] is > ' ' and <= '~' and not '`' ? from[i] : '?';
            }
        });
        return text.Length > 100 ? plain + "…" : plain;
    }
}
