using System.Collections.Immutable;
using Gatehouse.Api.Approvals;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Policy;

namespace Gatehouse.Control.Approvals;

/// <summary>What people answer: yes, no, never mind. Each is one transaction with the right of who answers and the audit's row.</summary>
internal sealed class ApprovalAnswers(
    ControlStore store, GatehouseLedger ledger, ApprovalLinks links, PlaneSettings settings)
{
    private const int MostAtOnce = 200;
    private const int LongestComment = 500;

    private static readonly Fault _notYours = new(
        ApprovalFaults.LinkNotYours, "the link is over, or was sent to somebody else", "open the request without it");

    private delegate ValueTask<(ApprovalState State, Fault? Fault)> Settle(Change change, Voter voter);

    /// <summary>Yes, to what was shown and nothing else.</summary>
    /// <remarks>Faults: <c>not-found</c>, <c>four-eyes</c>, <c>server-not-yours</c>, <c>match-missing</c>, <c>match-stale</c>,
    /// <c>arguments-unopened</c>, <c>approval-settled</c>, <c>seal-broken</c>, <c>record-unavailable</c>.</remarks>
    public ValueTask<Outcome<ApprovalView>> ApproveAsync(
        Principal who, string id, Settlement answer, Expected expected, CancellationToken cancel) =>
        SettleAsync(
            who, Right.SettleApprovals, id, answer, "approval.approved",
            (shown, view) => Unseen(answer, expected, shown, view) ?? (shown.Fault is { } broken ? broken : (Refusal?)null),
            (change, voter) => ledger.Settling.ApproveAsync(change.Transaction, id, voter, answer.Comment), cancel);

    /// <summary>No: the same call is denied until the request would have expired.</summary>
    /// <remarks>Faults: as for <see cref="ApproveAsync"/>.</remarks>
    public ValueTask<Outcome<ApprovalView>> RefuseAsync(
        Principal who, string id, Settlement answer, Expected expected, CancellationToken cancel) =>
        SettleAsync(
            who, Right.SettleApprovals, id, answer, "approval.refused",
            (shown, view) => Stale(answer, expected, shown.Card!, view),
            (change, voter) => ledger.Settling.RefuseAsync(change.Transaction, id, voter, answer.Comment), cancel);

    /// <summary>Takes back the question, or a yes that was not used: by those who may settle it, and by the grant's owner.</summary>
    /// <remarks>Faults: <c>not-found</c>, <c>right-missing</c>, <c>approval-settled</c>, <c>record-unavailable</c>.</remarks>
    public ValueTask<Outcome<ApprovalView>> CancelAsync(Principal who, string id, Settlement answer, CancellationToken cancel) =>
        SettleAsync(
            who, Right.ReadApprovals, id, answer, "approval.cancelled", static (_, _) => null,
            (change, voter) => ledger.Settling.CancelAsync(change.Transaction, id, voter, answer.Comment), cancel);

    /// <summary>No, to many. Those that cannot be refused are told, and stay as they are.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>approval-settled</c> where none could be, <c>record-unavailable</c>.</remarks>
    public async ValueTask<Outcome<BulkRefused>> RefuseManyAsync(Principal who, BulkRefusal refusal, CancellationToken cancel)
    {
        if (refusal.Ids.IsDefaultOrEmpty || refusal.Ids.Length > MostAtOnce)
        {
            return ControlFaults.Invalid("ids", $"is not 1 to {MostAtOnce} requests");
        }

        if (Comment(refusal.Comment) is { } invalid)
        {
            return invalid;
        }

        var outcome = await store.ChangeAsync<BulkRefused>(who, Right.SettleApprovals, change => RefuseManyAsync(change, refusal), cancel);
        ledger.Settling.Wake();
        return outcome;
    }

    private async ValueTask<Outcome<BulkRefused>> RefuseManyAsync(Change change, BulkRefusal refusal)
    {
        var (refused, not) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<NotRefused>());
        foreach (var id in refusal.Ids.Distinct(StringComparer.Ordinal))
        {
            var one = await SettleAsync(
                change, id, "approval.refused", isCancel: false, link: null, static (_, _) => null,
                (inside, voter) => ledger.Settling.RefuseAsync(inside.Transaction, id, voter, refusal.Comment));
            if (one.Value is not null)
            {
                refused.Add(id);
            }
            else if (one.Refusal!.Fault.Code == LedgerFaults.RecordUnavailable)
            {
                return one.Refusal;
            }
            else
            {
                not.Add(new(id, one.Refusal.Fault.Code.Word));
            }
        }

        return refused.Count > 0
            ? new BulkRefused(refused.ToImmutable(), not.ToImmutable())
            : new Fault(LedgerFaults.ApprovalSettled, "none of the requests can be refused by you now", "look at the list");
    }

    private async ValueTask<Outcome<ApprovalView>> SettleAsync(
        Principal who, Right needed, string id, Settlement answer, string what, Func<Shown, ApprovalView, Refusal?> check, Settle settle,
        CancellationToken cancel)
    {
        if (Comment(answer.Comment) is { } invalid)
        {
            return invalid;
        }

        var outcome = await store.ChangeAsync<ApprovalView>(
            who, needed, change => SettleAsync(change, id, what, needed == Right.ReadApprovals, answer.Link, check, settle), cancel);
        ledger.Settling.Wake();
        return outcome;
    }

    private async ValueTask<Outcome<ApprovalView>> SettleAsync(
        Change change, string id, string what, bool isCancel, string? link, Func<Shown, ApprovalView, Refusal?> check, Settle settle)
    {
        // 1. The request, of the own organisation; and who answers, as a person.
        var found = await ApprovalSubjects.FindAsync(change.Db, change.Who, id, change.Cancel);
        var voter = await ApproverRight.VoterAsync(change.Db, change.Who, change.Cancel);
        if (found.Value is not { } about || voter.Value is not { } person)
        {
            return found.Refusal ?? voter.Refusal!;
        }

        // A link from an e-mail is its receiver's: who came by another's is told so, and answers by their own.
        if (link is not null && links.PersonOf(id, link) != person.Id)
        {
            return _notYours;
        }

        // 2. Whether they may, by what the tables say inside this transaction.
        var shown = ledger.Settling.Show(change.Transaction, id);
        var card = shown.Card!;
        var lacking = change.Who.Lacks(Right.SettleApprovals)
            ?? await ApproverRight.LackingAsync(change.Db, about.Grant, card.Subject.ServerId, person, change.Now, change.Cancel);
        if (lacking is not null && !(isCancel && (about.Grant.OwnerId == person.Id || lacking.Code == ApprovalFaults.FourEyes)))
        {
            return lacking;
        }

        // 3. Whether they answer what they were shown.
        if (check(shown, ApprovalViews.Of(shown, about, lacking, isFull: true, settings.Pins)) is { } unseen)
        {
            return unseen;
        }

        // 4. The move itself: a compare-and-set that stands in the journal before it takes effect.
        if ((await settle(change, person)).Fault is { } fault)
        {
            return fault;
        }

        var after = ledger.Settling.Show(change.Transaction, id);
        change.IsUnseenByCalls = true; // Calls ask the desk.
        change.Note(what, ApprovalViews.Kind, id, ApprovalViews.Summary(card), ApprovalViews.Summary(after.Card!));
        return ApprovalViews.Of(after, about, lacking, isFull: true, settings.Pins);
    }

    // A yes needs what was shown in whole; a digest is in every view, so it proves that only where nothing was cut.
    private static Refusal? Unseen(Settlement answer, Expected expected, Shown shown, ApprovalView view) =>
        expected.IsAny ? Missing()
        : expected.Version is null && answer.Digest is not null && ApprovalViews.IsLong(shown)
            ? new Fault(
                ApprovalFaults.ArgumentsUnopened, "the arguments are longer than what is shown at once",
                "open them with `?full=true`, and send the ETag that came along as `If-Match`")
            : Stale(answer, expected, shown.Card!, view);

    private static Refusal? Stale(Settlement answer, Expected expected, ApprovalCard card, ApprovalView view)
    {
        if (answer.Digest is { } digest && digest != card.Subject.Digest)
        {
            return new Fault(ControlFaults.MatchStale, "`digest` is not that of this request", "look at what is there, then decide again");
        }

        return expected.Version is null && !expected.IsAny ? answer.Digest is null ? Missing() : null : expected.Refuse(view);
    }

    private static Refusal Missing() => new Fault(
        ControlFaults.MatchMissing, "the answer does not say what was shown", "send the ETag as `If-Match`, or `digest`");

    private static Fault? Comment(string? comment) => comment is null ? null : Text.Invalid("comment", comment, LongestComment);
}
