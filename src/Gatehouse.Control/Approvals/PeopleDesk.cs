using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Approvals;
using Gatehouse.Control.Audit;
using Gatehouse.Control.Grants;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Approvals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Approvals;

/// <summary>
/// The ledger's desk, and one question more: an approval is used up only while enough of those who gave it still may, and
/// that is looked at in the transaction that uses it up.
/// </summary>
internal sealed partial class PeopleDesk(GatehouseLedger ledger, IServiceScopeFactory scopes, TimeProvider time, ILogger<PeopleDesk> log)
    : IApprovalDesk
{
    private const string Lost = "an approver does not have the right any more";

    /// <inheritdoc/>
    public ValueTask<ApprovalAnswer> PresentAsync(ApprovalDraft draft, CancellationToken cancel) => ledger.Approvals.PresentAsync(draft, cancel);

    /// <inheritdoc/>
    public ValueTask WaitAsync(string approvalId, CancellationToken cancel) => ledger.Approvals.WaitAsync(approvalId, cancel);

    /// <inheritdoc/>
    public ValueTask GiveBackAsync(string approvalId, CancellationToken cancel) => ledger.Approvals.GiveBackAsync(approvalId, cancel);

    /// <inheritdoc/>
    public ValueTask ConcludeAsync(string approvalId, bool isKnown, CancellationToken cancel) =>
        ledger.Approvals.ConcludeAsync(approvalId, isKnown, cancel);

    /// <inheritdoc/>
    public async ValueTask<bool> ClaimAsync(string approvalId, string callId, CancellationToken cancel)
    {
        try
        {
            return await ClaimOnceAsync(approvalId, callId, cancel);
        }
        catch (Exception failed) when (StoreFailure.Of(failed) is { } store)
        {
            // Not known to be used up is not used: the call is denied, and what was claimed after all is looked at with the next start.
            LogAway(log, store.SqlState ?? store.GetType().Name);
            return false;
        }
    }

    private async ValueTask<bool> ClaimOnceAsync(string approvalId, string callId, CancellationToken cancel)
    {
        // A call's thread belongs to its socket: nothing of the database may run on it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ControlDb>();

        // ORDER: the write lock first, so that no right can go between the look and the claim.
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var state = transaction.GetDbTransaction();
        if (ledger.Settling.Find(state, approvalId) is not { State: ApprovalState.Approved } card)
        {
            return false;
        }

        var grant = await db.Grants.AsNoTracking().SingleOrDefaultAsync(row => row.Id == card.Subject.GrantId, cancel);
        if (grant is null || grant.Revoked is not null || grant.Frozen is not null)
        {
            return false;
        }

        if (await StandingAsync(db, grant, card, cancel) >= card.Approvers)
        {
            var isMine = ledger.Approvals.Claim(state, approvalId, callId);
            await transaction.CommitAsync(cancel);
            return isMine;
        }

        if ((await ledger.Settling.VoidAsync(state, approvalId, Lost)).Fault is null)
        {
            var after = ApprovalViews.Summary(card with { State = ApprovalState.Void });
            await AuditChain.AppendAsync(
                db, Principal.OfServer(grant.OrganisationId),
                [new ChangeNote("approval.void", ApprovalViews.Kind, approvalId, Json(ApprovalViews.Summary(card)), Json(after))],
                time.GetUtcNow(), cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            LogLost(log, approvalId);
        }

        return false;
    }

    // How many of those who said yes may still say it.
    private async ValueTask<int> StandingAsync(ControlDb db, Grant grant, ApprovalCard card, CancellationToken cancel)
    {
        var standing = 0;
        foreach (var vote in card.Votes)
        {
            standing += await ApproverRight.LackingAsync(db, grant, card.Subject.ServerId, vote.By, time.GetUtcNow(), cancel) is null ? 1 : 0;
        }

        return standing;
    }

    private static string Json(ApprovalSummary view) => JsonSerializer.Serialize(view, ApiJson.Default.ApprovalSummary);

    [LoggerMessage(Level = LogLevel.Warning, Message = "an approval could not be used up: the database did not answer ({Code})")]
    private static partial void LogAway(ILogger log, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "approval {Id} is void: an approver lost the right before the call was made")]
    private static partial void LogLost(ILogger log, string id);
}
