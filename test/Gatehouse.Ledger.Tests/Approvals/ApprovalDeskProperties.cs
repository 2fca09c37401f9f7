using CsCheck;
using Gatehouse.Gateway.Approvals;
using static Gatehouse.Ledger.Tests.Approvals.ApprovalTable;

namespace Gatehouse.Ledger.Tests.Approvals;

public class ApprovalDeskProperties
{
    /// <summary>The table "event → then", as one would tell it: a list of requests and the store's time.</summary>
    private sealed class Model
    {
        public List<Request> All { get; } = [];

        public sealed record Request(string Id, int Digest, ApprovalState State, int Expires);

        public Request? Find(string id) => All.Find(request => request.Id == id);

        public void Expire(int now) => Change(request =>
            request.State is ApprovalState.Open or ApprovalState.Approved && request.Expires <= now
                ? request with { State = ApprovalState.Expired } : request);

        public bool Move(string id, ApprovalState from, ApprovalState to, int? expires = null)
        {
            var moves = Find(id)?.State == from;
            Change(request => moves && request.Id == id
                ? request with { State = to, Expires = expires ?? request.Expires } : request);
            return moves;
        }

        private void Change(Func<Request, Request> change)
        {
            for (var i = 0; i < All.Count; i++)
            {
                All[i] = change(All[i]);
            }
        }
    }

    [Fact]
    public async Task AnyHistory_IsTheModels() =>
        await Gen.Select(Gen.Int[0, 7], Gen.Int[0, 2], Gen.Int[0, 9], Gen.Int[1, 7]).Array[1, 30].SampleAsync(
            async steps =>
            {
                await using var table = new ApprovalTable();
                var (model, now) = (new Model(), 0);
                foreach (var (kind, digest, pick, minutes) in steps)
                {
                    model.Expire(now);
                    if (kind <= 1)
                    {
                        Presented(model, await table.Present($"d{digest}"), digest, now);
                    }
                    else if (kind == 2)
                    {
                        table.Time.Advance(TimeSpan.FromMinutes(minutes));
                        now += minutes;
                    }
                    else if (model.All.Count > 0)
                    {
                        await Act(table, model, model.All[pick % model.All.Count].Id, kind, now);
                    }
                }

                model.Expire(now);
                foreach (var request in model.All)
                {
                    Assert.Equal(request.State, (await table.Card(request.Id)).State);
                }
            },
            iter: StoreUnderTest.IsPostgres ? 15 : 60, threads: 1);

    private static void Presented(Model model, ApprovalAnswer answer, int digest, int now)
    {
        var same = model.All.Where(request => request.Digest == digest).ToList();
        var expected = same.Find(request => request.State == ApprovalState.Refused && request.Expires > now)
            ?? same.Find(request => request.State == ApprovalState.Approved)
            ?? same.Find(request => request.State == ApprovalState.Open);
        if (expected is null)
        {
            Assert.Equal(ApprovalState.Open, answer.State);
            Assert.Null(model.Find(answer.ApprovalId));
            model.All.Add(new Model.Request(answer.ApprovalId, digest, ApprovalState.Open, now + 10));
        }
        else
        {
            Assert.Equal(expected.State, answer.State);
            Assert.Contains(same, request => request.Id == answer.ApprovalId && request.State == expected.State);
        }
    }

    private static async Task Act(ApprovalTable table, Model model, string id, int kind, int now)
    {
        switch (kind)
        {
            case 3:
                var approved = await table.Settling.ApproveAsync(id, "ann", Cancel);
                Assert.Equal(model.Move(id, ApprovalState.Open, ApprovalState.Approved, now + 10), approved.Fault is null);
                break;
            case 4:
                var refused = await table.Settling.RefuseAsync(id, "ann", null, Cancel);
                Assert.Equal(model.Move(id, ApprovalState.Open, ApprovalState.Refused), refused.Fault is null);
                break;
            case 5:
                Assert.Equal(model.Move(id, ApprovalState.Approved, ApprovalState.Claimed), await table.Desk.ClaimAsync(id, "c", Cancel));
                break;
            case 6:
                await table.Desk.GiveBackAsync(id, Cancel);
                model.Move(id, ApprovalState.Claimed, ApprovalState.Approved);
                break;
            default:
                await table.Desk.ConcludeAsync(id, isKnown: true, Cancel);
                model.Move(id, ApprovalState.Claimed, ApprovalState.Done);
                break;
        }
    }
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresApprovalDeskProperties : ApprovalDeskProperties;
