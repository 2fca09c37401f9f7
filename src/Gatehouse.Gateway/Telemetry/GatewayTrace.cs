using System.Diagnostics;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Wire;

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
    public static Activity? Start(ClientMessage message, string? traceParent, string? traceState)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        // A name that the client made up is no name for a span: whoever looks at spans groups by it.
        var isKnown = MethodTable.Of(message.Era, message.Method) != Treatment.Refused;
        var name = message.Kind == MessageKind.Response ? "response" : isKnown ? message.Method : "unknown";
        var isBelow = ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent);
        return _source.StartActivity(name, ActivityKind.Server, isBelow ? parent : default);
    }

    /// <summary>A span for what is sent to a server, which the server's own spans are below; null when nobody listens.</summary>
    public static Activity? Send(string serverId) =>
        _source.HasListeners() ? _source.StartActivity("send " + serverId, ActivityKind.Client) : null;

    /// <summary>Notes on the message's span what was decided, and the id that the journal knows the call by.</summary>
    public static void Decided(string callId, string outcome)
    {
        if (_source.HasListeners())
        {
            Activity.Current?.SetTag("gatehouse.call", callId).SetTag("gatehouse.outcome", outcome);
        }
    }

    /// <summary>Notes on the span how the server's answer ended.</summary>
    public static void Answered(string outcome)
    {
        if (_source.HasListeners())
        {
            Activity.Current?.SetTag("gatehouse.answer", outcome);
        }
    }
}
