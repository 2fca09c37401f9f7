using Gatehouse.Api.Notices;
using Gatehouse.Control.Mails;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Control.Notices;

internal static class NoticeEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/notices/channels", call => call.Use<NoticeAdministration>().ListChannelsAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ChangeOrganisation)
            .Says("Lists where notices go")
            .IsPaged();
        api.Create<NewNoticeChannel, CreatedNoticeChannel>(
                "/notices/channels",
                (call, channel) => call.Use<NoticeAdministration>().CreateAsync(call.Who, channel, call.Repeat, call.Cancel))
            .Needs(Right.ChangeOrganisation)
            .Says("Adds a place where notices go; a signing secret is shown this once")
            .Refuses(EgressFaults.UrlInvalid, EgressFaults.AddressRefused, MailFaults.Off);
        api.Delete("/notices/channels/{id}", call => call.Use<NoticeAdministration>().RemoveAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeOrganisation)
            .Says("Removes a place where notices go");
        api.Get(
                "/notices",
                call => call.Use<NoticeAdministration>().ListAsync(call.Who, call.Query("state"), call.Page, call.Cancel))
            .Needs(Right.ChangeOrganisation)
            .Says("Lists notices, and whether they were delivered")
            .Takes<NoticeState>("state", "only those in this state")
            .IsPaged();
        api.Post("/notices/{id}/redeliver", call => call.Use<NoticeAdministration>().RedeliverAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeOrganisation)
            .Says("Tries an undelivered notice once more");
    }
}
