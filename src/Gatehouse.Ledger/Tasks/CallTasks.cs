using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Tasks;

/// <summary>Calls that the gateway makes once a person has answered, in <c>state.db</c>, beside the requests that they wait for.</summary>
/// <remarks>What is stored of a call and of its answer is sealed before it comes here.</remarks>
public sealed class CallTasks : ICallTasks
{
    /// <summary>Most tasks of one grant that are kept at once, ended ones with them.</summary>
    public const int MostOfGrant = 50;

    // What nobody fetched within the hour is gone; what was fetched stays a little for a client that lost the reply.
    private static readonly TimeSpan _kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan _fetched = TimeSpan.FromMinutes(5);

    private readonly LedgerStore _store;
    private readonly TimeProvider _time;
    private readonly string _writer;
    private readonly ApprovalWatch _watch;

    internal CallTasks(LedgerStore store, TimeProvider time, string writer, ApprovalWatch watch) =>
        (_store, _time, _writer, _watch) = (store, time, writer, watch);

    /// <inheritdoc/>
    public ValueTask<(StoredTask? Task, Fault? Fault)> KeepAsync(TaskDraft draft, CancellationToken cancel) => _store.WriteAsync(
        transaction => ValueTask.FromResult(Keep(transaction, draft)), cancel);

    /// <inheritdoc/>
    public ValueTask<(StoredTask? Task, Fault? Fault)> FindAsync(
        string grantId, string serverId, string taskId, CancellationToken cancel) => _store.ReadAsync(
            transaction => TaskRows.Find(transaction, grantId, serverId, taskId) is { } task && task.Expires > Later(transaction) ? task : null,
            cancel);

    /// <inheritdoc/>
    public async ValueTask<(ImmutableArray<StoredTask> Tasks, Fault? Fault)> ListAsync(
        string grantId, string serverId, CancellationToken cancel)
    {
        var (tasks, fault) = await _store.ReadAsync(
            transaction => TaskRows.Read(
                transaction, "WHERE grant_id = $1 AND server_id = $2 AND expires > $3 ORDER BY created DESC, id",
                grantId, serverId, Later(transaction).UtcTicks),
            cancel).ConfigureAwait(false);
        return ([.. tasks ?? []], fault);
    }

    /// <inheritdoc/>
    public async ValueTask<(ImmutableArray<StoredTask> Tasks, Fault? Fault)> WaitingAsync(CancellationToken cancel)
    {
        var (tasks, fault) = await _store.ReadAsync(
            transaction => TaskRows.Read(transaction, "WHERE state = $1 ORDER BY created, id", (int)CallTaskState.Waiting),
            cancel).ConfigureAwait(false);
        return ([.. tasks ?? []], fault);
    }

    /// <inheritdoc/>
    public ValueTask<(TaskStart Start, Fault? Fault)> BeginAsync(string taskId, CancellationToken cancel) => _store.WriteAsync<TaskStart>(
        transaction => ValueTask.FromResult<(TaskStart, Fault?)>((Begin(transaction, taskId), null)), cancel);

    /// <inheritdoc/>
    public async ValueTask<(bool IsParked, Fault? Fault)> ParkAsync(
        string taskId, string approvalId, DateTimeOffset until, string note, CancellationToken cancel)
    {
        var (changed, fault) = await SetAsync(
            (transaction, now) => Sql.Execute(
                transaction,
                """
                UPDATE call_task SET state = $1, approval_id = $2, note = $3, writer = NULL, changed = $4, expires = $5
                WHERE id = $6 AND state = $7
                AND NOT EXISTS (SELECT 1 FROM call_task other WHERE other.approval_id = $2 AND other.state = $1)
                """,
                (int)CallTaskState.Waiting, approvalId, note, now.UtcTicks, (until + _kept).UtcTicks, taskId, (int)CallTaskState.Running),
            cancel).ConfigureAwait(false);
        return (changed == 1, fault);
    }

    /// <inheritdoc/>
    public async ValueTask<Fault?> EndAsync(string taskId, TaskEnd end, CancellationToken cancel) => (await SetAsync(
        (transaction, now) => Sql.Execute(
            transaction,
            """
            UPDATE call_task SET state = $1, answer = $2, is_error = $3, note = $4, call = NULL, writer = NULL, changed = $5, expires = $6
            WHERE id = $7 AND state = $8
            """,
            (int)end.State, end.Answer, end.IsError ? 1 : 0, end.Note, now.UtcTicks, (now + _kept).UtcTicks, taskId,
            (int)CallTaskState.Running),
        cancel).ConfigureAwait(false)).Fault;

    /// <inheritdoc/>
    public async ValueTask<(bool IsCancelled, Fault? Fault)> CancelAsync(
        string grantId, string serverId, string taskId, CancellationToken cancel)
    {
        var (changed, fault) = await SetAsync(
            (transaction, now) => Cancel(transaction, now, grantId, serverId, taskId), cancel).ConfigureAwait(false);
        _watch.Wake();
        return (changed == 1, fault);
    }

    /// <inheritdoc/>
    public async ValueTask<Fault?> FetchedAsync(string taskId, CancellationToken cancel) => (await SetAsync(
        (transaction, now) => Sql.Execute(
            transaction, "UPDATE call_task SET expires = $1 WHERE id = $2 AND expires > $1", (now + _fetched).UtcTicks, taskId),
        cancel).ConfigureAwait(false)).Fault;

    /// <inheritdoc/>
    public async ValueTask<Fault?> SweepAsync(CancellationToken cancel) => (await SetAsync(Sweep, cancel).ConfigureAwait(false)).Fault;

    /// <summary>Calls that an earlier process of this writer had begun: whether they were made is not known.</summary>
    internal async ValueTask<Fault?> RecoverAsync(CancellationToken cancel) => (await SetAsync(
        (transaction, now) => Sweep(transaction, now) + Sql.Execute(
            transaction,
            "UPDATE call_task SET state = $1, call = NULL, writer = NULL, changed = $2, expires = $3 WHERE state = $4 AND writer = $5",
            (int)CallTaskState.Unknown, now.UtcTicks, (now + _kept).UtcTicks, (int)CallTaskState.Running, _writer),
        cancel).ConfigureAwait(false)).Fault;

    private (StoredTask? Task, Fault? Fault) Keep(DbTransaction transaction, TaskDraft draft)
    {
        var now = StateClock.Now(transaction, _time);
        Sweep(transaction, now);
        if (TaskRows.Waiting(transaction, draft.Subject) is { } same)
        {
            return (same, null);
        }

        var kept = Sql.Number(transaction, "SELECT count(*) FROM call_task WHERE grant_id = $1", draft.Subject.GrantId);
        if (kept >= MostOfGrant)
        {
            return (null, new Fault(
                TaskFaults.TooMany, $"{kept} tasks of this grant are kept already", "fetch their answers, or let them expire"));
        }

        var expires = (draft.Until ?? now) + _kept;
        TaskRows.Insert(transaction, draft, draft.ApprovalId is null ? _writer : null, now, expires);
        return (TaskRows.Find(transaction, draft.Subject.GrantId, draft.Subject.ServerId, draft.Id), null);
    }

    // ORDER: running before anything of the call is looked at. A process that is killed from here on leaves a task whose
    // call nobody makes again.
    private TaskStart Begin(DbTransaction transaction, string taskId)
    {
        var now = StateClock.Now(transaction, _time);
        if (TaskRows.Read(transaction, "WHERE id = $1 AND state = $2", taskId, (int)CallTaskState.Waiting) is not [var task])
        {
            return new(null, IsOver: true);
        }

        var request = task.ApprovalId is { } approval ? ApprovalRows.Find(transaction, approval) : null;
        var isLapsed = request is null || request.Expires <= now;
        switch (request?.State)
        {
            case ApprovalState.Open when !isLapsed:
                return new(null, IsOver: false);

            // A refusal is told by the call itself, which is denied and recorded as any other.
            case ApprovalState.Approved or ApprovalState.Refused when !isLapsed:
                Sql.Execute(
                    transaction, "UPDATE call_task SET state = $1, writer = $2, changed = $3, expires = $4 WHERE id = $5",
                    (int)CallTaskState.Running, _writer, now.UtcTicks, (now + _kept).UtcTicks, taskId);
                return new(task with { State = CallTaskState.Running }, IsOver: false);

            default:
                Sql.Execute(
                    transaction, "UPDATE call_task SET state = $1, note = $2, call = NULL, changed = $3, expires = $4 WHERE id = $5",
                    (int)CallTaskState.Failed, Why(request?.State, isLapsed), now.UtcTicks, (now + _kept).UtcTicks, taskId);
                return new(null, IsOver: true);
        }
    }

    private static string Why(ApprovalState? state, bool isLapsed) => state switch
    {
        ApprovalState.Claimed or ApprovalState.Done or ApprovalState.Unknown => "The approval of this call was used already.",
        ApprovalState.Expired => "The request for this call has expired.",
        ApprovalState.Open or ApprovalState.Approved or ApprovalState.Refused when isLapsed => "The request for this call has expired.",
        _ => "The approval of this call is void: its grant, server or tool changed.",
    };

    private static int Cancel(DbTransaction transaction, DateTimeOffset now, string grantId, string serverId, string taskId)
    {
        if (TaskRows.Find(transaction, grantId, serverId, taskId) is not { State: CallTaskState.Waiting or CallTaskState.Running } task)
        {
            return 0;
        }

        // What is under way cannot be taken back: its answer is not kept.
        Sql.Execute(
            transaction, "UPDATE call_task SET state = $1, note = $2, call = NULL, writer = NULL, changed = $3 WHERE id = $4",
            (int)CallTaskState.Cancelled,
            task.State == CallTaskState.Running ? "The call was under way; its answer is not kept." : "", now.UtcTicks, taskId);
        if (task is { State: CallTaskState.Waiting, ApprovalId: { } approval })
        {
            ApprovalVoids.One(transaction, approval, null, "The client cancelled the call.", now);
        }

        return 1;
    }

    private static int Sweep(DbTransaction transaction, DateTimeOffset now) =>
        Sql.Execute(transaction, "DELETE FROM call_task WHERE expires <= $1", now.UtcTicks);

    // A reader cannot move the store's clock on; what it shows is over by the later of both is over.
    private DateTimeOffset Later(DbTransaction transaction)
    {
        var latest = new DateTimeOffset(Sql.Number(transaction, "SELECT latest FROM ledger_clock"), TimeSpan.Zero);
        return latest > _time.GetUtcNow() ? latest : _time.GetUtcNow();
    }

    private ValueTask<(int Changed, Fault? Fault)> SetAsync(Func<DbTransaction, DateTimeOffset, int> update, CancellationToken cancel) =>
        _store.WriteAsync<int>(
            transaction => ValueTask.FromResult<(int, Fault?)>((update(transaction, StateClock.Now(transaction, _time)), null)), cancel);
}
