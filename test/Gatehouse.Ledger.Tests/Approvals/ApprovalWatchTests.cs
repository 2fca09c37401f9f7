using Gatehouse.Gateway.Approvals;
using Gatehouse.Ledger.Approvals;
using static Gatehouse.Ledger.Tests.Approvals.ApprovalTable;

namespace Gatehouse.Ledger.Tests.Approvals;

public class ApprovalWatchTests
{
    [Fact]
    public async Task WaitAsync_SettledByThisProcess_EndsAtOnce()
    {
        await using var table = new ApprovalTable();
        var id = (await table.Present()).ApprovalId;
        var wait = table.Desk.WaitAsync(id, Cancel).AsTask();
        Assert.False(wait.IsCompleted);

        // The clock of this table stands still: nothing but the event can end the wait.
        await table.Settling.ApproveAsync(id, "ann", Cancel);

        await wait;
    }

    [Fact]
    public async Task WaitAsync_OneOfTwoYes_GoesOn()
    {
        await using var table = new ApprovalTable();
        var id = (await table.Present(approvers: 2)).ApprovalId;
        var wait = table.Desk.WaitAsync(id, Cancel).AsTask();

        await table.Settling.ApproveAsync(id, "ann", Cancel);
        await table.Settling.ApproveAsync((await table.Present("d2")).ApprovalId, "ann", Cancel);
        Assert.False(wait.IsCompleted);

        await table.Settling.RefuseAsync(id, "bob", null, Cancel);
        await wait;
    }

    [Fact]
    public async Task WaitAsync_SettledByAnotherConnection_EndsAtALook()
    {
        await using var table = new ApprovalTable();
        var id = (await table.Present()).ApprovalId;
        var wait = table.Desk.WaitAsync(id, Cancel).AsTask();

        var other = table.Another();
        await using var watch = new ApprovalWatch(other, table.Time);
        await new ApprovalSettling(other, table.Keys, table.Time, journal: null, watch).RefuseAsync(id, "ann", null, Cancel);

        while (!wait.IsCompleted)
        {
            table.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        await wait;
        Assert.Equal(ApprovalState.Refused, (await table.Card(id)).State);
    }

    [Fact]
    public async Task WaitAsync_NotOpen_EndsAtOnceAndNothingIsLookedAt()
    {
        await using var table = new ApprovalTable();
        var id = await table.Approved();

        await table.Desk.WaitAsync(id, Cancel);
        await table.Desk.WaitAsync("unknown", Cancel);

        while (table.Watch.IsLooking)
        {
            table.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task WaitAsync_NobodyAnswers_EndsWhenTheRequestExpires()
    {
        await using var table = new ApprovalTable();
        var wait = table.Desk.WaitAsync((await table.Present()).ApprovalId, Cancel).AsTask();

        table.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.False(wait.IsCompleted);
        while (!wait.IsCompleted)
        {
            table.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task WaitAsync_Cancelled_LeavesTheRequestOpen()
    {
        await using var table = new ApprovalTable();
        var id = (await table.Present()).ApprovalId;
        using var gone = new CancellationTokenSource();
        var wait = table.Desk.WaitAsync(id, gone.Token).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Equal(ApprovalState.Open, (await table.Card(id)).State);
    }

    [Fact]
    public async Task WaitAsync_GrantIsVoided_Ends()
    {
        await using var table = new ApprovalTable();
        var id = (await table.Present()).ApprovalId;
        var wait = table.Desk.WaitAsync(id, Cancel).AsTask();

        await table.Settling.VoidGrantAsync("g1", Cancel);

        await wait;
        Assert.Equal(ApprovalState.Void, (await table.Card(id)).State);
    }
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresApprovalWatchTests : ApprovalWatchTests;
