using System.Net;

namespace Gatehouse.Gateway.BuiltIn;

/// <summary>An MCP server that the process itself is, at <c>/mcp/gatehouse</c>. No grant, policy or upstream is its: it knows its own callers.</summary>
/// <remarks>Who implements it waits for databases: it is never called on a socket's thread.</remarks>
public interface IBuiltInServer
{
    /// <summary>Lets somebody in for one request, before a byte of its body is read.</summary>
    /// <param name="token">What stands behind <c>Bearer</c>; empty where nothing does.</param>
    /// <param name="from">The network address that the request came from.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<BuiltInEntry> EnterAsync(string token, IPAddress? from, CancellationToken cancel);
}

/// <summary>A caller, or the refusal.</summary>
/// <param name="Caller">Who was let in; the door disposes it. Null with a refusal.</param>
/// <param name="Status">HTTP status of the refusal; 200 without one.</param>
/// <param name="Reason">Its stable word, for the record and the client; empty without one.</param>
/// <param name="Message">One sentence for the client; empty without one.</param>
public sealed record BuiltInEntry(BuiltInCaller? Caller, int Status, string Reason, string Message);

/// <summary>Somebody who was let in, for one request.</summary>
public abstract class BuiltInCaller : IDisposable
{
    /// <summary>Answers one message that the strict reader found sound.</summary>
    public abstract ValueTask<BuiltInAnswer> AnswerAsync(BuiltInRequest request, CancellationToken cancel);

    /// <summary>Gives back the place that the request took.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>One message, and of its headers those that the protocol knows; never a credential.</summary>
/// <param name="Body">The validated bytes.</param>
/// <param name="Headers">Name and value.</param>
public sealed record BuiltInRequest(ReadOnlyMemory<byte> Body, IReadOnlyList<KeyValuePair<string, string>> Headers);

/// <summary>The answer, whole.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="MediaType"><c>application/json</c> or <c>text/event-stream</c>; null without a body.</param>
/// <param name="Body">The body.</param>
public sealed record BuiltInAnswer(int Status, string? MediaType, ReadOnlyMemory<byte> Body);
