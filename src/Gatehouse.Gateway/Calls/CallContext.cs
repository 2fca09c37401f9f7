using Gatehouse.Gateway.Downstream;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Calls;

/// <summary>One message on its way through the gateway, with everything that was found out before any policy looked at it.</summary>
internal sealed record CallContext
{
    /// <summary>What was in force when the message came.</summary>
    public required GatewaySnapshot Snapshot { get; init; }

    /// <summary>Who sent it: from the credential and nothing else.</summary>
    public required ActiveGrant Grant { get; init; }

    /// <summary>The validated message.</summary>
    public required ClientMessage Message { get; init; }

    /// <summary>The session it belongs to.</summary>
    public required Session Session { get; init; }

    /// <summary>Where the answer goes.</summary>
    public required ReplyChannel Reply { get; init; }

    /// <summary>The call's own id: in the journal, in denials, in traces.</summary>
    public required string CallId { get; init; }

    /// <summary>Legacy <c>Last-Event-ID</c>, or null.</summary>
    public string? LastEventId { get; init; }

    /// <summary>The marker of the gateways that the request came through, or null.</summary>
    public string? LoopChain { get; init; }

    /// <summary>Whether the message came with HTTP headers that repeat parts of it.</summary>
    public bool HasHeaders { get; init; }

    /// <summary>Since when the call has waited for a person, by the clock's own count; 0 for a call that has not.</summary>
    public long HeldSince { get; init; }

    /// <summary>Whether the client was asked to show the page of the request that it waits for, and came back.</summary>
    public bool WasAsked { get; init; }

    /// <summary>The task that the gateway makes the call for; null for a call that a client waits for.</summary>
    public StoredRun? Run { get; init; }

    /// <summary>W3C trace context of the request, or null.</summary>
    public string? TraceParent { get; init; }

    /// <inheritdoc cref="TraceParent"/>
    public string? TraceState { get; init; }

    /// <summary>The server that the grant is for.</summary>
    public ActiveServer Server => Grant.Server;

    /// <summary>Whose counters it moves.</summary>
    public LimitSubjects Subjects => new(Grant.Id, Session.Key, Server.Id);

    /// <summary>Whether it asks for a stream that lasts until somebody ends it.</summary>
    public bool IsListening => Message.Kind == MessageKind.Notification && Message.Method.Length == 0
        || string.Equals(Message.Method, "subscriptions/listen", StringComparison.Ordinal);

    /// <summary>When the client goes, or for a listener when the gateway stops.</summary>
    public CancellationToken Gone => IsListening ? Reply.GoneOrStopping : Reply.Gone;

    /// <summary>Cancels an exchange when the client goes, where that is what going means.</summary>
    /// <remarks>SPEC: 2026-07-28, transports: closing the stream cancels. In the legacy era a disconnect is no cancellation.</remarks>
    public CancellationToken Cancel => Message.Era == Era.Modern ? Gone : CancellationToken.None;
}
