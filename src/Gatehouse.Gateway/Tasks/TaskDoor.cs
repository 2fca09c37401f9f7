using System.Text.Json;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Tasks;

/// <summary>Requests about the gateway's own tasks: decided like those about a server's, and answered here.</summary>
internal sealed class TaskDoor(ICallTasks tasks, TaskSeal seal, ToolIndex tools, CallRecord record, Denials denials, TimeProvider time)
{
    private const int MostWaiting = 20;
    private static readonly TimeSpan _beat = TimeSpan.FromMilliseconds(500);

    private readonly GrantGate _waiting = new();

    /// <summary>Whether a message names a task of the gateway's own.</summary>
    public static bool IsOwn(ClientMessage message) => TaskId.Read(message.TaskId) is not null;

    /// <summary>Answers the request. Another grant's task is as unknown as one that never was.</summary>
    public async ValueTask HandleAsync(CallContext call)
    {
        var (task, fault) = await FindAsync(call);
        if (fault is not null)
        {
            await denials.UnavailableAsync(call, fault);
            return;
        }

        if (task is null)
        {
            await denials.ForeignAsync(call);
            return;
        }

        var decision = tools.Current(call.Server) is { } known
            ? call.Grant.Policy.DecideTask(known.Find(task.Tool), time.GetUtcNow())
            : Decision.Error;
        if (decision.Outcome != Outcome.Allowed)
        {
            await denials.DenyAsync(call, task.Tool, decision);
            return;
        }

        var receipt = await record.IntendAsync(call, task.Tool, decision);
        if (receipt.Fault is { } unrecorded)
        {
            await denials.UnavailableAsync(call, unrecorded);
            return;
        }

        var began = time.GetTimestamp();
        var end = new ForwardEnd(OutcomeClass.Unknown, 0, "internal-error", NothingSent: true);
        try
        {
            end = await AnswerAsync(call, task);
        }
        finally
        {
            record.Conclude(call, receipt, end, time.GetElapsedTime(began));
        }
    }

    /// <summary>The grant's own tasks that its policy still shows, as elements of a list; or why they cannot be read.</summary>
    public async ValueTask<(IReadOnlyList<ReadOnlyMemory<byte>> Shown, Fault? Fault)> ListAsync(CallContext call)
    {
        var (kept, fault) = await tasks.ListAsync(call.Grant.Id, call.Server.Id, CancellationToken.None);
        if (fault is not null)
        {
            return ([], fault);
        }

        var (known, now) = (tools.Current(call.Server), time.GetUtcNow());
        IReadOnlyList<ReadOnlyMemory<byte>> shown = kept.IsDefaultOrEmpty || known is null
            ? []
            : [.. kept.Where(task => call.Grant.Policy.DecideTask(known.Find(task.Tool), now).Outcome == Outcome.Allowed)
                .Select(task => TaskWriter.Listed(task, call))];
        return (shown, null);
    }

    private ValueTask<(StoredTask? Task, Fault? Fault)> FindAsync(CallContext call) =>
        tasks.FindAsync(call.Grant.Id, call.Server.Id, TaskId.Read(call.Message.TaskId)!, CancellationToken.None);

    private ValueTask<ForwardEnd> AnswerAsync(CallContext call, StoredTask task) => call.Message.Method switch
    {
        MethodNames.TasksCancel => CancelAsync(call, task),
        MethodNames.TasksResult => ResultAsync(call, task),

        // SPEC: 2026-07-28, tasks: what nobody asked for is ignored, and acknowledged.
        MethodNames.TasksUpdate => ReplyAsync(call, WireWriter.Empty(call.Message.Id, call.Message.Era)),
        _ => ShowAsync(call, task),
    };

    private async ValueTask<ForwardEnd> ShowAsync(CallContext call, StoredTask task)
    {
        var answer = call.Message.Era == Era.Modern ? seal.OpenAnswer(task) : null;
        var end = await ReplyAsync(call, WireWriter.Result(call.Message.Id, TaskWriter.Shown(task, call, answer)));
        if (answer is not null)
        {
            await tasks.FetchedAsync(task.Id, CancellationToken.None);
        }

        return end;
    }

    private async ValueTask<ForwardEnd> CancelAsync(CallContext call, StoredTask task)
    {
        var (isCancelled, fault) = await tasks.CancelAsync(call.Grant.Id, call.Server.Id, task.Id, CancellationToken.None);
        if (fault is not null)
        {
            await denials.UnavailableAsync(call, fault);
            return new(OutcomeClass.Fault, 0, fault.Code.Word, NothingSent: true);
        }

        // SPEC: 2026-07-28: cancelling is a wish, and acknowledged in any case. 2025-11-25: an error once it has ended.
        if (call.Message.Era == Era.Modern)
        {
            return await ReplyAsync(call, WireWriter.Empty(call.Message.Id, Era.Modern));
        }

        var (now, _) = isCancelled ? await FindAsync(call) : (null, null);
        return now is null
            ? await ReplyAsync(
                call, WireWriter.Error(call.Message.Id, RpcCode.InvalidParams, "The task has ended already.", "task-ended"), OutcomeClass.Error)
            : await ReplyAsync(call, WireWriter.Result(call.Message.Id, TaskWriter.Shown(now, call, null)));
    }

    // SPEC: 2025-11-25, tasks/result: answered once the task has ended. A client that hangs up asks again.
    private async ValueTask<ForwardEnd> ResultAsync(CallContext call, StoredTask task)
    {
        if (IsOpen(task) && _waiting.Enter(call.Grant.Id, MostWaiting) is { } place)
        {
            try
            {
                task = await WaitAsync(call, task);
            }
            catch (OperationCanceledException)
            {
                return new(OutcomeClass.Cancelled, 0, null, NothingSent: true);
            }
            finally
            {
                place.Leave();
            }
        }

        if (IsOpen(task))
        {
            return await ReplyAsync(
                call, WireWriter.Error(call.Message.Id, RpcCode.Unavailable, "Too many requests of this grant wait for tasks.", "too-many-tasks"), OutcomeClass.Error);
        }

        if (seal.OpenAnswer(task) is not { } answer)
        {
            return await ReplyAsync(
                call, WireWriter.Error(call.Message.Id, TaskWriter.Code(task), TaskWriter.Why(task), Word(task)), OutcomeClass.Error);
        }

        var end = await ReplyAsync(
            call, task.State == CallTaskState.Done ? WireWriter.Result(call.Message.Id, Related(answer, call)) : WireWriter.Failure(call.Message.Id, answer));
        await tasks.FetchedAsync(task.Id, CancellationToken.None);
        return end;
    }

    private async ValueTask<StoredTask> WaitAsync(CallContext call, StoredTask task)
    {
        while (IsOpen(task))
        {
            await Task.Delay(_beat, time, call.Reply.GoneOrStopping);
            var (now, fault) = await FindAsync(call);
            task = now ?? (fault is null ? task with { State = CallTaskState.Void, Answer = null } : task);
        }

        return task;
    }

    private static bool IsOpen(StoredTask task) => task.State is CallTaskState.Waiting or CallTaskState.Running;

    private static string Word(StoredTask task) => task.State switch
    {
        CallTaskState.Unknown => "outcome-unknown",
        CallTaskState.Cancelled => "task-cancelled",
        CallTaskState.Void => "task-void",
        _ => "task-failed",
    };

    // SPEC: 2025-11-25, tasks/result names the task that the result belongs to.
    private static ReadOnlyMemory<byte> Related(ReadOnlyMemory<byte> result, CallContext call)
    {
        using var json = JsonDocument.Parse(result, new JsonDocumentOptions { MaxDepth = 128 });
        var edits = new AnswerEdits(result);
        byte[] related = [.. "{\"taskId\":"u8, .. call.Message.TaskId.Span, (byte)'}'];
        if (!json.RootElement.TryGetProperty("_meta", out var meta))
        {
            edits.Insert(json.RootElement, "_meta"u8, [.. "{\"io.modelcontextprotocol/related-task\":"u8, .. related, (byte)'}']);
        }
        else if (meta.ValueKind == JsonValueKind.Object && !meta.TryGetProperty("io.modelcontextprotocol/related-task", out _))
        {
            edits.Insert(meta, "io.modelcontextprotocol/related-task"u8, related);
        }

        return edits.Apply() ?? result;
    }

    private static async ValueTask<ForwardEnd> ReplyAsync(CallContext call, ReadOnlyMemory<byte> json, OutcomeClass end = OutcomeClass.Done)
    {
        await call.Reply.JsonAsync(200, json, call.Session.SealedId);
        return new(end, json.Length, null, NothingSent: true);
    }
}
