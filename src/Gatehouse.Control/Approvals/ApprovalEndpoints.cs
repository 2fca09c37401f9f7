using Gatehouse.Api.Approvals;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Approvals;

internal static class ApprovalEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/approvals", call => call.Use<ApprovalAdministration>().ListAsync(call.Who, Filter(call), call.Page, call.Cancel))
            .Needs(Right.ReadApprovals);

        // GET settles nothing, whoever follows a link.
        api.Get(
                "/approvals/{id}",
                call => call.Use<ApprovalAdministration>().ReadAsync(
                    call.Who, call.Id, call.Http.Request.Query["full"] == "true", call.Cancel))
            .Needs(Right.ReadApprovals);
        api.Post<Settlement, ApprovalView>(
                "/approvals/{id}/approve",
                (call, answer) => call.Use<ApprovalAnswers>().ApproveAsync(call.Who, call.Id, answer, call.Expected, call.Cancel))
            .Needs(Right.SettleApprovals);
        api.Post<Settlement, ApprovalView>(
                "/approvals/{id}/refuse",
                (call, answer) => call.Use<ApprovalAnswers>().RefuseAsync(call.Who, call.Id, answer, call.Expected, call.Cancel))
            .Needs(Right.SettleApprovals);
        api.Post<Settlement, ApprovalView>(
                "/approvals/{id}/cancel",
                (call, answer) => call.Use<ApprovalAnswers>().CancelAsync(call.Who, call.Id, answer, call.Cancel))
            .Needs(Right.ReadApprovals);
        api.Post<ApprovalLink, ApprovalLinkView>(
                "/approvals/{id}/link",
                (call, link) => call.Use<ApprovalLinkAdministration>().ReadAsync(call.Id, link, call.From, call.Cancel))
            .IsPublic("the link shows what its e-mail says, and answers nothing");
        api.Post<BulkRefusal, BulkRefused>(
                "/approvals/refuse", (call, refusal) => call.Use<ApprovalAnswers>().RefuseManyAsync(call.Who, refusal, call.Cancel))
            .Needs(Right.SettleApprovals);
    }

    private static ApprovalFilter Filter(ApiCall call)
    {
        var query = call.Http.Request.Query;
        return new(query["state"], query["server"], query["grant"], query["tool"]);
    }
}
