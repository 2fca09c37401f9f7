using System.Data.Common;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Ledger.Migrations;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Tests.Approvals;

/// <summary>
/// Every interleaving of an agent, two approvers, and a clock with an admin, to depth 8, on the real desk: after each step its
/// rows are the model's. A state of the world that was reached before with as many steps left is not gone through again.
/// </summary>
public class ApprovalInterleavings
{
    private const int Depth = 8;

    private static readonly DateTimeOffset _start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly Voter _ann = Voter.Named("ann");
    private static readonly Voter _bob = Voter.Named("bob");

    private readonly Dictionary<string, int> _explored = new(StringComparer.Ordinal);
    private readonly List<string> _ids = [];
    private readonly SetTime _time = new();
    private ApprovalDesk _desk = null!;
    private ApprovalSettling _settling = null!;
    private long _steps;
    private int _runs;

    private delegate ValueTask<ApprovalModel> Act(DbTransaction transaction, ApprovalModel before);

    // Who does what: the agent calls, uses an approval up, and its call ends in one of three ways; and so on.
    private (string Name, Act Do)[] Actors =>
    [
        ("agent calls", Call), ("agent claims", Claim), ("call done", (t, m) => Conclude(t, m, true)),
        ("call lost", (t, m) => Conclude(t, m, false)), ("nothing sent", GiveBack),
        ("ann approves", (t, m) => Approve(t, m, isAnn: true)), ("ann refuses", (t, m) => Refuse(t, m, _ann)),
        ("bob approves", (t, m) => Approve(t, m, isAnn: false)), ("bob refuses", (t, m) => Refuse(t, m, _bob)),
        ("clock", static (_, m) => new(m.Advance(360))), ("admin cancels", Cancel), ("admin voids", Void),
    ];

    [Fact]
    public async Task EveryInterleaving_ToDepthEight_IsTheModels()
    {
        await using var database = new StoreUnderTest();
        var store = database.Open(StateSchema.Current);
        var keys = KeyRing.Ephemeral();
        await using var watch = new ApprovalWatch(store, _time);
        _desk = new ApprovalDesk(store, keys, _time, "serve", watch);
        _settling = new ApprovalSettling(store, keys, _time, journal: null, watch);

        await store.WriteAsync<string>(
            async transaction =>
            {
                await ExploreAsync(transaction, ApprovalModel.Empty, Depth, []);
                return (null, new Fault(new("given-up"), "everything is taken back"));
            },
            TestContext.Current.CancellationToken);

        // The way to a call that ran, and ran only once, was among them; otherwise this test would have looked at nothing.
        Assert.True(_runs > 0);
        Assert.True(_explored.Count > 900 && _steps > 10_000, $"{_explored.Count} states in {_steps} steps");
    }

    private async ValueTask ExploreAsync(DbTransaction transaction, ApprovalModel model, int left, List<string> path)
    {
        if (left == 0 || (_explored.TryGetValue(model.Key, out var before) && before >= left))
        {
            return;
        }

        _explored[model.Key] = left;
        foreach (var (name, act) in Actors)
        {
            var (savepoint, known) = ($"s{left}", _ids.Count);
            transaction.Save(savepoint);
            _time.Now = _start.AddSeconds(model.Now);
            path.Add(name);
            var then = await act(transaction, model);
            Check(transaction, then, path);
            _steps++;
            await ExploreAsync(transaction, then, left - 1, path);
            path.RemoveAt(path.Count - 1);
            _ids.RemoveRange(known, _ids.Count - known);
            transaction.Rollback(savepoint);
            transaction.Release(savepoint);
        }
    }

    private void Check(DbTransaction transaction, ApprovalModel model, List<string> path)
    {
        var rows = ApprovalRows.Cards(transaction, "ORDER BY created, id").ToDictionary(static card => card.Id, StringComparer.Ordinal);
        var way = string.Join(", ", path);
        Assert.True(rows.Count == model.All.Length, way);
        for (var i = 0; i < model.All.Length; i++)
        {
            var (card, expected) = (rows[_ids[i]], model.All[i]);
            Assert.True((card.State, card.Expires) == (expected.State, _start.AddSeconds(expected.Expires)), $"{way}: {card.State} at {card.Expires}");

            // INVARIANT: one run at most, and only with two people's yes.
            Assert.True(expected.Sent <= 1, way);
            Assert.True(expected.Sent == 0 || (expected.Ann && expected.Bob), way);
            _runs += expected.Sent;

            // The arguments are kept exactly as long as they can still be needed.
            var isKept = expected.State is ApprovalState.Open or ApprovalState.Approved or ApprovalState.Claimed;
            Assert.True((ApprovalRows.Box(transaction, card.Id) is not null) == isKept, way);
        }
    }

    private ValueTask<ApprovalModel> Call(DbTransaction transaction, ApprovalModel before)
    {
        var (then, index) = before.Present();
        var (answer, fault) = _desk.Present(transaction, ApprovalTable.Draft(approvers: 2));
        Assert.Null(fault);
        if (index == _ids.Count)
        {
            _ids.Add(answer!.ApprovalId);
        }

        Assert.Equal((_ids[index], then.All[index].State), (answer!.ApprovalId, answer.State));
        return new(then);
    }

    private ValueTask<ApprovalModel> Claim(DbTransaction transaction, ApprovalModel before)
    {
        var then = before.Claim();
        Assert.Equal(then is not null, _desk.Claim(transaction, IdOf(before.Approved), "call"));
        return new(then ?? before);
    }

    private ValueTask<ApprovalModel> Conclude(DbTransaction transaction, ApprovalModel before, bool isKnown)
    {
        ApprovalMoves.Conclude(transaction, IdOf(before.UnderWay), isKnown);
        return new(before.Conclude(isKnown));
    }

    private ValueTask<ApprovalModel> GiveBack(DbTransaction transaction, ApprovalModel before)
    {
        ApprovalMoves.GiveBack(transaction, IdOf(before.UnderWay));
        return new(before.GiveBack());
    }

    private async ValueTask<ApprovalModel> Approve(DbTransaction transaction, ApprovalModel before, bool isAnn)
    {
        var then = before.Approve(isAnn);
        var (state, fault) = await _settling.ApproveAsync(transaction, LastId, isAnn ? _ann : _bob, "fine");
        Assert.Equal(then is null, fault is not null);
        Assert.Equal(then?.Last!.State ?? state, state);
        return then ?? before;
    }

    private async ValueTask<ApprovalModel> Refuse(DbTransaction transaction, ApprovalModel before, Voter who)
    {
        var then = before.Refuse();
        Assert.Equal(then is null, (await _settling.RefuseAsync(transaction, LastId, who, "no")).Fault is not null);
        return then ?? before;
    }

    private async ValueTask<ApprovalModel> Cancel(DbTransaction transaction, ApprovalModel before)
    {
        var then = before.Cancel();
        Assert.Equal(then is null, (await _settling.CancelAsync(transaction, LastId, _ann, null)).Fault is not null);
        return then ?? before;
    }

    private static ValueTask<ApprovalModel> Void(DbTransaction transaction, ApprovalModel before)
    {
        ApprovalVoids.OfGrant(transaction, "g1");
        return new(before.Void());
    }

    private string LastId => IdOf(_ids.Count - 1);

    // Where the model has none, the last one is tried all the same: it must not move.
    private string IdOf(int index) => index >= 0 ? _ids[index] : _ids.Count > 0 ? _ids[^1] : "none";

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = _start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresApprovalInterleavings : ApprovalInterleavings;
