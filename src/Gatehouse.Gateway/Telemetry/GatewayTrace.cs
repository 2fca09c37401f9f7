using System.Diagnostics;

namespace Gatehouse.Gateway.Telemetry;

/// <summary>Spans of calls. Without a listener nothing is made.</summary>
internal static class GatewayTrace
{
    /// <summary>The name to listen to.</summary>
    public const string Name = "Gatehouse";

    private static readonly ActivitySource _source = new(Name);

    /// <summary>The trace that a message belongs to: of its span, or without a listener of the client's own; null without either.</summary>
    public static string? TraceId(string? traceParent) =>
        Activity.Current is { } span ? span.TraceId.ToHexString()
        : traceParent is not null && ActivityContext.TryParse(traceParent, null, out var parent) ? parent.TraceId.ToHexString()
        : null;

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
