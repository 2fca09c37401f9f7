using Gatehouse.Gateway.Egress;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>Turns what a handler throws into a fault that knows whether anything was sent.</summary>
internal static class HttpFaults
{
    /// <summary>The fault. A body that no connection asked for was not sent, whatever happened; otherwise it may have been.</summary>
    /// <param name="e">What was thrown.</param>
    /// <param name="body">The body, or null for a request without one.</param>
    /// <param name="isGone">Whether the client went away.</param>
    public static UpstreamFault Of(Exception e, BodyContent? body, bool isGone)
    {
        var nothingSent = body is { IsStarted: false } || IsConnecting(e);
        if (IsAddressRefused(e))
            return UpstreamFaults.AddressRefused;
        if (isGone)
            return UpstreamFaults.Cancelled(nothingSent);
        return e switch
        {
            OperationCanceledException => UpstreamFaults.Timeout(nothingSent),
            HttpRequestException when IsConnecting(e) => UpstreamFaults.Refused(nothingSent),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => UpstreamFaults.TooLarge,
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } =>
                UpstreamFaults.Invalid("the server's answer is not HTTP"),
            _ => UpstreamFaults.Reset(nothingSent),
        };
    }

    /// <summary>What it tells about the server.</summary>
    public static CallHealth HealthOf(Exception e, bool isGone) =>
        isGone || IsAddressRefused(e) ? CallHealth.Unknown : CallHealth.Failed;

    private static bool IsConnecting(Exception e) => e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError,
    };

    private static bool IsAddressRefused(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is EgressRefusedException)
                return true;
        }

        return false;
    }
}
