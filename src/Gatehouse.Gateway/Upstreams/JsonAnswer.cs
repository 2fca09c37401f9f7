using System.Buffers;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>An answer that is there as a whole: one JSON text, or a status alone.</summary>
internal sealed class JsonAnswer : UpstreamAnswer
{
    private byte[]? _rented;

    /// <summary>The first bytes of a rented array, which goes back when the answer is disposed.</summary>
    public static JsonAnswer Pooled(int status, byte[] rented, int length, string? session) => new()
    {
        Status = status,
        Form = AnswerForm.Json,
        Json = rented.AsMemory(0, length),
        SessionId = session,
        _rented = rented,
    };

    public static JsonAnswer Owned(int status, ReadOnlyMemory<byte> json, string? session) =>
        new() { Status = status, Form = AnswerForm.Json, Json = json, SessionId = session };

    public static JsonAnswer Empty(int status, string? session = null) =>
        new() { Status = status, Form = AnswerForm.Empty, SessionId = session };

    public override ValueTask<(SseEvent? Event, UpstreamFault? Fault)> NextAsync(CancellationToken cancel) => default;

    public override ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
            ArrayPool<byte>.Shared.Return(rented);
        return default;
    }
}
