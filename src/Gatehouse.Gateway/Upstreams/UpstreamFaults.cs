namespace Gatehouse.Gateway.Upstreams;

/// <summary>Every expected failure of an upstream, with its HTTP status. Texts never show an address or a secret.</summary>
internal static class UpstreamFaults
{
    public static UpstreamFault Refused(bool nothingSent) =>
        new("upstream-refused", 502, "the server could not be reached", nothingSent);

    public static UpstreamFault Reset(bool nothingSent) =>
        new("upstream-reset", 502, "the server closed the connection before it answered", nothingSent);

    public static UpstreamFault Timeout(bool nothingSent) =>
        new("upstream-timeout", 504, "the server did not answer in time", nothingSent);

    public static UpstreamFault Invalid(string why) => new("upstream-answer-invalid", 502, why, NothingSent: false);

    public static readonly UpstreamFault TooLarge =
        new("upstream-answer-too-large", 502, "the server's answer is larger than allowed", NothingSent: false);

    public static readonly UpstreamFault Unauthorized =
        new("upstream-unauthorized", 502, "the server refused the gateway's credential", NothingSent: false);

    public static readonly UpstreamFault NotConnected =
        new("upstream-not-connected", 503, "no account at the server is connected, or it has to be connected again", NothingSent: true);

    public static readonly UpstreamFault Redirected =
        new("upstream-redirected", 502, "the server answered with a redirect, which is not followed", NothingSent: false);

    public static readonly UpstreamFault AddressRefused =
        new("upstream-address-refused", 502, "the server's address is not one that the gateway connects to", NothingSent: true);

    public static readonly UpstreamFault HeaderInvalid =
        new("upstream-header-invalid", 502, "a header for the server cannot be sent as it is", NothingSent: true);

    public static UpstreamFault Unusable(UnusableReason reason) => reason == UnusableReason.Entry
        ? NotConfigured
        : new("upstream-credential-unusable", 503, "the gateway's credential for the server cannot be used", NothingSent: true);

    public static readonly UpstreamFault BreakerOpen =
        new("upstream-breaker-open", 503, "the server failed repeatedly and is left alone for a moment", NothingSent: true);

    public static readonly UpstreamFault Busy =
        new("upstream-busy", 503, "too many calls to this server are under way", NothingSent: true);

    public static readonly UpstreamFault Draining =
        new("upstream-draining", 503, "the server's configuration is being replaced", NothingSent: true);

    public static readonly UpstreamFault NotConfigured =
        new("upstream-not-configured", 503, "the server is not configured", NothingSent: true);

    public static readonly UpstreamFault SessionNotFound =
        new("session-not-found", 404, "the session is not known", NothingSent: true);

    public static readonly UpstreamFault SessionMissing =
        new("session-missing", 400, "the message needs a session", NothingSent: true);

    public static readonly UpstreamFault Unsuitable =
        new("upstream-unsuitable", 400, "the server's transport has no such message", NothingSent: true);

    public static readonly UpstreamFault IdInUse =
        new("request-id-in-use", 400, "a request with this id is still under way", NothingSent: true);

    public static UpstreamFault ProcessFailed(bool nothingSent) =>
        new("upstream-process-failed", 502, "the server's process failed", nothingSent);

    public static UpstreamFault Cancelled(bool nothingSent) =>
        new("cancelled", 499, "the client went away first", nothingSent);

    public static UpstreamFault AccessEnded(bool nothingSent) => new(
        "access-ended", 403, "access ended while the call was under way: its grant was frozen, revoked, changed or expired", nothingSent);
}
