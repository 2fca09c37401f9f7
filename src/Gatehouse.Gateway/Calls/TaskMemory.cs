using System.Collections.Concurrent;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Gateway.Calls;

/// <summary>Which tool's call made a task: sealed into the task's id, and remembered for messages that name it unasked.</summary>
internal sealed class TaskMemory(SealedValues values)
{
    private const int MaxTasks = 20_000;
    private readonly ConcurrentDictionary<(string Grant, string Server, string Task), Known> _tasks = new();

    /// <summary>The sealed id, as a JSON string.</summary>
    /// <param name="call">The call that the message belongs to.</param>
    /// <param name="taskId">The task's id, decoded.</param>
    /// <param name="json">The task's id as the upstream wrote it.</param>
    public ReadOnlyMemory<byte> Seal(CallContext call, string taskId, ReadOnlyMemory<byte> json)
    {
        // A client knows its task by the text that it was given: an answer about that task names it by the same.
        if (IsSame(call, call.Message.TaskId, json))
        {
            return call.Message.TaskId;
        }

        var known = _tasks.GetValueOrDefault(Key(call, taskId));
        if (known is not null && IsSame(call, known.Sealed, json))
        {
            return known.Sealed;
        }

        // A task of no known call gets an id that no policy lets pass: the tool without a name.
        var isMaker = string.Equals(call.Message.Method, "tools/call", StringComparison.Ordinal);
        var tool = known?.Tool ?? (isMaker ? call.Message.Name : null);
        var given = values.SealTask(call.Grant.Id, call.Server.Id, json, tool ?? "");
        if (tool is not null)
        {
            if (_tasks.Count >= MaxTasks)
            {
                _tasks.Clear();
            }

            _tasks[Key(call, taskId)] = new(tool, given);
        }

        return given;
    }

    /// <summary>The tool, or null where it is not known.</summary>
    public string? ToolOf(CallContext call, string taskId) => _tasks.GetValueOrDefault(Key(call, taskId))?.Tool;

    private bool IsSame(CallContext call, ReadOnlyMemory<byte> given, ReadOnlyMemory<byte> json) =>
        !given.IsEmpty && values.OpenTask(call.Grant.Id, call.Server.Id, given) is { } opened
        && opened.Json.Span.SequenceEqual(json.Span);

    private static (string, string, string) Key(CallContext call, string taskId) => (call.Grant.Id, call.Server.Id, taskId);

    private sealed record Known(string Tool, byte[] Sealed);
}
