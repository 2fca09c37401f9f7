using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Control.Exports;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Audit;

internal static class AuditEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/audit", ListAsync)
            .Needs(Right.ReadAudit)
            .Says("Lists changes, the newest first")
            .Takes(AuditFilter.Parameters)
            .IsPaged();
        api.Get("/audit/verify", call => call.Use<AuditAdministration>().VerifyAsync(call.Who, call.Cancel))
            .Needs(Right.ReadAudit)
            .Says("Checks the chain of changes");
        api.Get("/audit/totals", CountAsync)
            .Needs(Right.ReadAudit)
            .Says("Counts changes over time, by what kind of somebody made them")
            .Takes(AuditFilter.Parameters);
        api.Stream("/audit/export", ["application/jsonl", "text/csv"], ExportAsync)
            .Needs(Right.ReadAudit)
            .Says("Exports changes")
            .Takes(AuditFilter.Parameters)
            .Takes(ExportFormat.Parameter);
        api.Stream("/audit/stream", [EventText.ContentType], call => call.Use<AuditExport>().FollowAsync(call.Who, call.Cancel))
            .Needs(Right.ReadAudit)
            .Says("Tells changes as they come");
        api.Get("/audit/{id}", call => call.Use<AuditAdministration>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadAudit)
            .Says("Reads one change");
    }

    private static async ValueTask<Outcome<Page<AuditLine>>> ListAsync(ApiCall call)
    {
        var (filter, fault) = AuditFilter.Read(call.Http.Request.Query);
        return fault is null ? await call.Use<AuditAdministration>().ListAsync(call.Who, filter, call.Page, call.Cancel) : fault;
    }

    private static async ValueTask<Outcome<AuditTotals>> CountAsync(ApiCall call)
    {
        var (filter, fault) = AuditFilter.Read(call.Http.Request.Query);
        return fault is null ? await call.Use<AuditCounts>().ReadAsync(call.Who, filter, call.Cancel) : fault;
    }

    private static async ValueTask<Outcome<StreamedAnswer>> ExportAsync(ApiCall call)
    {
        var (isCsv, unknown) = ExportFormat.Read(call.Http.Request.Query);
        var (filter, fault) = AuditFilter.Read(call.Http.Request.Query);
        return (unknown ?? fault) is { } refused ? refused : await call.Use<AuditExport>().BeginAsync(call.Who, filter, isCsv, call.Cancel);
    }
}
