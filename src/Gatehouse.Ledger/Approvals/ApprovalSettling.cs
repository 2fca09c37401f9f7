using System.Collections.Immutable;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Dialects.Sqlite;
using Gatehouse.Policy;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Approvals;

/// <summary>What people do with requests: look, approve, refuse; and what voids them. Used beside a running gateway, too.</summary>
/// <remarks>Who may do it is the caller's matter. Each settlement stands in the journal before it takes effect.</remarks>
public sealed class ApprovalSettling
{
    private readonly SqliteStore _store;
    private readonly ParamsSeal _seal;
    private readonly TimeProvider _time;
    private readonly Journal.Journal? _journal;

    internal ApprovalSettling(SqliteStore store, KeyRing keys, TimeProvider time, Journal.Journal? journal) =>
        (_store, _seal, _time, _journal) = (store, new ParamsSeal(keys), time, journal);

    /// <summary>Requests, newest first.</summary>
    /// <param name="onlyOpen">Only those that wait for a person.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async ValueTask<(ImmutableArray<ApprovalCard> Cards, Fault? Fault)> ListAsync(
        bool onlyOpen, int most, CancellationToken cancel)
    {
        var (cards, fault) = await _store.WriteAsync<List<ApprovalCard>>(
            transaction =>
            {
                ApprovalRows.Expire(transaction, StateClock.Now(transaction, _time));
                return ValueTask.FromResult<(List<ApprovalCard>?, Fault?)>((ApprovalRows.Cards(
                    transaction, onlyOpen ? "WHERE state = $1 ORDER BY created DESC LIMIT $2" : "ORDER BY created DESC LIMIT $2",
                    (int)ApprovalState.Open, most), null));
            },
            cancel).ConfigureAwait(false);
        return ([.. cards ?? []], fault);
    }

    /// <summary>One request with the exact arguments of its call; they are gone once it is settled or has expired.</summary>
    /// <remarks>Faults: <c>approval-unknown</c>, <c>seal-broken</c>.</remarks>
    public async ValueTask<(ApprovalCard? Card, ReadOnlyMemory<byte> Params, Fault? Fault)> ShowAsync(string id, CancellationToken cancel)
    {
        var ((card, box), fault) = await _store.WriteAsync<(ApprovalCard?, byte[]?)>(
            transaction =>
            {
                ApprovalRows.Expire(transaction, StateClock.Now(transaction, _time));
                var card = ApprovalRows.Find(transaction, id);
                var box = Sql.Rows(
                    transaction, static row => row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0),
                    "SELECT params FROM approval WHERE id = $1", id).FirstOrDefault();
                return ValueTask.FromResult<((ApprovalCard?, byte[]?), Fault?)>(((card, box), card is null ? Unknown(id) : null));
            },
            cancel).ConfigureAwait(false);
        if (fault is not null || box is null)
        {
            return (card, default, fault);
        }

        return _seal.Open(card!.Id, card.Subject, box) is { } plain
            ? (card, plain, null)
            : (card, default, new Fault(
                LedgerFaults.SealBroken, $"the arguments of request `{card.Id}` cannot be decrypted",
                "restore the key that belongs to this data folder, or refuse the request"));
    }

    /// <summary>A person says yes. With enough distinct people the request is approved, and lapses after its time again.</summary>
    /// <remarks>Faults: <c>approval-unknown</c>, <c>approval-settled</c>, <c>record-unavailable</c>.</remarks>
    public ValueTask<(ApprovalState State, Fault? Fault)> ApproveAsync(string id, string who, CancellationToken cancel) =>
        SettleAsync(id, who, "approved", (transaction, now) => Approve(transaction, now, id, who), cancel);

    /// <summary>A person says no: the same call is denied until the request would have expired.</summary>
    /// <remarks>Faults: as for <see cref="ApproveAsync"/>.</remarks>
    public ValueTask<(ApprovalState State, Fault? Fault)> RefuseAsync(
        string id, string who, string? comment, CancellationToken cancel) =>
        SettleAsync(
            id, who, "refused",
            (transaction, now) =>
            {
                Sql.Execute(
                    transaction,
                    "UPDATE approval SET state = $1, settled_by = $2, comment = $3, settled = $4, params = NULL WHERE id = $5 AND state = $6",
                    (int)ApprovalState.Refused, who, comment, now.UtcTicks, id, (int)ApprovalState.Open);
                return ApprovalState.Refused;
            },
            cancel);

    /// <summary>The grant was revoked: nothing of it can be used any more.</summary>
    public ValueTask<(int Voided, Fault? Fault)> VoidGrantAsync(string grantId, CancellationToken cancel) =>
        VoidAsync(transaction => ApprovalVoids.OfGrant(transaction, grantId), cancel);

    /// <summary>The server was frozen or removed: nothing that was asked of it can be used any more.</summary>
    public ValueTask<(int Voided, Fault? Fault)> VoidServerAsync(string serverId, CancellationToken cancel) =>
        VoidAsync(transaction => ApprovalVoids.OfServer(transaction, serverId), cancel);

    /// <summary>Everything of this installation is void.</summary>
    public ValueTask<(int Voided, Fault? Fault)> VoidAllAsync(CancellationToken cancel) => VoidAsync(ApprovalVoids.All, cancel);

    /// <summary>The server's address or credential is now another: what was asked under the old one is void.</summary>
    public ValueTask<(int Voided, Fault? Fault)> VoidServerAsync(string serverId, string fingerprint, CancellationToken cancel) =>
        VoidAsync(transaction => ApprovalVoids.OfServerBut(transaction, serverId, fingerprint), cancel);

    /// <summary>The tool's accepted definition is now another.</summary>
    public ValueTask<(int Voided, Fault? Fault)> VoidToolAsync(
        string serverId, string tool, string definitionHash, CancellationToken cancel) =>
        VoidAsync(transaction => ApprovalVoids.OfToolBut(transaction, serverId, tool, definitionHash), cancel);

    private static ApprovalState Approve(SqliteTransaction transaction, DateTimeOffset now, string id, string who)
    {
        Sql.Execute(transaction, "INSERT OR IGNORE INTO approval_vote VALUES ($1, $2, $3)", id, who, now.UtcTicks);
        var isEnough = Sql.Execute(
            transaction,
            """
            UPDATE approval SET state = $1, settled = $2, expires = $2 + lifetime WHERE id = $3 AND state = $4
            AND approvers <= (SELECT count(*) FROM approval_vote WHERE approval_id = $3)
            """,
            (int)ApprovalState.Approved, now.UtcTicks, id, (int)ApprovalState.Open) == 1;
        return isEnough ? ApprovalState.Approved : ApprovalState.Open;
    }

    private async ValueTask<(ApprovalState State, Fault? Fault)> SettleAsync(
        string id, string who, string word, Func<SqliteTransaction, DateTimeOffset, ApprovalState> settle, CancellationToken cancel) =>
        await _store.WriteAsync<ApprovalState>(
            async transaction =>
            {
                var now = StateClock.Now(transaction, _time);
                if (ApprovalRows.Find(transaction, id) is not { } card)
                {
                    return (ApprovalState.Void, Unknown(id));
                }

                if (card.State != ApprovalState.Open || card.Expires <= now)
                {
                    var state = card.State == ApprovalState.Open ? ApprovalState.Expired : card.State;
                    return (state, new Fault(LedgerFaults.ApprovalSettled, $"request `{id}` is no longer open"));
                }

                var settled = settle(transaction, now);

                // ORDER: recorded before it takes effect; what cannot be recorded does not happen.
                return _journal is null
                    ? (settled, null)
                    : (settled, await _journal.SettledAsync(id, word, card.Subject.GrantId, who).ConfigureAwait(false));
            },
            cancel).ConfigureAwait(false);

    private async ValueTask<(int Voided, Fault? Fault)> VoidAsync(Func<SqliteTransaction, int> run, CancellationToken cancel) =>
        await _store.WriteAsync<int>(
            transaction => ValueTask.FromResult<(int, Fault?)>((run(transaction), null)), cancel).ConfigureAwait(false);

    private static Fault Unknown(string id) => new(LedgerFaults.ApprovalUnknown, $"there is no request `{id}`");
}
