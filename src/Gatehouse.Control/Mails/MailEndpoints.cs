using Gatehouse.Control.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Mails;

internal static class MailEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get(
                "/mails",
                call => call.Use<MailAdministration>().ListAsync(call.Who, call.Http.Request.Query["state"], call.Page, call.Cancel))
            .Needs(Right.ChangeOrganisation);
        api.Post("/mails/{id}/redeliver", call => call.Use<MailAdministration>().RedeliverAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeOrganisation);
    }
}
