using System.Text.Json;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Downstream;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tasks;

/// <summary>A server's answer to <c>tasks/list</c> with the gateway's own tasks in front; those alone where the server has none.</summary>
/// <param name="call">The request, for its first page.</param>
/// <param name="own">The gateway's own, as JSON objects.</param>
internal sealed class TaskListReply(CallContext call, IReadOnlyList<ReadOnlyMemory<byte>> own) : OuterReply(call.Reply)
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 128 };

    /// <inheritdoc/>
    public override ValueTask JsonAsync(int status, ReadOnlyMemory<byte> json, string? sessionId) => Merged(json) is { } merged
        ? Inner.JsonAsync(200, merged, sessionId)
        : Inner.JsonAsync(status, json, sessionId);

    /// <inheritdoc/>
    public override ValueTask EventAsync(SseEvent sse) =>
        Inner.EventAsync(!sse.Data.IsEmpty && Merged(sse.Data) is { } merged ? SseWriter.WithData(sse, merged) : sse);

    private ReadOnlyMemory<byte>? Merged(ReadOnlyMemory<byte> json)
    {
        using var answer = JsonDocument.Parse(json, _options);
        var root = answer.RootElement;
        if (root.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object
            && result.TryGetProperty("tasks", out var listed) && listed.ValueKind == JsonValueKind.Array)
        {
            var edits = new AnswerEdits(json);
            edits.Replace(listed, own.Concat(listed.EnumerateArray().Select(edits.Raw)));
            return edits.Apply();
        }

        return root.TryGetProperty("error", out var error) && error.TryGetProperty("code", out var code)
            && code.TryGetInt32(out var number) && number == RpcCode.MethodNotFound
                ? WireWriter.Result(call.Message.Id, Alone())
                : (ReadOnlyMemory<byte>?)null;
    }

    private ReadOnlyMemory<byte> Alone() => new([.. "{\"tasks\":"u8, .. JsonSplice.Array(own).Span, (byte)'}']);
}
