using System.Text.Json;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Calls;

/// <summary>Opens the values that the gateway had sealed, so that what is decided on and what is sent are one.</summary>
internal sealed class Opening(SealedValues values)
{
    /// <summary>The bytes that go upstream; null where a value was not sealed by this gateway for this grant and server.</summary>
    public Opened? Open(CallContext call)
    {
        var message = call.Message;
        if (message.Cursor.IsEmpty && message.TaskId.IsEmpty && message.RequestState.IsEmpty && message.RelatedTaskId.IsEmpty)
        {
            return new Opened(message.Body, null, null);
        }

        var (grant, server) = (call.Grant.Id, call.Server.Id);
        var edits = new JsonSplice(message.Body);
        var task = Add(edits, message.TaskId, json => values.OpenTask(grant, server, json));
        var isWhole = Add(edits, message.Cursor, json => values.OpenCursor(grant, server, json)).IsWhole
            & Add(edits, message.RequestState, json => values.OpenState(grant, server, json)).IsWhole
            & Add(edits, message.RelatedTaskId, json => values.OpenTask(grant, server, json)).IsWhole
            & task.IsWhole;
        if (!isWhole)
        {
            return null;
        }

        var taskId = task.Opened is { } opened ? JsonSerializer.Deserialize(opened.Json.Span, SealedTexts.Default.String) : null;
        var (body, verdict) = edits.Apply(JsonCaps.Request);
        return verdict == JsonVerdict.Sound ? new Opened(body, taskId, task.Opened?.Tool) : null;
    }

    private static (OpenedValue? Opened, bool IsWhole) Add(
        JsonSplice edits, ReadOnlyMemory<byte> sealedJson, Func<ReadOnlyMemory<byte>, OpenedValue?> open)
    {
        if (sealedJson.IsEmpty)
        {
            return (null, true);
        }

        var opened = open(sealedJson);

        if (opened is not null)
        {
            edits.Replace(sealedJson, opened.Json);
        }

        return (opened, opened is not null);
    }
}
