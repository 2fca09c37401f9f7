using System.Collections.Immutable;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tasks;

/// <summary>Keeps calls that the gateway itself makes later, and their answers. Each change of state is a compare-and-set.</summary>
public interface ICallTasks
{
    /// <summary>Keeps a call; where the same call waits already, its task is the answer.</summary>
    /// <remarks>Faults: <c>too-many-tasks</c>, or a failure of the store.</remarks>
    ValueTask<(StoredTask? Task, Fault? Fault)> KeepAsync(TaskDraft draft, CancellationToken cancel);

    /// <summary>One task of a grant on a server; null for any other grant's, and for what expired.</summary>
    ValueTask<(StoredTask? Task, Fault? Fault)> FindAsync(string grantId, string serverId, string taskId, CancellationToken cancel);

    /// <summary>All tasks of a grant on a server, newest first.</summary>
    ValueTask<(ImmutableArray<StoredTask> Tasks, Fault? Fault)> ListAsync(string grantId, string serverId, CancellationToken cancel);

    /// <summary>Every task that waits for a person: what a process takes up again when it starts.</summary>
    ValueTask<(ImmutableArray<StoredTask> Tasks, Fault? Fault)> WaitingAsync(CancellationToken cancel);

    /// <summary>Waiting → running, once a person answered it; a request that lapsed or is void ends the task.</summary>
    ValueTask<(TaskStart Start, Fault? Fault)> BeginAsync(string taskId, CancellationToken cancel);

    /// <summary>Running → waiting, for provably nothing was sent. False where an equal call waits for the same answer.</summary>
    ValueTask<(bool IsParked, Fault? Fault)> ParkAsync(
        string taskId, string approvalId, DateTimeOffset until, string note, CancellationToken cancel);

    /// <summary>Running → ended. The stored call goes with it.</summary>
    ValueTask<Fault?> EndAsync(string taskId, TaskEnd end, CancellationToken cancel);

    /// <summary>Waiting or running → cancelled; the request that waits for a person goes with it. False once it has ended.</summary>
    ValueTask<(bool IsCancelled, Fault? Fault)> CancelAsync(string grantId, string serverId, string taskId, CancellationToken cancel);

    /// <summary>The answer was fetched: it is kept for a few minutes more, for a client that lost the reply.</summary>
    ValueTask<Fault?> FetchedAsync(string taskId, CancellationToken cancel);

    /// <summary>Deletes what has expired.</summary>
    ValueTask<Fault?> SweepAsync(CancellationToken cancel);
}

/// <summary>The states of a task.</summary>
public enum CallTaskState : byte
{
    /// <summary>Will not be made: its grant, server or tool changed.</summary>
    Void = 0,

    /// <summary>Waits for a person.</summary>
    Waiting,

    /// <summary>Its call is under way, or begins.</summary>
    Running,

    /// <summary>There is a result.</summary>
    Done,

    /// <summary>There is an error, or a note of why there is no answer.</summary>
    Failed,

    /// <summary>The client cancelled it.</summary>
    Cancelled,

    /// <summary>The process ended while it ran: nobody knows whether the call was made, and it is not made again.</summary>
    Unknown,
}

/// <summary>A call to keep.</summary>
public sealed record TaskDraft
{
    /// <summary>Its id: 128 random bits or more, with the form of <see cref="TaskId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>What the call is, as for an approval.</summary>
    public required Approvals.ApprovalSubject Subject { get; init; }

    /// <summary>The request that it waits for; null where the call begins at once.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>Until when that request can be answered; null without one.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What the client is told of it meanwhile.</summary>
    public string Note { get; init; } = "";

    /// <summary>The call, sealed.</summary>
    public required string Call { get; init; }
}

/// <summary>A task as it is kept.</summary>
public sealed record StoredTask
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string GrantId { get; init; }

    /// <summary>The server that is called.</summary>
    public required string ServerId { get; init; }

    /// <summary>The tool that is called.</summary>
    public required string Tool { get; init; }

    /// <summary>Where it stands.</summary>
    public required CallTaskState State { get; init; }

    /// <summary>The request that it waits for, or did; null where nobody was asked.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>The call, sealed; null once it ended.</summary>
    public string? Call { get; init; }

    /// <summary>The <c>result</c> or <c>error</c>, sealed; null before the end, and where there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether the result says of itself that it is an error.</summary>
    public bool IsError { get; init; }

    /// <summary>What the client is told of it; may be empty.</summary>
    public required string Note { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset Changed { get; init; }

    /// <summary>When it goes.</summary>
    public required DateTimeOffset Expires { get; init; }
}

/// <summary>Whether a task's call may begin.</summary>
/// <param name="Task">The task, which runs now; null otherwise.</param>
/// <param name="IsOver">Whether it will never run; else the person has not answered yet.</param>
public readonly record struct TaskStart(StoredTask? Task, bool IsOver);

/// <summary>How a task ended.</summary>
/// <param name="State">One of the last states.</param>
/// <param name="Answer">The answer, sealed, or null.</param>
/// <param name="IsError">Whether a result says that it is an error.</param>
/// <param name="Note">What the client is told of it.</param>
public sealed record TaskEnd(CallTaskState State, string? Answer, bool IsError, string Note);
