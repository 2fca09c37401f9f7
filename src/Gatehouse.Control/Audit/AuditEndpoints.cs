using Gatehouse.Control.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Audit;

internal static class AuditEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/audit", call => call.Use<AuditAdministration>().ListAsync(call.Who, call.Page, call.Cancel)).Needs(Right.ReadAudit);
        api.Get("/audit/check", call => call.Use<AuditAdministration>().CheckAsync(call.Who, call.Cancel)).Needs(Right.ReadAudit);
    }
}
