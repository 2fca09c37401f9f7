using System.Collections.Concurrent;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Gateway.Calls;

/// <summary>Which tool's call made a task: sealed into the task's id, and remembered for messages that name it unasked.</summary>
internal sealed class TaskMemory(SealedValues values)
{
    private const int MaxTasks = 20_000;
    private readonly ConcurrentDictionary<(string Grant, string Server, string Task), string> _tools = new();

    /// <summary>The sealed id, as a JSON string.</summary>
    /// <param name="call">The call that the message belongs to.</param>
    /// <param name="taskId">The task's id, decoded.</param>
    /// <param name="json">The task's id as the upstream wrote it.</param>
    public byte[] Seal(CallContext call, string taskId, ReadOnlyMemory<byte> json)
    {
        var tool = ToolOf(call, taskId);
        if (tool is null && string.Equals(call.Message.Method, "tools/call", StringComparison.Ordinal))
        {
            if (_tools.Count >= MaxTasks)
            {
                _tools.Clear();
            }

            tool = _tools[Key(call, taskId)] = call.Message.Name ?? "";
        }

        // A task of no known call gets an id that no policy lets pass: the tool without a name.
        return values.SealTask(call.Grant.Id, call.Server.Id, json, tool ?? "");
    }

    /// <summary>The tool, or null where it is not known.</summary>
    public string? ToolOf(CallContext call, string taskId) => _tools.GetValueOrDefault(Key(call, taskId));

    private static (string, string, string) Key(CallContext call, string taskId) => (call.Grant.Id, call.Server.Id, taskId);
}
