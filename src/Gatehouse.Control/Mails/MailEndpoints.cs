using Gatehouse.Api.Notices;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Mails;

internal static class MailEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get(
                "/mails",
                call => call.Use<MailAdministration>().ListAsync(call.Who, call.Query("state"), call.Page, call.Cancel))
            .Needs(Right.ChangeOrganisation)
            .Says("Lists the e-mails that this organisation causes, and whether they were sent")
            .Takes<NoticeState>("state", "only those in this state")
            .IsPaged();
        api.Post("/mails/{id}/redeliver", call => call.Use<MailAdministration>().RedeliverAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeOrganisation)
            .Says("Tries an undelivered e-mail once more")
            .Refuses(PeopleFaults.LinkInvalid, MailFaults.Off);
    }
}
