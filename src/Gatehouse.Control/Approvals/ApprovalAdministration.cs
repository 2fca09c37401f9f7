using Gatehouse.Api;
using Gatehouse.Api.Approvals;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger;
using Gatehouse.Policy;

namespace Gatehouse.Control.Approvals;

/// <summary>Looking at the calls of an organisation that wait for a person, or have waited.</summary>
internal sealed class ApprovalAdministration(ControlDb db, Pages pages, GatehouseLedger ledger, PlaneSettings settings, TimeProvider time)
{
    /// <summary>Requests, newest first.</summary>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>, <c>store-unavailable</c>.</remarks>
    public async ValueTask<Outcome<Page<ApprovalSummary>>> ListAsync(
        Principal who, ApprovalFilter filter, PageQuery query, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadApprovals) is { } lacking)
        {
            return lacking;
        }

        // What nobody answered in time is over, whether or not anybody looked meanwhile.
        var (rows, fault) = filter.Of(ApprovalSubjects.Of(db, who));
        if ((fault ?? await ledger.Settling.CloseExpiredAsync(cancel)) is { } problem)
        {
            return problem;
        }

        var (part, unusable) = await pages.ReadRowsAsync(
            who, filter.List, query, cancel,
            position => position is { } after
                ? rows.Where(row => row.Created < after.Created || (row.Created == after.Created && string.Compare(row.Id, after.Id) < 0))
                : rows,
            static filtered => filtered.OrderByDescending(row => row.Created).ThenByDescending(row => row.Id),
            static row => new Position(row.Created, row.Id));
        return unusable is not null ? unusable : new Page<ApprovalSummary>([.. part.Rows.Select(ApprovalViews.Summary)], part.Next);
    }

    /// <summary>One request. The arguments are for those who may settle it, and the grant's owner among them.</summary>
    /// <param name="who">Who looks.</param>
    /// <param name="id">The request.</param>
    /// <param name="isFull">Whether long arguments are wanted in whole.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<Outcome<ApprovalView>> ReadAsync(Principal who, string id, bool isFull, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadApprovals) is { } lacking)
        {
            return lacking;
        }

        var found = await ApprovalSubjects.FindAsync(db, who, id, cancel);
        if (found.Value is not { } about)
        {
            return found.Refusal!;
        }

        var (shown, fault) = await ledger.Settling.ReadAsync(id, cancel);
        return fault is not null ? fault
            : ApprovalViews.Of(
                shown!, about, await LackingAsync(who, about, shown!.Card!.Subject.ServerId, cancel), isFull, settings.Pins);
    }

    private async ValueTask<Fault?> LackingAsync(Principal who, ApprovalSubjects about, string serverId, CancellationToken cancel)
    {
        if (who.Lacks(Right.SettleApprovals) is { } lacking)
        {
            return lacking;
        }

        var voter = await ApproverRight.VoterAsync(db, who, cancel);
        return voter.Refusal?.Fault
            ?? await ApproverRight.LackingAsync(db, about.Grant, serverId, voter.Value!, time.GetUtcNow(), cancel);
    }
}
