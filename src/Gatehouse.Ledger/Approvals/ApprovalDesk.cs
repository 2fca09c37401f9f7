using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Approvals;

/// <summary>Requests for a person's consent, on SQLite: section 6 of the policy language.</summary>
/// <remarks>Every change of state is one compare-and-set by the store's clock, so only one process can use an approval up.</remarks>
public sealed class ApprovalDesk : IApprovalDesk
{
    private const int MostOpen = 20;

    private static readonly TimeSpan JustRan = TimeSpan.FromDays(1);

    // By the machine's clock, as the databases wait: an agent stands at the door meanwhile.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1500);

    private static readonly Fault _late = new(LedgerFaults.StoreUnavailable, "the database of approvals did not answer in time");

    private readonly LedgerStore _store;
    private readonly ParamsSeal _seal;
    private readonly TimeProvider _time;
    private readonly string _writer;
    private readonly ApprovalWatch _watch;

    internal ApprovalDesk(LedgerStore store, KeyRing keys, TimeProvider time, string writer, ApprovalWatch watch) =>
        (_store, _seal, _time, _writer, _watch) = (store, new ParamsSeal(keys), time, writer, watch);

    /// <inheritdoc/>
    public async ValueTask<ApprovalAnswer> PresentAsync(ApprovalDraft draft, CancellationToken cancel)
    {
        // Whoever waits in line for the store leaves it when time is up. Where a request is parked after all, the same call finds it.
        var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        end.CancelAfter(Patience);
        var asked = _store.WriteAsync<ApprovalAnswer>(
            transaction => ValueTask.FromResult(Present(transaction, draft)), end.Token).AsTask();
        try
        {
            var (answer, fault) = await asked.WaitAsync(end.Token).ConfigureAwait(false);
            return answer ?? new ApprovalAnswer(ApprovalState.Void, "", default, fault);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new ApprovalAnswer(ApprovalState.Void, "", default, _late);
        }
        finally
        {
            // What was given up may fail yet, and it still has the token.
            _ = asked.ContinueWith(
                done =>
                {
                    _ = done.Exception;
                    end.Dispose();
                },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <inheritdoc/>
    public ValueTask WaitAsync(string approvalId, CancellationToken cancel) => _watch.WaitAsync(approvalId, cancel);

    /// <inheritdoc/>
    public ValueTask<bool> ClaimAsync(string approvalId, string callId, CancellationToken cancel) => SetAsync(
        (transaction, _) => Claim(transaction, approvalId, callId) ? 1 : 0, cancel);

    /// <summary>Uses an approval up inside a transaction of somebody who asked for more, for example who agreed.</summary>
    /// <param name="transaction">On <c>state.db</c>, begun IMMEDIATE.</param>
    /// <param name="approvalId">The request.</param>
    /// <param name="callId">The call that uses it up.</param>
    /// <returns>False when another was first or it is no longer approved.</returns>
    public bool Claim(DbTransaction transaction, string approvalId, string callId)
    {
        var now = StateClock.Now(transaction, _time);
        return Sql.Execute(
            transaction,
            "UPDATE approval SET state = $1, call_id = $2, writer = $3, claimed = $4 WHERE id = $5 AND state = $6 AND expires > $4",
            (int)ApprovalState.Claimed, callId, _writer, now.UtcTicks, approvalId, (int)ApprovalState.Approved) == 1;
    }

    /// <inheritdoc/>
    public async ValueTask GiveBackAsync(string approvalId, CancellationToken cancel) =>
        await SetAsync((transaction, _) => ApprovalMoves.GiveBack(transaction, approvalId), cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask ConcludeAsync(string approvalId, bool isKnown, CancellationToken cancel) =>
        await SetAsync((transaction, _) => ApprovalMoves.Conclude(transaction, approvalId, isKnown), cancel).ConfigureAwait(false);

    /// <summary>Settles the claims that an earlier process of this writer has left, by what the journal knows.</summary>
    /// <param name="fatesOf">Asked once with the requests and the time of the earliest claim.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>How many were settled, or why not.</returns>
    internal async ValueTask<(int Settled, Fault? Fault)> RecoverAsync(
        Func<IReadOnlySet<string>, DateTimeOffset, Dictionary<string, ClaimFate>> fatesOf, CancellationToken cancel) =>
        await _store.WriteAsync(
            transaction => ValueTask.FromResult<(int, Fault?)>((Recover(transaction, fatesOf), null)), cancel).ConfigureAwait(false);

    internal (ApprovalAnswer? Answer, Fault? Fault) Present(DbTransaction transaction, ApprovalDraft draft)
    {
        var now = StateClock.Now(transaction, _time);
        ApprovalRows.Expire(transaction, now);
        var same = ApprovalRows.OfSubject(transaction, draft.Subject);

        // A refusal holds until the request would have expired, whatever fires now.
        if (same.Find(card => card.State == ApprovalState.Refused && card.Expires > now) is { } refused)
        {
            return (Answer(refused), null);
        }

        var covering = same.Where(card => Covers(card, draft)).ToList();
        if ((covering.Find(static card => card.State == ApprovalState.Approved)
            ?? covering.Find(static card => card.State == ApprovalState.Open)) is { } found)
        {
            return (Answer(found), null);
        }

        var open = Sql.Number(
            transaction, "SELECT count(*) FROM approval WHERE grant_id = $1 AND state = $2",
            draft.Subject.GrantId, (int)ApprovalState.Open);
        if (open >= MostOpen)
        {
            return (null, new Fault(
                LedgerFaults.TooManyApprovals, $"{open} requests of this grant wait already", "settle some, or let them expire"));
        }

        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var ran = RanSince(transaction, draft.Subject, now - JustRan);
        ApprovalRows.Insert(transaction, id, draft, now, ran, _seal.Seal(id, draft.Subject, draft.Params.Span), _seal.KeyId);
        return (new ApprovalAnswer(ApprovalState.Open, id, now + draft.Expires, null) { HasJustRun = ran is not null }, null);
    }

    private static bool Covers(ApprovalCard card, ApprovalDraft draft) =>
        card.State is ApprovalState.Open or ApprovalState.Approved
        && card.Approvers >= draft.Approvers
        && draft.Rules.All(rule => card.Rules.Contains(rule));

    private static string? RanSince(DbTransaction transaction, ApprovalSubject subject, DateTimeOffset since) =>
        ApprovalRows.Cards(
            transaction,
            """
            WHERE grant_id = $1 AND digest = $2 AND tool = $3 AND server_id = $4 AND state IN ($5, $6, $7) AND claimed > $8
            ORDER BY claimed DESC LIMIT 1
            """,
            subject.GrantId, subject.Digest, subject.Tool, subject.ServerId,
            (int)ApprovalState.Claimed, (int)ApprovalState.Done, (int)ApprovalState.Unknown, since.UtcTicks) is [var ran]
            ? ran.Id : null;

    private static ApprovalAnswer Answer(ApprovalCard card) =>
        new(card.State, card.Id, card.Expires, null) { HasJustRun = card.RepeatOf is not null };

    private async ValueTask<bool> SetAsync(Func<DbTransaction, DateTimeOffset, int> update, CancellationToken cancel)
    {
        var (changed, _) = await _store.WriteAsync<int>(
            transaction => ValueTask.FromResult<(int, Fault?)>((update(transaction, StateClock.Now(transaction, _time)), null)),
            cancel).ConfigureAwait(false);
        return changed == 1;
    }

    private int Recover(
        DbTransaction transaction, Func<IReadOnlySet<string>, DateTimeOffset, Dictionary<string, ClaimFate>> fatesOf)
    {
        // An approval that was put back by an older copy of the database may have been used: the journal knows.
        var left = Sql.Rows(
            transaction, static row => (Id: row.GetString(0), Since: row.GetInt64(1)),
            "SELECT id, CASE WHEN claimed < created THEN claimed ELSE created END FROM approval WHERE state = $1 OR (state = $2 AND writer = $3)",
            (int)ApprovalState.Approved, (int)ApprovalState.Claimed, _writer);
        if (left.Count == 0)
        {
            return 0;
        }

        var settled = 0;
        var since = new DateTimeOffset(left.Min(static one => one.Since), TimeSpan.Zero);
        foreach (var (id, fate) in fatesOf(left.Select(static one => one.Id).ToHashSet(StringComparer.Ordinal), since))
        {
            var state = fate switch
            {
                ClaimFate.NotSent => ApprovalState.Approved,
                ClaimFate.Done => ApprovalState.Done,
                _ => ApprovalState.Unknown,
            };
            settled += Sql.Execute(
                transaction,
                "UPDATE approval SET state = $1, params = CASE WHEN $1 = $2 THEN params END WHERE id = $3 AND state <> $1",
                (int)state, (int)ApprovalState.Approved, id);
        }

        return settled;
    }
}
