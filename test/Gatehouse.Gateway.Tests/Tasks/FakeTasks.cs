using System.Collections.Immutable;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Gateway.Tests.Calls;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tests.Tasks;

/// <summary>Tasks in memory, beside the fake desk's one request.</summary>
internal sealed class FakeTasks(FakeDesk desk, TimeProvider time) : ICallTasks
{
    private readonly Lock _gate = new();
    private ImmutableDictionary<string, StoredTask> _kept = ImmutableDictionary<string, StoredTask>.Empty;

    public Fault? Fault { get; set; }

    public ImmutableArray<StoredTask> All => [.. _kept.Values];

    public StoredTask Only => Assert.Single(_kept.Values);

    public void Put(StoredTask task)
    {
        lock (_gate)
        {
            _kept = _kept.SetItem(task.Id, task);
        }
    }

    public ValueTask<(StoredTask? Task, Fault? Fault)> KeepAsync(TaskDraft draft, CancellationToken cancel)
    {
        if (Fault is { } fault)
        {
            return new((null, fault));
        }

        var task = new StoredTask
        {
            Id = draft.Id,
            GrantId = draft.Subject.GrantId,
            ServerId = draft.Subject.ServerId,
            Tool = draft.Subject.Tool,
            State = draft.ApprovalId is null ? CallTaskState.Running : CallTaskState.Waiting,
            ApprovalId = draft.ApprovalId,
            Call = draft.Call,
            Note = draft.Note,
            Created = time.GetUtcNow(),
            Changed = time.GetUtcNow(),
            Expires = time.GetUtcNow().AddHours(1),
        };
        Put(task);
        return new((task, null));
    }

    public ValueTask<(StoredTask? Task, Fault? Fault)> FindAsync(string grantId, string serverId, string taskId, CancellationToken cancel) =>
        new((_kept.GetValueOrDefault(taskId) is { } task && task.GrantId == grantId && task.ServerId == serverId ? task : null, null));

    public ValueTask<(ImmutableArray<StoredTask> Tasks, Fault? Fault)> ListAsync(string grantId, string serverId, CancellationToken cancel) =>
        new(Fault is { } fault ? ([], fault) : ([.. All.Where(task => task.GrantId == grantId && task.ServerId == serverId)], null));

    public ValueTask<(ImmutableArray<StoredTask> Tasks, Fault? Fault)> WaitingAsync(CancellationToken cancel) =>
        new(([.. All.Where(static task => task.State == CallTaskState.Waiting)], null));

    public ValueTask<(TaskStart Start, Fault? Fault)> BeginAsync(string taskId, CancellationToken cancel)
    {
        var isSettled = desk.State is ApprovalState.Approved or ApprovalState.Refused;
        return new((Move(taskId, CallTaskState.Waiting, task => isSettled ? task with { State = CallTaskState.Running } : null) is { } begun
            ? new TaskStart(begun, IsOver: false)
            : new TaskStart(null, IsOver: desk.State != ApprovalState.Open || _kept[taskId].State != CallTaskState.Waiting), null));
    }

    public ValueTask<(bool IsParked, Fault? Fault)> ParkAsync(
        string taskId, string approvalId, DateTimeOffset until, string note, CancellationToken cancel) =>
        new((Move(taskId, CallTaskState.Running, task => task with { State = CallTaskState.Waiting, ApprovalId = approvalId, Note = note }) is not null, null));

    public ValueTask<Fault?> EndAsync(string taskId, TaskEnd end, CancellationToken cancel)
    {
        Move(taskId, CallTaskState.Running, task => task with
        {
            State = end.State, Answer = end.Answer, IsError = end.IsError, Note = end.Note, Call = null,
        });
        return new((Fault?)null);
    }

    public ValueTask<(bool IsCancelled, Fault? Fault)> CancelAsync(string grantId, string serverId, string taskId, CancellationToken cancel) =>
        new((Move(taskId, CallTaskState.Waiting, static task => task with { State = CallTaskState.Cancelled, Call = null }) is not null, null));

    public ValueTask<Fault?> FetchedAsync(string taskId, CancellationToken cancel)
    {
        Fetched++;
        return new((Fault?)null);
    }

    public int Fetched { get; private set; }

    public ValueTask<Fault?> SweepAsync(CancellationToken cancel) => new((Fault?)null);

    private StoredTask? Move(string taskId, CallTaskState from, Func<StoredTask, StoredTask?> to)
    {
        lock (_gate)
        {
            if (_kept.GetValueOrDefault(taskId) is not { } task || task.State != from || to(task) is not { } moved)
            {
                return null;
            }

            _kept = _kept.SetItem(taskId, moved);
            return moved;
        }
    }
}
