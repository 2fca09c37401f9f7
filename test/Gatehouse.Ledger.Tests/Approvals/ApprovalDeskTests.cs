using System.Text;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Tests.Journal;
using static Gatehouse.Ledger.Tests.Approvals.ApprovalTable;

namespace Gatehouse.Ledger.Tests.Approvals;

public class ApprovalDeskTests
{
    [Fact]
    public async Task PresentAsync_SameCallAgain_IsTheSameRequest()
    {
        await using var table = new ApprovalTable();
        var first = await table.Present();

        Assert.Equal(ApprovalState.Open, first.State);
        Assert.Equal(22, first.ApprovalId.Length);
        Assert.Equal(first, await table.Present());
        Assert.NotEqual(first.ApprovalId, (await table.Present("d2")).ApprovalId);
        Assert.NotEqual(first.ApprovalId, (await table.Present(grant: "g2")).ApprovalId);
    }

    [Fact]
    public async Task PresentAsync_TwentyOthersOpen_IsDenied()
    {
        await using var table = new ApprovalTable();
        for (var i = 0; i < 20; i++)
        {
            Assert.Null((await table.Present($"d{i}")).Fault);
        }

        Assert.Equal(LedgerFaults.TooManyApprovals, (await table.Present("one more")).Fault?.Code);
        Assert.Null((await table.Present("d3")).Fault);
        Assert.Null((await table.Present("one more", grant: "g2")).Fault);
        table.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null((await table.Present("one more")).Fault);
    }

    [Fact]
    public async Task PresentAsync_MoreIsDemanded_IsANewRequest()
    {
        await using var table = new ApprovalTable();
        var id = await table.Approved();

        Assert.Equal(id, (await table.Present(rules: ["/r"])).ApprovalId);
        var more = await table.Present(rules: ["/r", "/s"]);
        Assert.Equal((ApprovalState.Open, true), (more.State, more.ApprovalId != id));
        Assert.NotEqual(id, (await table.Present(approvers: 2)).ApprovalId);
        Assert.Equal(id, (await table.Present()).ApprovalId);
    }

    [Fact]
    public async Task ClaimAsync_Approved_OnlyOnce()
    {
        await using var table = new ApprovalTable();
        var id = await table.Approved();

        var claims = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => table.Desk.ClaimAsync(id, $"c{i}", Cancel).AsTask()));

        Assert.Equal(1, claims.Count(static won => won));
    }

    [Fact]
    public async Task PresentAsync_SameCallHasJustRun_SaysSo()
    {
        await using var table = new ApprovalTable();
        var id = await table.Approved();
        await table.Desk.ClaimAsync(id, "c1", Cancel);

        var again = await table.Present();

        Assert.Equal(ApprovalState.Open, again.State);
        Assert.True(again.HasJustRun);
        Assert.True((await table.Present()).HasJustRun);
        Assert.Equal(id, (await table.Card(again.ApprovalId)).RepeatOf);
    }

    [Fact]
    public async Task ClaimAsync_NotApprovedOrLapsed_IsFalse()
    {
        await using var table = new ApprovalTable();
        var open = (await table.Present()).ApprovalId;
        Assert.False(await table.Desk.ClaimAsync(open, "c1", Cancel));

        table.Time.Advance(TimeSpan.FromMinutes(9));
        await table.Settling.ApproveAsync(open, "ann", Cancel);
        table.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(ApprovalState.Approved, (await table.Present()).State);
        table.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await table.Desk.ClaimAsync(open, "c1", Cancel));
        Assert.Equal(ApprovalState.Open, (await table.Present()).State);
    }

    [Fact]
    public async Task RefuseAsync_SameCall_IsDeniedUntilTheRequestWouldHaveExpired()
    {
        await using var table = new ApprovalTable();
        var asked = await table.Present();
        table.Time.Advance(TimeSpan.FromMinutes(4));
        await table.Settling.RefuseAsync(asked.ApprovalId, "ann", "no", Cancel);

        Assert.Equal((ApprovalState.Refused, asked.ExpiresAt), await State());
        Assert.Equal(ApprovalState.Refused, (await table.Present(rules: ["/r", "/s"])).State);
        table.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(ApprovalState.Open, (await State()).State);

        async Task<(ApprovalState State, DateTimeOffset Expires)> State()
        {
            var answer = await table.Present();
            return (answer.State, answer.ExpiresAt);
        }
    }

    [Fact]
    public async Task GiveBackAsync_NothingWasSent_CanBeUsedAgain()
    {
        await using var table = new ApprovalTable();
        var id = await table.Approved();
        await table.Desk.ClaimAsync(id, "c1", Cancel);
        await table.Desk.GiveBackAsync(id, Cancel);

        Assert.True(await table.Desk.ClaimAsync(id, "c2", Cancel));
        await table.Desk.ConcludeAsync(id, isKnown: true, Cancel);
        await table.Desk.GiveBackAsync(id, Cancel);
        Assert.Equal(ApprovalState.Done, (await table.Card(id)).State);
    }

    [Fact]
    public async Task ApproveAsync_TwoAreNeeded_CountsPeopleNotClicks()
    {
        await using var table = new ApprovalTable();
        var id = (await table.Present(approvers: 2)).ApprovalId;

        Assert.Equal(ApprovalState.Open, (await table.Settling.ApproveAsync(id, "ann", Cancel)).State);
        Assert.Equal(ApprovalState.Open, (await table.Settling.ApproveAsync(id, "ann", Cancel)).State);
        Assert.Equal(ApprovalState.Approved, (await table.Settling.ApproveAsync(id, "bob", Cancel)).State);
        Assert.Equal(["ann", "bob"], (await table.Card(id)).Votes.Select(vote => vote.By.Id).Order());
    }

    [Fact]
    public async Task ApproveAsync_Settled_IsAFault()
    {
        await using var table = new ApprovalTable();
        var id = await table.Approved();

        Assert.Equal(LedgerFaults.ApprovalSettled, (await table.Settling.RefuseAsync(id, "bob", null, Cancel)).Fault?.Code);
        Assert.Equal(LedgerFaults.ApprovalUnknown, (await table.Settling.ApproveAsync("nope", "bob", Cancel)).Fault?.Code);
    }

    [Fact]
    public async Task ApproveAndRefuse_AtOnce_OneWins()
    {
        await using var table = new ApprovalTable();
        for (var round = 0; round < 20; round++)
        {
            var id = (await table.Present($"d{round}")).ApprovalId;
            var clicks = await Task.WhenAll(
                table.Settling.ApproveAsync(id, "ann", Cancel).AsTask(), table.Settling.RefuseAsync(id, "bob", null, Cancel).AsTask());
            Assert.Equal(1, clicks.Count(static click => click.Fault is null));
            Assert.Equal(clicks.Single(static click => click.Fault is null).State, (await table.Card(id)).State);
        }
    }

    [Fact]
    public async Task Void_WhatChanged_NoLongerHelps()
    {
        await using var table = new ApprovalTable();
        var id = await table.Approved();
        Assert.Equal(0, (await table.Settling.VoidServerAsync("bank", "f1", Cancel)).Voided);
        Assert.Equal(0, (await table.Settling.VoidToolAsync("bank", "transfer", "h1", Cancel)).Voided);
        Assert.Equal(0, (await table.Settling.VoidGrantAsync("g2", Cancel)).Voided);
        Assert.Equal(1, (await table.Settling.VoidToolAsync("bank", "transfer", "h2", Cancel)).Voided);
        Assert.False(await table.Desk.ClaimAsync(id, "c1", Cancel));

        await table.Approved("d2");
        Assert.Equal(1, (await table.Settling.VoidServerAsync("bank", "f2", Cancel)).Voided);
        await table.Approved("d3");
        Assert.Equal(1, (await table.Settling.VoidGrantAsync("g1", Cancel)).Voided);
    }

    [Fact]
    public async Task Void_ServerOrEverything_TakesOpenAndApprovedRequestsAndTheirArguments()
    {
        await using var table = new ApprovalTable();
        var approved = await table.Approved();
        var open = (await table.Present("d2")).ApprovalId;

        Assert.Equal(0, (await table.Settling.VoidServerAsync("shop", Cancel)).Voided);
        Assert.Equal(2, (await table.Settling.VoidServerAsync("bank", Cancel)).Voided);
        Assert.False(await table.Desk.ClaimAsync(approved, "c1", Cancel));
        Assert.Equal(ApprovalState.Void, (await table.Card(open)).State);
        Assert.True((await table.Settling.ShowAsync(open, Cancel)).Params.IsEmpty);

        await table.Present("d3");
        Assert.Equal(1, (await table.Settling.VoidAllAsync(Cancel)).Voided);
    }

    [Fact]
    public async Task ShowAsync_OpenRequest_GivesTheExactArguments()
    {
        await using var table = new ApprovalTable();
        var id = (await table.Present()).ApprovalId;

        var shown = await table.Settling.ShowAsync(id, Cancel);

        Assert.Null(shown.Fault);
        Assert.Equal(Secret, Encoding.UTF8.GetString(shown.Params.Span));
        Assert.Equal("an agent", shown.Card!.GrantLabel);
        foreach (var file in Directory.EnumerateFiles(table.Folder))
        {
            Assert.DoesNotContain("CANARY", Encoding.Latin1.GetString(ReadShared(file)));
        }
    }

    [Fact]
    public async Task ShowAsync_AfterSettlingOrExpiry_ArgumentsAreGone()
    {
        await using var table = new ApprovalTable();
        var done = await table.Approved();
        await table.Desk.ClaimAsync(done, "c1", Cancel);
        Assert.False((await table.Settling.ShowAsync(done, Cancel)).Params.IsEmpty);
        await table.Desk.ConcludeAsync(done, isKnown: true, Cancel);
        var refused = (await table.Present("d2")).ApprovalId;
        await table.Settling.RefuseAsync(refused, "ann", null, Cancel);
        var expired = (await table.Present("d3")).ApprovalId;
        table.Time.Advance(TimeSpan.FromMinutes(10));

        foreach (var id in new[] { done, refused, expired })
        {
            var shown = await table.Settling.ShowAsync(id, Cancel);
            Assert.True(shown.Params.IsEmpty);
            Assert.Null(shown.Fault);
        }
    }

    [Fact]
    public async Task ShowAsync_CiphertextMovedOrOtherKey_DoesNotOpen()
    {
        await using var table = new ApprovalTable();
        var one = (await table.Present("d1")).ApprovalId;
        var other = (await table.Present("d2")).ApprovalId;
        var stranger = new ApprovalSettling(table.Store, KeyRing.Ephemeral(), table.Time, journal: null, table.Watch);
        Assert.Equal(LedgerFaults.SealBroken, (await stranger.ShowAsync(one, Cancel)).Fault?.Code);

        await table.Store.WriteAsync<int>(
            transaction => ValueTask.FromResult<(int, Gatehouse.Policy.Fault?)>((Sql.Execute(
                transaction, "UPDATE approval SET params = (SELECT params FROM approval WHERE id = $1) WHERE id = $2", one, other), null)),
            Cancel);

        Assert.Equal(LedgerFaults.SealBroken, (await table.Settling.ShowAsync(other, Cancel)).Fault?.Code);
        Assert.Null((await table.Settling.ShowAsync(one, Cancel)).Fault);
    }

    [Fact]
    public async Task ApproveAsync_CannotBeRecorded_DoesNotHappen()
    {
        await using var table = new ApprovalTable();
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync("cli");
        var settling = new ApprovalSettling(table.Store, table.Keys, table.Time, journal, table.Watch);
        var id = (await table.Present()).ApprovalId;
        desk.BeforeWrite = static _ => throw new IOException("full");

        Assert.Equal(LedgerFaults.RecordUnavailable, (await settling.ApproveAsync(id, "ann", Cancel)).Fault?.Code);
        Assert.Equal(ApprovalState.Open, (await table.Card(id)).State);

        desk.BeforeWrite = null;
        Assert.Null((await settling.ApproveAsync(id, "ann\n", Cancel)).Fault);
        Assert.Contains(desk.Entries("cli"), entry =>
            entry is { Kind: "settlement", State: "approved", Who: "ann\n", Grant: "g1" } && entry.Approval == id);
    }

    [Fact]
    public async Task RecoverAsync_ByWhatTheJournalKnows()
    {
        await using var table = new ApprovalTable();
        var ids = new Dictionary<ClaimFate, string>();
        foreach (var fate in Enum.GetValues<ClaimFate>())
        {
            ids[fate] = await table.Approved(fate.ToString());
            await table.Desk.ClaimAsync(ids[fate], "c1", Cancel);
        }

        var (settled, fault) = await table.Desk.RecoverAsync(
            (asked, _) => ids.Where(one => asked.Contains(one.Value)).ToDictionary(one => one.Value, one => one.Key), Cancel);

        Assert.Null(fault);
        Assert.Equal(3, settled);
        Assert.Equal(ApprovalState.Approved, (await table.Card(ids[ClaimFate.NotSent])).State);
        Assert.Equal(ApprovalState.Unknown, (await table.Card(ids[ClaimFate.Unknown])).State);
        Assert.Equal(ApprovalState.Done, (await table.Card(ids[ClaimFate.Done])).State);
        Assert.True(await table.Desk.ClaimAsync(ids[ClaimFate.NotSent], "c2", Cancel));
    }

    [Fact]
    public async Task PresentAsync_SomebodyElseHoldsTheStore_GivesUpSoonAndTogether()
    {
        await using var table = new ApprovalTable();
        var (held, free) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holding = table.Another().WriteAsync<object>(
            async _ =>
            {
                held.SetResult();
                await free.Task;
                return (null, new Policy.Fault(new("taken-back"), "taken back"));
            },
            Cancel).AsTask();
        await held.Task;

        // An agent stands at the door: 2 s are promised; one wait of the database alone is twice that.
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => table.Present($"d{i}"))).WaitAsync(TimeSpan.FromSeconds(3.5), Cancel);
        free.SetResult();
        await holding;

        Assert.All(answers, answer => Assert.Equal((ApprovalState.Void, "store-unavailable"), (answer.State, answer.Fault?.Code.Word)));
        Assert.Equal(ApprovalState.Open, (await table.Present("d9")).State);
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresApprovalDeskTests : ApprovalDeskTests;
