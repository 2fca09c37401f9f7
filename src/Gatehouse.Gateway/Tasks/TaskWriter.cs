using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tasks;

/// <summary>Tasks as the two revisions write them.</summary>
internal static class TaskWriter
{
    private const int PollInterval = 2_000;

    /// <summary>The result of the call that made it.</summary>
    public static ReadOnlyMemory<byte> Created(StoredTask task, CallContext call) => Write(json =>
    {
        if (call.Message.Era == Era.Modern)
        {
            json.WriteString("resultType", "task");
            Members(json, task, call);
            return;
        }

        json.WriteStartObject("task");
        Members(json, task, call);
        json.WriteEndObject();
    });

    /// <summary>How it stands; in 2026-07-28 with its answer.</summary>
    /// <param name="task">The task.</param>
    /// <param name="call">Who asks.</param>
    /// <param name="answer">The opened answer, or null.</param>
    public static ReadOnlyMemory<byte> Shown(StoredTask task, CallContext call, byte[]? answer) => Write(json =>
    {
        if (call.Message.Era == Era.Modern)
        {
            json.WriteString("resultType", "complete");
        }

        Members(json, task, call);
        if (call.Message.Era != Era.Modern || Status(task, call.Message.Era) is not ("completed" or "failed"))
        {
            return;
        }

        if (answer is not null)
        {
            json.WritePropertyName(task.State == CallTaskState.Done ? "result" : "error");
            json.WriteRawValue(answer, skipInputValidation: true);
        }
        else
        {
            json.WriteStartObject("error");
            json.WriteNumber("code", Code(task));
            json.WriteString("message", Why(task));
            json.WriteEndObject();
        }
    });

    /// <summary>One of a list.</summary>
    public static ReadOnlyMemory<byte> Listed(StoredTask task, CallContext call) => Write(json => Members(json, task, call));

    /// <summary>The error code of a task that ended without an answer.</summary>
    public static int Code(StoredTask task) =>
        task.State == CallTaskState.Unknown ? RpcCode.Unavailable : task.State == CallTaskState.Failed ? RpcCode.UpstreamFault : RpcCode.PolicyDenied;

    /// <summary>Why it has no answer.</summary>
    public static string Why(StoredTask task) => task.State switch
    {
        CallTaskState.Unknown =>
            "The gateway stopped while the call was under way: whether it was made is not known, and it is not made again.",
        CallTaskState.Cancelled => task.Note.Length > 0 ? "Cancelled. " + task.Note : "Cancelled.",
        CallTaskState.Void => "The call is void: its grant, server or tool changed.",
        _ => task.Note.Length > 0 ? task.Note : "The call failed.",
    };

    /// <summary>The protocol's word for where it stands.</summary>
    public static string Status(StoredTask task, Era era) => task.State switch
    {
        CallTaskState.Waiting or CallTaskState.Running => "working",

        // SPEC: 2025-11-25 has a result that is an error as failed; 2026-07-28 as any other result.
        CallTaskState.Done => task.IsError && era == Era.Legacy ? "failed" : "completed",
        CallTaskState.Failed or CallTaskState.Unknown => "failed",
        _ => "cancelled",
    };

    private static void Members(Utf8JsonWriter json, StoredTask task, CallContext call)
    {
        var isModern = call.Message.Era == Era.Modern;
        json.WriteString("taskId", task.Id);
        json.WriteString("status", Status(task, call.Message.Era));
        if (Message(task, call) is { Length: > 0 } message)
        {
            json.WriteString("statusMessage", message);
        }

        json.WriteString("createdAt", Time(task.Created));
        json.WriteString("lastUpdatedAt", Time(task.Changed));
        json.WriteNumber(isModern ? "ttlMs" : "ttl", (long)(task.Expires - task.Created).TotalMilliseconds);
        json.WriteNumber(isModern ? "pollIntervalMs" : "pollInterval", PollInterval);
    }

    private static string Message(StoredTask task, CallContext call) => task.State switch
    {
        CallTaskState.Waiting => string.Join(
            ' ', new[] { task.Note, $"Request {task.ApprovalId} waits for a person.", call.Snapshot.Settings.ApprovalUrl?.Replace("{id}", task.ApprovalId, StringComparison.Ordinal) }
                .Where(static part => !string.IsNullOrEmpty(part))),
        CallTaskState.Running or CallTaskState.Done => "",
        CallTaskState.Failed when task.Answer is not null => "",
        _ => Why(task),
    };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
