using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Tasks;
using Gatehouse.Ledger.Tests.Approvals;
using static Gatehouse.Ledger.Tests.Approvals.ApprovalTable;

namespace Gatehouse.Ledger.Tests.Tasks;

public class CallTasksTests
{
    private static readonly TaskEnd _done = new(CallTaskState.Done, "sealed answer", IsError: false, "");

    [Fact]
    public async Task BeginAsync_PersonHasNotAnswered_StaysWaiting()
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var task = await Waiting(table, tasks);

        Assert.Equal(new TaskStart(null, IsOver: false), (await tasks.BeginAsync(task.Id, Cancel)).Start);
        Assert.Equal(CallTaskState.Waiting, (await Find(tasks, task)).State);
    }

    [Fact]
    public async Task BeginAsync_Approved_RunsOnce()
    {
        await using var table = new ApprovalTable();
        var (tasks, other) = (Tasks(table), Tasks(table, "other", table.Another()));
        var task = await Waiting(table, tasks);
        await table.Settling.ApproveAsync(task.ApprovalId!, "ann", Cancel);

        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
            (await (i % 2 == 0 ? tasks : other).BeginAsync(task.Id, Cancel)).Start));

        var begun = Assert.Single(starts, static start => start.Task is not null);
        Assert.Equal(("sealed call", CallTaskState.Running), (begun.Task!.Call, begun.Task.State));
        Assert.All(starts.Where(static start => start.Task is null), static start => Assert.True(start.IsOver));
    }

    [Fact]
    public async Task BeginAsync_Refused_RunsSoThatTheCallItselfIsDenied()
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var task = await Waiting(table, tasks);
        await table.Settling.RefuseAsync(task.ApprovalId!, "ann", null, Cancel);

        Assert.NotNull((await tasks.BeginAsync(task.Id, Cancel)).Start.Task);
    }

    [Theory]
    [InlineData("expired", "The request for this call has expired.")]
    [InlineData("lapsed", "The request for this call has expired.")]
    [InlineData("used", "The approval of this call was used already.")]
    [InlineData("cancelled", "The approval of this call is void: its grant, server or tool changed.")]
    public async Task BeginAsync_RequestIsOver_EndsAndForgetsTheCall(string how, string why)
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var task = await Waiting(table, tasks);
        var id = task.ApprovalId!;
        if (how != "expired" && how != "cancelled")
        {
            await table.Settling.ApproveAsync(id, "ann", Cancel);
        }

        switch (how)
        {
            case "used":
                Assert.True(await table.Desk.ClaimAsync(id, "call", Cancel));
                break;
            case "cancelled":
                await table.Store.WriteAsync<int>(
                    transaction => new((ApprovalVoids.One(transaction, id, null, null, table.Time.GetUtcNow()) ? 1 : 0, null)), Cancel);
                break;
            default:
                table.Time.Advance(TimeSpan.FromMinutes(10));
                break;
        }

        Assert.Equal(new TaskStart(null, IsOver: true), (await tasks.BeginAsync(task.Id, Cancel)).Start);
        var over = await Find(tasks, task);
        Assert.Equal((CallTaskState.Failed, why, (string?)null), (over.State, over.Note, over.Call));
    }

    [Fact]
    public async Task EndAsync_Running_KeepsTheAnswerAndForgetsTheCall()
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var task = await Running(table, tasks);

        Assert.Null(await tasks.EndAsync(task.Id, _done, Cancel));

        var ended = await Find(tasks, task);
        Assert.Equal((CallTaskState.Done, "sealed answer", (string?)null), (ended.State, ended.Answer, ended.Call));
        Assert.True((await tasks.BeginAsync(task.Id, Cancel)).Start is { Task: null, IsOver: true });
        await tasks.EndAsync(task.Id, new(CallTaskState.Failed, "another", true, ""), Cancel);
        Assert.Equal("sealed answer", (await Find(tasks, task)).Answer);
    }

    [Fact]
    public async Task Answer_FetchedOrNot_GoesInTime()
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var fetched = await Running(table, tasks, "d1");
        var left = await Running(table, tasks, "d2");
        await tasks.EndAsync(fetched.Id, _done, Cancel);
        await tasks.EndAsync(left.Id, _done, Cancel);
        await tasks.FetchedAsync(fetched.Id, Cancel);

        table.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null((await tasks.FindAsync("g1", "bank", fetched.Id, Cancel)).Task);
        Assert.NotNull((await tasks.FindAsync("g1", "bank", left.Id, Cancel)).Task);
        table.Time.Advance(TimeSpan.FromMinutes(55));
        Assert.Null((await tasks.FindAsync("g1", "bank", left.Id, Cancel)).Task);

        // Gone from what is shown is gone from the disk with the next sweep.
        Assert.Null(await tasks.SweepAsync(Cancel));
        Assert.Equal(0, (await table.Store.ReadAsync(transaction => Sql.Number(transaction, "SELECT count(*) FROM call_task"), Cancel)).Value);
    }

    [Fact]
    public async Task RecoverAsync_ProcessEndedWhileItRan_IsUnknownAndNeverBegunAgain()
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var running = await Running(table, tasks, "d1");
        var waiting = await Waiting(table, tasks, "d2");
        var others = await Running(table, Tasks(table, "other"), "d3");

        var next = Tasks(table, store: table.Another());
        Assert.Null(await next.RecoverAsync(Cancel));

        Assert.Equal((CallTaskState.Unknown, (string?)null), ((await Find(next, running)).State, (await Find(next, running)).Call));
        Assert.True((await next.BeginAsync(running.Id, Cancel)).Start is { Task: null, IsOver: true });
        Assert.Equal(CallTaskState.Running, (await Find(next, others)).State);
        Assert.Equal(waiting.Id, Assert.Single((await next.WaitingAsync(Cancel)).Tasks).Id);
        await table.Settling.ApproveAsync(waiting.ApprovalId!, "ann", Cancel);
        Assert.Equal("sealed call", (await next.BeginAsync(waiting.Id, Cancel)).Start.Task?.Call);
    }

    [Fact]
    public async Task KeepAsync_SameCallWaits_IsTheSameTask()
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var task = await Waiting(table, tasks);

        Assert.Equal(task, await Waiting(table, tasks));
        Assert.NotEqual(task.Id, (await Waiting(table, tasks, "d2")).Id);
        Assert.NotEqual(task.Id, (await Waiting(table, tasks, grant: "g2")).Id);
    }

    [Fact]
    public async Task KeepAsync_AsManyAsMayBe_IsRefusedForThatGrantAlone()
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        for (var i = 0; i < CallTasks.MostOfGrant; i++)
        {
            Assert.Null((await tasks.KeepAsync(Draft(null, "d"), Cancel)).Fault);
        }

        Assert.Equal(TaskFaults.TooMany, (await tasks.KeepAsync(Draft(null, "d"), Cancel)).Fault?.Code);
        Assert.Null((await tasks.KeepAsync(Draft(null, "d", "g2"), Cancel)).Fault);
    }

    [Fact]
    public async Task ParkAsync_EqualCallWaitsForTheSamePerson_IsNotASecondOne()
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var (first, _) = await tasks.KeepAsync(Draft(null, "d1"), Cancel);
        var (second, _) = await tasks.KeepAsync(Draft(null, "d1"), Cancel);
        var request = await table.Present();

        Assert.True((await tasks.ParkAsync(first!.Id, request.ApprovalId, request.ExpiresAt, "ask", Cancel)).IsParked);
        Assert.False((await tasks.ParkAsync(second!.Id, request.ApprovalId, request.ExpiresAt, "ask", Cancel)).IsParked);
        Assert.Equal((CallTaskState.Waiting, "ask"), ((await Find(tasks, first)).State, (await Find(tasks, first)).Note));
    }

    [Fact]
    public async Task CancelAsync_Waiting_TakesTheQuestionBackToo()
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var task = await Waiting(table, tasks);

        Assert.False((await tasks.CancelAsync("g2", "bank", task.Id, Cancel)).IsCancelled);
        Assert.False((await tasks.CancelAsync("g1", "other", task.Id, Cancel)).IsCancelled);
        Assert.True((await tasks.CancelAsync("g1", "bank", task.Id, Cancel)).IsCancelled);
        Assert.False((await tasks.CancelAsync("g1", "bank", task.Id, Cancel)).IsCancelled);

        Assert.Equal((CallTaskState.Cancelled, (string?)null), ((await Find(tasks, task)).State, (await Find(tasks, task)).Call));
        Assert.Equal(ApprovalState.Void, (await table.Card(task.ApprovalId!)).State);
    }

    [Fact]
    public async Task CancelAsync_Running_KeepsNoAnswer()
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var task = await Running(table, tasks);

        Assert.True((await tasks.CancelAsync("g1", "bank", task.Id, Cancel)).IsCancelled);
        await tasks.EndAsync(task.Id, _done, Cancel);

        Assert.Equal((CallTaskState.Cancelled, (string?)null), ((await Find(tasks, task)).State, (await Find(tasks, task)).Answer));
    }

    [Theory]
    [InlineData("grant")]
    [InlineData("server")]
    [InlineData("tool")]
    [InlineData("credential")]
    [InlineData("definition")]
    [InlineData("all")]
    public async Task Void_OfWhatItNeeds_EndsWhatWaitsAndForgetsTheCall(string what)
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var waiting = await Waiting(table, tasks);
        var running = await Running(table, tasks, "d2");

        await table.Store.WriteAsync<int>(transaction => new((
            what switch
            {
                "grant" => ApprovalVoids.OfGrant(transaction, "g1"),
                "server" => ApprovalVoids.OfServer(transaction, "bank"),
                "tool" => ApprovalVoids.OfTool(transaction, "bank", "transfer"),
                "credential" => ApprovalVoids.OfServerBut(transaction, "bank", "f2"),
                "definition" => ApprovalVoids.OfToolBut(transaction, "bank", "transfer", "h2"),
                _ => ApprovalVoids.All(transaction),
            },
            null)), Cancel);

        Assert.Equal((CallTaskState.Void, (string?)null), ((await Find(tasks, waiting)).State, (await Find(tasks, waiting)).Call));
        Assert.Equal(CallTaskState.Running, (await Find(tasks, running)).State);
        Assert.True((await tasks.BeginAsync(waiting.Id, Cancel)).Start is { Task: null, IsOver: true });
    }

    [Fact]
    public async Task Void_OfAnother_LeavesIt()
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var task = await Waiting(table, tasks);

        await table.Store.WriteAsync<int>(transaction => new((
            ApprovalVoids.OfGrant(transaction, "g2") + ApprovalVoids.OfServer(transaction, "b") + ApprovalVoids.OfTool(transaction, "bank", "x")
            + ApprovalVoids.OfServerBut(transaction, "bank", "f1") + ApprovalVoids.OfToolBut(transaction, "bank", "transfer", "h1"),
            null)), Cancel);

        Assert.Equal(CallTaskState.Waiting, (await Find(tasks, task)).State);
    }

    [Fact]
    public async Task FindAsync_OfAnotherGrantOrServer_IsUnknown()
    {
        await using var table = new ApprovalTable();
        var tasks = Tasks(table);
        var task = await Waiting(table, tasks);

        Assert.Null((await tasks.FindAsync("g2", "bank", task.Id, Cancel)).Task);
        Assert.Null((await tasks.FindAsync("g1", "other", task.Id, Cancel)).Task);
        Assert.Empty((await tasks.ListAsync("g2", "bank", Cancel)).Tasks);
        Assert.Equal(task, Assert.Single((await tasks.ListAsync("g1", "bank", Cancel)).Tasks));
    }

    private static CallTasks Tasks(ApprovalTable table, string writer = "serve", LedgerStore? store = null) =>
        new(store ?? table.Store, table.Time, writer, table.Watch);

    private static TaskDraft Draft(ApprovalAnswer? request, string digest, string grant = "g1") => new()
    {
        Id = "gatehouse-task-" + Guid.NewGuid().ToString("N"),
        Subject = ApprovalTable.Draft(digest, grant: grant).Subject,
        ApprovalId = request?.ApprovalId,
        Until = request?.ExpiresAt,
        Note = "ask",
        Call = "sealed call",
    };

    private static async Task<StoredTask> Waiting(ApprovalTable table, CallTasks tasks, string digest = "d1", string grant = "g1")
    {
        var (task, fault) = await tasks.KeepAsync(Draft(await table.Present(digest, grant: grant), digest, grant), Cancel);
        Assert.Null(fault);
        return task!;
    }

    private static async Task<StoredTask> Running(ApprovalTable table, CallTasks tasks, string digest = "d1")
    {
        var task = await Waiting(table, tasks, digest);
        await table.Settling.ApproveAsync(task.ApprovalId!, "ann", Cancel);
        return (await tasks.BeginAsync(task.Id, Cancel)).Start.Task!;
    }

    private static async Task<StoredTask> Find(CallTasks tasks, StoredTask task) =>
        (await tasks.FindAsync(task.GrantId, task.ServerId, task.Id, Cancel)).Task!;
}

public sealed class PostgresCallTasksTests : CallTasksTests;
