using Gatehouse.Api.Notices;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Notices;

internal static class NoticeEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/notices/channels", call => call.Use<NoticeAdministration>().ListChannelsAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ChangeOrganisation);
        api.Create<NewNoticeChannel, CreatedNoticeChannel>(
                "/notices/channels",
                (call, channel) => call.Use<NoticeAdministration>().CreateAsync(call.Who, channel, call.Repeat, call.Cancel))
            .Needs(Right.ChangeOrganisation);
        api.Delete("/notices/channels/{id}", call => call.Use<NoticeAdministration>().RemoveAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeOrganisation);
        api.Get(
                "/notices",
                call => call.Use<NoticeAdministration>().ListAsync(call.Who, call.Http.Request.Query["state"], call.Page, call.Cancel))
            .Needs(Right.ChangeOrganisation);
        api.Post("/notices/{id}/redeliver", call => call.Use<NoticeAdministration>().RedeliverAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeOrganisation);
    }
}
