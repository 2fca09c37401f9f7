using Gatehouse.Api;
using Gatehouse.Api.Records;
using Gatehouse.Control.Exports;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Ledger;

namespace Gatehouse.Control.Records;

internal static class RecordEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/records", ListAsync)
            .Needs(Right.ReadRecords)
            .Says("Lists recorded calls")
            .Takes(RecordFilter.Parameters)
            .IsPaged();
        api.Get("/records/totals", TotalsAsync)
            .Needs(Right.ReadRecords)
            .Says("Counts calls over time")
            .Takes(RecordRange.Parameters)
            .Takes("step", "how long one span is", "minute", "hour", "day");
        api.Get("/records/tools", ToolsAsync)
            .Needs(Right.ReadRecords)
            .Says("Counts calls by tool, with percentiles of their latency")
            .Takes(RecordRange.Parameters);
        api.Stream("/records/export", ["application/jsonl", "text/csv"], ExportAsync)
            .Needs(Right.ReadRecords)
            .Says("Exports recorded calls")
            .Takes(RecordFilter.Parameters)
            .Takes(ExportFormat.Parameter);
        api.Stream("/records/stream", [EventText.ContentType], StreamAsync)
            .Needs(Right.ReadRecords)
            .Says("Tells recorded calls as they come; `Last-Event-ID` goes on behind one")
            .Takes(RecordFilter.Parameters)
            .Refuses(ControlFaults.CursorInvalid);
        api.Get("/records/{id}", call => call.Use<RecordAdministration>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadRecords)
            .Says("Reads one recorded call");
        api.Get("/records/{id}/arguments", call => call.Use<RecordArguments>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadArguments)
            .Says("Reads the values of a recorded call's arguments, where its server has them stored; that they were read is audited")
            .Refuses(LedgerFaults.SealBroken, LedgerFaults.StoreDamaged);
        api.Delete("/servers/{id}/arguments", call => call.Use<RecordArguments>().ForgetAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeServers)
            .Says("Forgets the stored arguments of a server's calls; their records stay")
            .Refuses(LedgerFaults.StoreDamaged);
    }

    private static async ValueTask<Outcome<Page<RecordView>>> ListAsync(ApiCall call)
    {
        var (filter, fault) = RecordFilter.Read(call.Http.Request.Query);
        return fault is null
            ? await call.Use<RecordAdministration>().ListAsync(call.Who, filter, call.Page, call.Cancel)
            : fault;
    }

    private static async ValueTask<Outcome<RecordTotals>> TotalsAsync(ApiCall call)
    {
        var (range, fault) = RecordRange.ReadSpans(call.Http.Request.Query, call.Use<TimeProvider>().GetUtcNow());
        return range is null ? fault! : await call.Use<RecordAdministration>().TotalsAsync(call.Who, range, call.Cancel);
    }

    private static async ValueTask<Outcome<ToolUses>> ToolsAsync(ApiCall call)
    {
        var (range, fault) = RecordRange.ReadTools(call.Http.Request.Query, call.Use<TimeProvider>().GetUtcNow());
        return range is null ? fault! : await call.Use<RecordAdministration>().ToolsAsync(call.Who, range, call.Cancel);
    }

    private static async ValueTask<Outcome<StreamedAnswer>> ExportAsync(ApiCall call)
    {
        var (isCsv, unknown) = ExportFormat.Read(call.Http.Request.Query);
        var (filter, fault) = RecordFilter.Read(call.Http.Request.Query, "format");
        return unknown is null && fault is null
            ? await call.Use<RecordExport>().BeginAsync(call.Who, filter, isCsv, call.Cancel)
            : (unknown ?? fault)!;
    }

    private static async ValueTask<Outcome<StreamedAnswer>> StreamAsync(ApiCall call)
    {
        var (filter, fault) = RecordFilter.Read(call.Http.Request.Query);
        return fault is null
            ? await call.Use<RecordStream>().BeginAsync(call.Who, filter, call.Http.Request.Headers["Last-Event-ID"], call.Cancel)
            : fault;
    }
}
