using Gatehouse.Api;
using Gatehouse.Api.Notices;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.Servers;
using Gatehouse.Control;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Notices;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Settings;

/// <summary>The organisation: its name, baseline, notices, and the kill switch.</summary>
internal static class SettingsPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Get("/settings", call => ShowAsync(call, null)).Needs(Right.ReadOrganisation);
        pages.Post("/settings", (call, sent) => ChangeAsync(call, sent, new OrganisationEdit
        {
            Name = sent["name"].Trim(), OwnersMayApprove = sent.Flag("owners-may-approve"),
            WideningNeedsSecond = sent.Flag("widening-needs-second"),
        })).Needs(Right.ChangeOrganisation);
        pages.Post("/settings/baseline", async (call, sent) => await call.AfterAsync(
            await call.Use<OrganisationAdministration>().SetBaselineAsync(
                call.Who, new BaselineChoice(sent.Text("policy")), PageCall.Expected(sent), call.Cancel),
            "/settings", "saved")).Needs(Right.AttachPolicies);
        pages.Get("/kill-switch", call => call.ShowAsync<KillSwitchPage>()).Needs(Right.Freeze);
        pages.Post("/freeze", async (call, sent) => await call.AfterAsync(
            await call.Use<OrganisationAdministration>().FreezeAsync(call.Who, new NewFreeze(sent.Text("why")), call.Cancel), "/home", "frozen"))
            .Needs(Right.Freeze);
        pages.Post("/thaw", async (call, _) => await call.AfterAsync(
            await call.Use<OrganisationAdministration>().ThawAsync(call.Who, call.Cancel), "/home", "thawed")).Needs(Right.Freeze);

        pages.Get("/notices", call => ShowNoticesAsync(call, null)).Needs(Right.ChangeOrganisation);
        pages.Post("/notices", CreateChannelAsync).Needs(Right.ChangeOrganisation);
        pages.Post("/notices/channels/{id}/remove", async (call, _) => await call.AfterAsync(
            await call.Use<NoticeAdministration>().RemoveAsync(call.Who, call.Id, call.Cancel), "/notices", "channel-removed"))
            .Needs(Right.ChangeOrganisation);
        pages.Post("/notices/{id}/again", async (call, _) => await call.AfterAsync(
            await call.Use<NoticeAdministration>().RedeliverAsync(call.Who, call.Id, call.Cancel), "/notices", "redelivered"))
            .Needs(Right.ChangeOrganisation);
    }

    private static async Task ShowAsync(PageCall call, FormState? form)
    {
        var found = await call.Use<OrganisationAdministration>().ReadAsync(call.Who, call.Cancel);
        await (found.Value is { } organisation
            ? call.ShowAsync<SettingsPage>(
                new
                {
                    Organisation = organisation, Policies = await Lookups.PoliciesAsync(call), Form = form,
                    Installation = InstallationFacts.Of(call.Use<SignInDoors>().Ways, call.Use<ControlSettings>()),
                },
                form is null ? 200 : 422)
            : call.RefuseAsync(found.Refusal!));
    }

    private static async Task ChangeAsync(PageCall call, SentForm sent, OrganisationEdit edit)
    {
        var changed = await call.Use<OrganisationAdministration>().ChangeAsync(call.Who, edit, PageCall.Expected(sent), call.Cancel);
        await (changed.Refusal is { } refusal ? ShowAsync(call, FormState.Refused(sent, refusal)) : call.GoAsync("/settings", "saved"));
    }

    private static async Task ShowNoticesAsync(PageCall call, FormState? form)
    {
        var notices = call.Use<NoticeAdministration>();
        var channels = await notices.ListChannelsAsync(call.Who, new PageQuery("200", default), call.Cancel);
        var dead = await notices.ListAsync(call.Who, "dead", PageQuery.First, call.Cancel);
        await (channels.Value is { } page
            ? call.ShowAsync<NoticesPage>(
                new { Channels = page.Items, Dead = dead.Value?.Items ?? [], Form = form }, form is null ? 200 : 422)
            : call.RefuseAsync(channels.Refusal!));
    }

    private static async Task CreateChannelAsync(PageCall call, SentForm sent)
    {
        var made = await call.Use<NoticeAdministration>().CreateAsync(
            call.Who, new NewNoticeChannel(Words<NoticeKind>.Find(sent["kind"]) ?? NoticeKind.Webhook, sent["label"].Trim(), sent["url"].Trim()),
            call.Once(sent), call.Cancel);
        await (made switch
        {
            { Refusal: { } refusal } => ShowNoticesAsync(call, FormState.Refused(sent, refusal)),
            { Value.Secret: { } secret } => call.ShowAsync<OncePage>(new
            {
                Title = "The channel is made", Text = "With this secret its notices are signed.", Secret = secret, Back = "/notices",
            }),
            _ => call.GoAsync("/notices", "saved"),
        });
    }
}
