using Gatehouse.Api;
using Gatehouse.Api.Approvals;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Ledger;

namespace Gatehouse.Control.Approvals;

internal static class ApprovalEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/approvals", call => call.Use<ApprovalAdministration>().ListAsync(call.Who, Filter(call), call.Page, call.Cancel))
            .Needs(Right.ReadApprovals)
            .Says("Lists requests for approval")
            .Takes("state", "only those in this state, or all; those that wait where it is left out", ["all", .. Words<ApprovalWord>.All])
            .Takes("server", "only this server")
            .Takes("grant", "only this grant")
            .Takes("tool", "only this tool")
            .IsPaged();

        // GET settles nothing, whoever follows a link.
        api.Get(
                "/approvals/{id}",
                call => call.Use<ApprovalAdministration>().ReadAsync(
                    call.Who, call.Id, call.Query("full") == "true", call.Cancel))
            .Needs(Right.ReadApprovals)
            .Says("Reads one request, with its exact arguments")
            .Takes("full", "whether long arguments are shown in whole", "true", "false")
            .Refuses(LedgerFaults.ApprovalUnknown);
        api.Post<Settlement, ApprovalView>(
                "/approvals/{id}/approve",
                (call, answer) => call.Use<ApprovalAnswers>().ApproveAsync(call.Who, call.Id, answer, call.Expected, call.Cancel))
            .Needs(Right.SettleApprovals)
            .Says("Approves a call: it may be made once, exactly as shown")
            .ChecksVersion()
            .Refuses(
                ApprovalFaults.FourEyes, ApprovalFaults.ServerNotYours, ApprovalFaults.NotAPersons,
                ApprovalFaults.LinkNotYours, ApprovalFaults.ArgumentsUnopened, LedgerFaults.ApprovalUnknown,
                LedgerFaults.ApprovalSettled, LedgerFaults.SealBroken, LedgerFaults.RecordUnavailable);
        api.Post<Settlement, ApprovalView>(
                "/approvals/{id}/refuse",
                (call, answer) => call.Use<ApprovalAnswers>().RefuseAsync(call.Who, call.Id, answer, call.Expected, call.Cancel))
            .Needs(Right.SettleApprovals)
            .Says("Refuses a call")
            .ChecksVersion()
            .Refuses(
                ApprovalFaults.FourEyes, ApprovalFaults.ServerNotYours, ApprovalFaults.NotAPersons,
                ApprovalFaults.LinkNotYours, ApprovalFaults.ArgumentsUnopened, LedgerFaults.ApprovalUnknown,
                LedgerFaults.ApprovalSettled, LedgerFaults.SealBroken, LedgerFaults.RecordUnavailable);
        api.Post<Settlement, ApprovalView>(
                "/approvals/{id}/cancel",
                (call, answer) => call.Use<ApprovalAnswers>().CancelAsync(call.Who, call.Id, answer, call.Cancel))
            .Needs(Right.ReadApprovals)
            .Says("Withdraws a request of one's own grant")
            .Refuses(
                ControlFaults.RightMissing, LedgerFaults.ApprovalUnknown, LedgerFaults.ApprovalSettled,
                LedgerFaults.RecordUnavailable);
        api.Post<ApprovalLink, ApprovalLinkView>(
                "/approvals/{id}/link",
                (call, link) => call.Use<ApprovalLinkAdministration>().ReadAsync(call.Id, link, call.From, call.Cancel))
            .IsPublic("the link shows what its e-mail says, and answers nothing")
            .Says("Shows what a signed link in an e-mail leads to; settles nothing")
            .Refuses(PeopleFaults.LinkInvalid);
        api.Post<BulkRefusal, BulkRefused>(
                "/approvals/refuse", (call, refusal) => call.Use<ApprovalAnswers>().RefuseManyAsync(call.Who, refusal, call.Cancel))
            .Needs(Right.SettleApprovals)
            .Says("Refuses several requests at once")
            .Refuses(LedgerFaults.ApprovalSettled, LedgerFaults.RecordUnavailable, ApprovalFaults.NotAPersons);
    }

    private static ApprovalFilter Filter(ApiCall call)
    {
        var query = call.Http.Request.Query;
        return new(query["state"], query["server"], query["grant"], query["tool"]);
    }
}
