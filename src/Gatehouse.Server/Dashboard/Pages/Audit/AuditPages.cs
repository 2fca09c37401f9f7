using Gatehouse.Api.Audit;
using Gatehouse.Control.Audit;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Audit;

/// <summary>Who changed what, and whether the chain of it holds.</summary>
internal static class AuditPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Get("/audit", call => ListAsync(call, null)).Needs(Right.ReadAudit);
        pages.Post("/audit/verify", async (call, _) =>
        {
            var verdict = await call.Use<AuditAdministration>().VerifyAsync(call.Who, call.Cancel);
            await (verdict.Value is { } said ? ListAsync(call, said) : call.RefuseAsync(verdict.Refusal!));
        }).Needs(Right.ReadAudit);
        pages.Get("/audit/{id}", ShowAsync).Needs(Right.ReadAudit);
    }

    private static async Task ListAsync(PageCall call, AuditVerdict? verdict)
    {
        var filter = new AuditFilter(
            Spans.Since(call), null, call.Query("actor"), call.Query("what"), call.Query("subject_kind"), call.Query("subject_id"));
        var found = await call.Use<AuditAdministration>().ListAsync(call.Who, filter, call.Page, call.Cancel);
        var isLater = call.Query("cursor") is not null;
        var totals = isLater ? null : (await call.Use<AuditCounts>().ReadAsync(call.Who, filter, call.Cancel)).Value;
        await (found.Value is { } page
            ? call.ShowAsync<AuditPage>(new
            {
                Lines = page.Items, page.Next, IsLater = isLater, Verdict = verdict, Totals = totals,
                Actor = filter.Actor, What = filter.What, SubjectKind = filter.SubjectKind, SubjectId = filter.SubjectId,
                Span = call.Query("span"), filter.Since, IsLive = call.Query("live") == "1",
            })
            : call.RefuseAsync(found.Refusal!));
    }

    private static async Task ShowAsync(PageCall call)
    {
        var found = await call.Use<AuditAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        await (found.Value is { } line ? call.ShowAsync<AuditLinePage>(new { Line = line }) : call.RefuseAsync(found.Refusal!));
    }
}
