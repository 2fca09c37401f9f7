using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Approvals;

/// <summary>What people do with requests: look, approve, refuse; and what voids them. Used beside a running gateway, too.</summary>
/// <remarks>Who may do it is the caller's matter. Each settlement stands in the journal before it takes effect.</remarks>
public sealed class ApprovalSettling
{
    private readonly LedgerStore _store;
    private readonly ParamsSeal _seal;
    private readonly TimeProvider _time;
    private readonly Journal.Journal? _journal;
    private readonly ApprovalWatch _watch;

    internal ApprovalSettling(LedgerStore store, KeyRing keys, TimeProvider time, Journal.Journal? journal, ApprovalWatch watch) =>
        (_store, _seal, _time, _journal, _watch) = (store, new ParamsSeal(keys), time, journal, watch);

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
        // A fault beside the card must not take back that what is over was closed.
        var (shown, fault) = await _store.WriteAsync<Shown>(
            transaction => ValueTask.FromResult<(Shown?, Fault?)>((Show(transaction, id), null)), cancel).ConfigureAwait(false);
        return shown is null ? (null, default, fault) : (shown.Card, shown.Params, shown.Fault);
    }

    /// <summary>The same inside a transaction that writes, on <c>state.db</c>.</summary>
    public Shown Show(DbTransaction transaction, string id)
    {
        ApprovalRows.Expire(transaction, StateClock.Now(transaction, _time));
        if (ApprovalRows.Find(transaction, id) is not { } card)
        {
            return new(null, default, Unknown(id));
        }

        return ApprovalRows.Box(transaction, id) is not { } box ? new(card, default, null)
            : _seal.Open(card.Id, card.Subject, box) is { } plain ? new(card, plain, null)
            : new(card, default, new Fault(
                LedgerFaults.SealBroken, $"the arguments of request `{card.Id}` cannot be decrypted",
                "restore the key that belongs to this data folder, or refuse the request"));
    }

    /// <summary>The same, where a fault of its own means that nothing could be read at all.</summary>
    public ValueTask<(Shown? Shown, Fault? Fault)> ReadAsync(string id, CancellationToken cancel) => _store.WriteAsync<Shown>(
        transaction => ValueTask.FromResult(Show(transaction, id) is { Card: not null } shown ? (shown, null) : ((Shown?)null, (Fault?)Unknown(id))), cancel);

    /// <summary>A request without its arguments, inside somebody's transaction on <c>state.db</c>; null where there is none.</summary>
    public ApprovalCard? Find(DbTransaction transaction, string id) => ApprovalRows.Find(transaction, id);

    /// <summary>Closes what nobody answered or used in time.</summary>
    public async ValueTask<Fault?> CloseExpiredAsync(CancellationToken cancel)
    {
        var (_, fault) = await _store.WriteAsync<object>(
            transaction =>
            {
                ApprovalRows.Expire(transaction, StateClock.Now(transaction, _time));
                return default;
            },
            cancel).ConfigureAwait(false);
        return fault;
    }

    /// <summary>A person says yes. With enough distinct people the request is approved, and lapses after its time again.</summary>
    /// <remarks>Faults: <c>approval-unknown</c>, <c>approval-settled</c>, <c>record-unavailable</c>.</remarks>
    public ValueTask<(ApprovalState State, Fault? Fault)> ApproveAsync(string id, string who, CancellationToken cancel) =>
        ApproveAsync(id, who, null, cancel);

    /// <summary>The same, with what others should know.</summary>
    public ValueTask<(ApprovalState State, Fault? Fault)> ApproveAsync(string id, string who, string? comment, CancellationToken cancel) =>
        RunAsync(transaction => ApproveAsync(transaction, id, Voter.Named(who), comment), cancel);

    /// <summary>A person says no: the same call is denied until the request would have expired.</summary>
    /// <remarks>Faults: as for <see cref="ApproveAsync(string, string, CancellationToken)"/>.</remarks>
    public ValueTask<(ApprovalState State, Fault? Fault)> RefuseAsync(
        string id, string who, string? comment, CancellationToken cancel) =>
        RunAsync(transaction => RefuseAsync(transaction, id, Voter.Named(who), comment), cancel);

    /// <summary>A yes inside the transaction of who may say it. After its commit, <see cref="Wake"/>.</summary>
    /// <remarks>Faults: as for <see cref="ApproveAsync(string, string, CancellationToken)"/>; the transaction must then be given up.</remarks>
    public ValueTask<(ApprovalState State, Fault? Fault)> ApproveAsync(DbTransaction transaction, string id, Voter who, string? comment) =>
        SettleAsync(transaction, id, who, "approved", (state, now) => ApprovalMoves.Approve(state, now, id, who, comment));

    /// <summary>A no inside the transaction of who may say it.</summary>
    /// <remarks>Faults: as for <see cref="ApproveAsync(DbTransaction, string, Voter, string?)"/>.</remarks>
    public ValueTask<(ApprovalState State, Fault? Fault)> RefuseAsync(DbTransaction transaction, string id, Voter who, string? comment) =>
        SettleAsync(transaction, id, who, "refused", (state, now) => ApprovalMoves.Refuse(state, now, id, who, comment));

    /// <summary>Takes the question back, or a yes that was not used yet: void, and the same call asks anew.</summary>
    /// <remarks>Faults: as for <see cref="ApproveAsync(DbTransaction, string, Voter, string?)"/>.</remarks>
    public ValueTask<(ApprovalState State, Fault? Fault)> CancelAsync(DbTransaction transaction, string id, Voter who, string? comment) =>
        SettleAsync(
            transaction, id, who, "cancelled",
            (state, now) =>
            {
                ApprovalVoids.One(state, id, who, comment, now);
                return ApprovalState.Void;
            },
            mayBeApproved: true);

    /// <summary>Nobody who may stands behind the yes any more: it is void.</summary>
    /// <remarks>Faults: as for <see cref="ApproveAsync(DbTransaction, string, Voter, string?)"/>.</remarks>
    public ValueTask<(ApprovalState State, Fault? Fault)> VoidAsync(DbTransaction transaction, string id, string why) =>
        SettleAsync(
            transaction, id, new Voter("", ""), "void",
            (state, now) =>
            {
                ApprovalVoids.One(state, id, null, why, now);
                return ApprovalState.Void;
            },
            mayBeApproved: true);

    /// <summary>Something was committed elsewhere in this process: held calls look again at once.</summary>
    public void Wake() => _watch.Wake();

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

    // ORDER: recorded before it takes effect; what cannot be recorded does not happen.
    private async ValueTask<(ApprovalState State, Fault? Fault)> SettleAsync(
        DbTransaction transaction, string id, Voter who, string word, Func<DbTransaction, DateTimeOffset, ApprovalState> settle,
        bool mayBeApproved = false)
    {
        var now = StateClock.Now(transaction, _time);
        if (ApprovalRows.Find(transaction, id) is not { } card)
        {
            return (ApprovalState.Void, Unknown(id));
        }

        var isOpen = card.State == ApprovalState.Open || (mayBeApproved && card.State == ApprovalState.Approved);
        if (!isOpen || card.Expires <= now)
        {
            return (isOpen ? ApprovalState.Expired : card.State, new Fault(LedgerFaults.ApprovalSettled, $"request `{id}` is no longer open"));
        }

        var settled = settle(transaction, now);
        return _journal is null
            ? (settled, null)
            : (settled, await _journal.SettledAsync(id, word, card.Subject.GrantId, who.Id).ConfigureAwait(false));
    }

    private async ValueTask<(ApprovalState State, Fault? Fault)> RunAsync(
        Func<DbTransaction, ValueTask<(ApprovalState State, Fault? Fault)>> settle, CancellationToken cancel)
    {
        var done = await _store.WriteAsync(settle, cancel).ConfigureAwait(false);
        _watch.Wake();
        return done;
    }

    private async ValueTask<(int Voided, Fault? Fault)> VoidAsync(Func<DbTransaction, int> run, CancellationToken cancel)
    {
        var done = await _store.WriteAsync<int>(
            transaction => ValueTask.FromResult<(int, Fault?)>((run(transaction), null)), cancel).ConfigureAwait(false);
        _watch.Wake();
        return done;
    }

    private static Fault Unknown(string id) => new(LedgerFaults.ApprovalUnknown, $"there is no request `{id}`");
}
