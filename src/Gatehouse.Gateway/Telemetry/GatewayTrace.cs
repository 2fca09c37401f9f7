using System.Diagnostics;

namespace Gatehouse.Gateway.Telemetry;

/// <summary>Spans of calls. Without a listener nothing is made.</summary>
internal static class GatewayTrace
{
    /// <summary>The name to listen to.</summary>
    public const string Name = "Gatehouse";

    private static readonly ActivitySource _source = new(Name);

    /// <summary>A span for one message, below the client's own where it sent one; null when nobody listens.</summary>
    public static Activity? Start(string method, string? traceParent, string? traceState)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        var isBelow = ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent);
        return _source.StartActivity(method, ActivityKind.Server, isBelow ? parent : default);
    }
}
