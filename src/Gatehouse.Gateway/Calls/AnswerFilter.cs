using System.Text.Json;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Calls;

/// <summary>What an answer loses and what is sealed in it before the client sees it.</summary>
/// <remarks>
/// By its shape and not by the request that it belongs to: a resumed stream replays answers to requests of before, and
/// a list is filtered on it as on any other.
/// </remarks>
internal sealed class AnswerFilter(ListFilter lists, SealedValues values, TaskMemory tasks, Redaction redaction, TimeProvider time)
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 128 };

    /// <summary>Whether a notification is of something that this grant may see: news of a resource give it away.</summary>
    public bool MayHearOf(CallContext call, AnswerMessage notification) =>
        !string.Equals(notification.Method, "notifications/resources/updated", StringComparison.Ordinal)
        || lists.MayRead(call, notification.Uri);

    /// <summary>The bytes for the client: the same memory when nothing had to be changed.</summary>
    public async ValueTask<(ReadOnlyMemory<byte> Json, UpstreamFault? Fault)> ApplyAsync(CallContext call, AnswerMessage message)
    {
        var json = message.Body;
        if (IsRewritable(call, message))
        {
            using var document = JsonDocument.Parse(json, _options);
            var edits = new AnswerEdits(json);
            var root = document.RootElement;
            if (root.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object)
            {
                var fault = ServerRequests.RefusedInput(call, result) ?? await lists.FilterAsync(call, result, edits);
                if (fault is not null)
                {
                    return (default, fault);
                }

                SealResult(call, result, edits);
                TaskOffer.Advertise(call, result, edits, time.GetUtcNow());
            }
            else if (root.TryGetProperty("error", out var error) && ServerRequests.RefusedOpening(error) is { } opening)
            {
                return (default, opening);
            }
            else if (root.TryGetProperty("params", out var parameters) && parameters.ValueKind == JsonValueKind.Object)
            {
                // SPEC: 2026-07-28, tasks: a notification carries the whole task, the questions of its server too.
                if (message.Kind == AnswerKind.Notification && ServerRequests.RefusedInput(call, parameters) is { } asked)
                {
                    return (default, asked);
                }

                SealNotification(call, message, parameters, edits);
            }

            if (edits.Apply() is not { } changed)
            {
                return (default, UpstreamFaults.Invalid("the server's answer grew beyond its bounds"));
            }

            json = changed;
        }

        var clean = redaction.Apply(call.Server.Entry, json);
        return clean.IsEmpty
            ? (default, UpstreamFaults.Invalid("the server's answer cannot be passed without a secret"))
            : (clean, null);
    }

    // Most answers have nothing of it and pass without being parsed. A replayed one may belong to any request of before.
    private static bool IsRewritable(CallContext call, AnswerMessage message) =>
        call.Message.Kind != MessageKind.Request || ListFilter.IsCacheable(call.Message)
        || !message.Items.IsDefaultOrEmpty || !message.CacheScope.IsEmpty || !message.NextCursor.IsEmpty
        || !message.TaskId.IsEmpty || !message.CreatedTaskId.IsEmpty || !message.RelatedTaskId.IsEmpty
        || !message.RequestState.IsEmpty || !message.InputRequests.IsEmpty || message.Kind == AnswerKind.Error
        || call.Message.Method is "tasks/list" or MethodNames.Initialize;

    private void SealResult(CallContext call, JsonElement result, AnswerEdits edits)
    {
        var (grant, server) = (call.Grant.Id, call.Server.Id);
        if (String(result, "nextCursor") is { } cursor)
        {
            edits.Replace(cursor, values.SealCursor(grant, server, edits.Raw(cursor)));
        }

        if (String(result, "requestState") is { } state)
        {
            edits.Replace(state, values.SealState(grant, server, edits.Raw(state)));
        }

        // A task is the call's that made it: 2026-07-28 names it in the result, 2025-11-25 in a member of its own.
        SealTask(call, String(result, "taskId"), edits);
        if (result.TryGetProperty("task", out var task) && task.ValueKind == JsonValueKind.Object)
        {
            SealTask(call, String(task, "taskId"), edits);
        }

        SealRelated(call, result, edits);
    }

    private void SealNotification(CallContext call, AnswerMessage message, JsonElement parameters, AnswerEdits edits)
    {
        if (message.Method.StartsWith("notifications/tasks", StringComparison.Ordinal))
        {
            SealTask(call, String(parameters, "taskId"), edits);
        }

        SealRelated(call, parameters, edits);
    }

    private void SealRelated(CallContext call, JsonElement holder, AnswerEdits edits)
    {
        if (holder.TryGetProperty("_meta", out var meta) && meta.ValueKind == JsonValueKind.Object
            && meta.TryGetProperty("io.modelcontextprotocol/related-task", out var related) && related.ValueKind == JsonValueKind.Object)
        {
            SealTask(call, String(related, "taskId"), edits);
        }
    }

    private void SealTask(CallContext call, JsonElement? taskId, AnswerEdits edits)
    {
        if (taskId is { } id)
        {
            edits.Replace(id, tasks.Seal(call, id.GetString()!, edits.Raw(id)));
        }
    }

    private static JsonElement? String(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value : null;
}
