using System.Text.Json;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Tasks;

/// <summary>Makes a task of a call that may wait for a person, and gives the client its handle.</summary>
internal sealed class TaskHandles(
    ICallTasks tasks, TaskSeal seal, TaskRunner runner, ToolIndex tools, Denials denials, CallRecord record, TimeProvider time)
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 128 };

    /// <summary>Whether the client asks for a task that the gateway makes.</summary>
    public bool IsAskedFor(CallContext call, ToolFacts tool) =>
        !call.Message.Task.IsEmpty && TaskOffer.IsAskedFor(call, tool, tools.Current(call.Server), time.GetUtcNow());

    /// <summary>2025-11-25: the handle at once, and the call itself behind it: judged, asked for and made as any other.</summary>
    public async ValueTask StartAsync(CallContext call, ToolFacts tool)
    {
        if (runner.Enter(call.Grant.Id) is not { } place)
        {
            await RefuseAsync(call, TaskFaults.TooMany);
            return;
        }

        var (task, fault) = await KeepAsync(Plain(call), tool, null, "");
        if (task is null)
        {
            place.Leave();
            await RefuseAsync(call, fault!.Code);
            return;
        }

        await ReplyAsync(call, task);
        if (task.State == CallTaskState.Running)
        {
            runner.Run(task, place);
        }
        else
        {
            place.Leave();
        }
    }

    /// <summary>A call that needs a person: its run is parked, or a client of 2026-07-28 that knows tasks gets a handle.</summary>
    /// <returns>False where it is answered as for every other client.</returns>
    public async ValueTask<bool> ParkAsync(CallContext call, ToolFacts tool, Decision decision, ApprovalAnswer answer)
    {
        if (answer is not { State: ApprovalState.Open or ApprovalState.Approved, Fault: null })
        {
            return false;
        }

        if (call.Run is { } run)
        {
            run.Park(answer, (await denials.ParkedAsync(call, tool, decision, answer)).Message);
            return true;
        }

        // A client that can show the page is asked that first; the handle is for when it comes back.
        if (!TaskDeclaration.IsMade(call.Message) || PageQuestion.IsFor(call) || Unanswering(call) is not { } stored)
        {
            return false;
        }

        // Where no more can be kept the client gets the answer that every client gets.
        var (task, _) = await KeepAsync(stored, tool, answer, string.Join(' ', decision.Approvals.Select(static demand => demand.Message).Distinct(StringComparer.Ordinal)));
        if (task is null)
        {
            return false;
        }

        await denials.ParkedAsync(call, tool, decision, answer);
        await ReplyAsync(call, task);
        runner.Follow(task);
        return true;
    }

    // Without the wish for a task it is the same call as any other: for the person, and for the server.
    private static CallContext Plain(CallContext call)
    {
        var (body, _) = new JsonSplice(call.Message.Body).Remove(call.Message.Task).Apply(JsonCaps.Request);
        return WireReader.Read(body, WireHeaders.Stdio).Message is { } plain
            ? call with { Message = plain with { HeaderVersion = call.Message.HeaderVersion } }
            : throw new InvalidOperationException("a sound call is sound without its `task`");
    }

    private ValueTask<(StoredTask? Task, Fault? Fault)> KeepAsync(CallContext call, ToolFacts tool, ApprovalAnswer? answer, string note)
    {
        var id = TaskId.Next();
        return tasks.KeepAsync(
            new TaskDraft
            {
                Id = id,
                Subject = ApprovalGate.Subject(call, tool),
                ApprovalId = answer?.ApprovalId,
                Until = answer?.ExpiresAt,
                Note = note,
                Call = seal.SealCall(id, call.Grant.Id, call.Server.Id, StoredCall.Of(call, time.GetUtcNow())),
            },
            CancellationToken.None);
    }

    // Nobody listens when the call is made, so the server is told that nothing can be asked.
    private static CallContext? Unanswering(CallContext call)
    {
        using var meta = JsonDocument.Parse(call.Message.Meta, _options);
        if (!meta.RootElement.TryGetProperty("io.modelcontextprotocol/clientCapabilities", out var capabilities))
        {
            return null;
        }

        var replaced = new JsonSplice(call.Message.Body).Replace(
            Inner(call.Message.Meta, capabilities), "{}"u8.ToArray()).Apply(JsonCaps.Request);
        return replaced.Verdict == JsonVerdict.Sound && WireReader.Read(replaced.Json, WireHeaders.Stdio).Message is { } plain
            ? call with { Message = plain }
            : null;
    }

    private static ReadOnlyMemory<byte> Inner(ReadOnlyMemory<byte> json, JsonElement value) => new AnswerEdits(json).Raw(value);

    private static ValueTask ReplyAsync(CallContext call, StoredTask task) => call.Reply.JsonAsync(
        200, WireWriter.Result(call.Message.Id, TaskWriter.Created(task, call)), call.Session.SealedId);

    private ValueTask RefuseAsync(CallContext call, FaultCode code)
    {
        record.Refuse(code.Word, 200, call.Grant.Id, call.Server.Id);
        return call.Reply.JsonAsync(
            200, WireWriter.Error(call.Message.Id, RpcCode.Unavailable, "The gateway keeps no further task of this grant.", code.Word),
            call.Session.SealedId);
    }
}
