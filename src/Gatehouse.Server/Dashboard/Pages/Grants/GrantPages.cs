using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Organisations;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Grants;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Grants;

/// <summary>Grants: the list, a grant's page, a new one with its token, and what is done with them.</summary>
internal static class GrantPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Get("/grants", ListAsync).Needs(Right.ReadGrants);
        pages.Get("/grants/new", call => ShowNewAsync(call, Preset(call), 200)).Needs(Right.ChangeGrants);
        pages.Post("/grants/new", CreateAsync).Needs(Right.ChangeGrants);
        pages.Get("/grants/{id}", call => ShowAsync(call, null)).Needs(Right.ReadGrants);
        pages.Post("/grants/{id}", ChangeAsync).Needs(Right.ChangeGrants);
        pages.Post("/grants/{id}/policy", async (call, sent) => await call.AfterAsync(
            await call.Use<GrantAdministration>().AttachAsync(
                call.Who, call.Id, new PolicyChoice(sent.Text("policy")), PageCall.Expected(sent), call.Cancel),
            $"/grants/{call.Id}", "saved")).Needs(Right.AttachPolicies);
        pages.Post("/grants/{id}/rotate", RotateAsync).Needs(Right.ChangeGrants);
        pages.Post("/grants/{id}/revoke", async (call, sent) => await call.AfterAsync(
            await call.Use<GrantAdministration>().RevokeAsync(call.Who, call.Id, call.Cancel), $"/grants/{call.Id}", "revoked"))
            .Needs(Right.ChangeGrants);
        pages.Post("/grants/{id}/freeze", async (call, sent) => await call.AfterAsync(
            await call.Use<GrantAdministration>().FreezeAsync(call.Who, call.Id, new NewFreeze(sent.Text("why")), call.Cancel),
            $"/grants/{call.Id}", "frozen")).Needs(Right.Freeze);
        pages.Post("/grants/{id}/thaw", async (call, sent) => await call.AfterAsync(
            await call.Use<GrantAdministration>().ThawAsync(call.Who, call.Id, call.Cancel), $"/grants/{call.Id}", "thawed"))
            .Needs(Right.Freeze);
        pages.Post("/grants/{id}/heartbeat", async (call, sent) => await call.AfterAsync(
            await call.Use<HeartbeatAdministration>().BeatAsync(call.Who, call.Id, call.Cancel), $"/grants/{call.Id}", "beaten"))
            .Needs(Right.BeatGrants);
    }

    private static async Task ListAsync(PageCall call)
    {
        var found = await call.Use<GrantAdministration>().ListAsync(call.Who, call.Page, call.Cancel);
        if (found.Value is not { } page)
        {
            await call.RefuseAsync(found.Refusal!);
            return;
        }

        await call.ShowAsync<GrantsPage>(new
        {
            Grants = page.Items,
            Servers = Lookups.Names(await Lookups.ServersAsync(call), one => one.Id, one => one.Name),
            Policies = Lookups.Names(await Lookups.PoliciesAsync(call), one => one.Id, one => one.Name),
            page.Next,
            IsLater = call.Query("cursor") is not null,
        });
    }

    private static async Task ShowAsync(PageCall call, FormState? form)
    {
        var found = await call.Use<GrantAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        if (found.Value is not { } grant)
        {
            await call.RefuseAsync(found.Refusal!);
            return;
        }

        await call.ShowAsync<GrantPage>(
            new
            {
                Grant = grant,
                Server = Lookups.Names(await Lookups.ServersAsync(call), one => one.Id, one => one.Name).GetValueOrDefault(grant.ServerId),
                Policies = await Lookups.PoliciesAsync(call),
                Members = await Lookups.MembersAsync(call),
                Connections = await Lookups.ConnectionsAsync(call, grant.Id),
                Form = form,
            },
            form is null ? 200 : 422);
    }

    private static async Task ShowNewAsync(PageCall call, FormState form, int status) => await call.ShowAsync<NewGrantPage>(
        new
        {
            Form = form,
            Servers = await Lookups.ServersAsync(call),
            Policies = await Lookups.PoliciesAsync(call),
            Today = call.Use<TimeProvider>().GetUtcNow(),
        },
        status);

    private static async Task CreateAsync(PageCall call, SentForm sent)
    {
        var made = await call.Use<GrantAdministration>().CreateAsync(
            call.Who,
            new NewGrant
            {
                Label = sent["label"].Trim(),
                ServerId = sent["server-id"],
                PolicyId = sent.Text("policy-id"),
                Tags = sent.Words("tags"),
                Expires = FormDates.EndOf(sent["expires"]),
                Networks = sent.Words("networks"),
                HeartbeatSeconds = GrantFields.Heartbeat(sent),
            },
            call.Once(sent), call.Cancel);
        await (made.Value is { } issued
            ? call.ShowAsync<IssuedGrantPage>(new { Issued = issued, IsNew = true })
            : ShowNewAsync(call, FormState.Refused(sent, made.Refusal!), StatusTable.Of(made.Refusal!.Fault.Code)));
    }

    private static async Task ChangeAsync(PageCall call, SentForm sent)
    {
        var found = await call.Use<GrantAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        if (found.Value is not { } grant)
        {
            await call.RefuseAsync(found.Refusal!);
            return;
        }

        // Where it is another version than the form's, the change is refused.
        var edit = GrantFields.Edit(sent, grant);
        var changed = await call.Use<GrantAdministration>().ChangeAsync(call.Who, call.Id, edit, PageCall.Expected(sent), call.Cancel);
        await (changed.Refusal is { } refusal
            ? ShowAsync(call, FormState.Refused(sent, refusal))
            : call.GoAsync($"/grants/{call.Id}", "saved"));
    }

    private static async Task RotateAsync(PageCall call, SentForm sent)
    {
        var rotated = await call.Use<GrantAdministration>().RotateAsync(
            call.Who, call.Id, new TokenRotation(sent.Number("overlap") ?? 0), call.Once(sent), call.Cancel);
        await (rotated.Value is { } issued
            ? call.ShowAsync<IssuedGrantPage>(new { Issued = issued, IsNew = false })
            : call.RefuseAsync(rotated.Refusal!));
    }

    private static FormState Preset(PageCall call) =>
        FormState.New(("server-id", call.Query("server") ?? ""), ("policy-id", call.Query("policy") ?? ""));
}
