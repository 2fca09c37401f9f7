using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.People;

/// <summary>Members and invitations.</summary>
internal static class MemberPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Get("/members", call => ListAsync(call, null)).Needs(Right.ReadMembers);
        pages.Post("/members/invite", InviteAsync).Needs(Right.ChangeMembers);
        pages.Post("/members/invitations/{id}/withdraw", async (call, _) => await call.AfterAsync(
            await call.Use<InvitationAdministration>().WithdrawAsync(call.Who, call.Id, call.Cancel), "/members", "invitation-withdrawn"))
            .Needs(Right.ChangeMembers);
        pages.Get("/members/{id}", ShowAsync).Needs(Right.ReadMembers);
        pages.Post("/members/{id}", ChangeAsync).Needs(Right.ChangeMembers);
        pages.Post("/members/{id}/sessions/end", async (call, _) => await call.AfterAsync(
            await call.Use<MemberAdministration>().EndSessionsAsync(call.Who, call.Id, call.Cancel), $"/members/{call.Id}", "sessions-ended"))
            .Needs(Right.ChangeMembers);
        pages.Post("/members/{id}/password", async (call, _) =>
        {
            var made = await call.Use<PasswordAdministration>().LinkAsync(call.Who, call.Id, call.Cancel);
            await (made.Value is { } link
                ? call.ShowAsync<OncePage>(new
                {
                    Title = "A link for a new password", Text = "Give it to them yourself. It works once, for 24 hours.",
                    Secret = link.Link, Back = $"/members/{call.Id}",
                })
                : call.RefuseAsync(made.Refusal!));
        }).Needs(Right.ChangeMembers);
        pages.Post("/members/{id}/remove", async (call, sent) => await call.AfterAsync(
            await call.Use<MemberAdministration>().RemoveAsync(
                call.Who, call.Id,
                sent.Text("to") is { } heir ? new MemberRemoval(LeftGrants.HandOver, heir) : new MemberRemoval(LeftGrants.Revoke), call.Cancel),
            "/members", "member-removed")).Needs(Right.ChangeMembers);
    }

    private static async Task ListAsync(PageCall call, FormState? form)
    {
        var found = await call.Use<MemberAdministration>().ListAsync(call.Who, call.Page, call.Cancel);
        var invited = await call.Use<InvitationAdministration>().ListAsync(call.Who, new PageQuery("200", default), call.Cancel);
        await (found.Value is { } page
            ? call.ShowAsync<MembersPage>(
                new
                {
                    Members = page.Items, page.Next, IsLater = call.Query("cursor") is not null, Form = form,
                    Invitations = invited.Value?.Items ?? [], Servers = await Lookups.ServersAsync(call),
                },
                form is null ? 200 : 422)
            : call.RefuseAsync(found.Refusal!));
    }

    private static async Task InviteAsync(PageCall call, SentForm sent)
    {
        var made = await call.Use<InvitationAdministration>().CreateAsync(
            call.Who, new NewInvitation(sent["email"].Trim(), RoleOf(sent), ServersOf(sent)), call.Once(sent), call.Cancel);
        await (made.Value is { } created
            ? call.ShowAsync<OncePage>(new
            {
                Title = "They are invited", Text = "Give them this link. It works once, for seven days, and is not shown again.",
                Secret = created.Link, Back = "/members",
            })
            : ListAsync(call, FormState.Refused(sent, made.Refusal!)));
    }

    private static async Task ShowAsync(PageCall call)
    {
        var found = await call.Use<MemberAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        await (found.Value is { } member
            ? call.ShowAsync<MemberPage>(new
            {
                Member = member, Members = await Lookups.MembersAsync(call), Servers = await Lookups.ServersAsync(call),
            })
            : call.RefuseAsync(found.Refusal!));
    }

    private static async Task ChangeAsync(PageCall call, SentForm sent)
    {
        var edit = new MemberEdit { Role = RoleOf(sent), Servers = new Edit<ImmutableArray<string>?>(ServersOf(sent)) };
        await call.AfterAsync(
            await call.Use<MemberAdministration>().ChangeAsync(call.Who, call.Id, edit, PageCall.Expected(sent), call.Cancel),
            $"/members/{call.Id}", "member-saved");
    }

    private static Role RoleOf(SentForm sent) => Words<Role>.Find(sent["role"]) ?? Role.Viewer;

    // Only approvers are limited, and none ticked stands for all.
    private static ImmutableArray<string>? ServersOf(SentForm sent) =>
        RoleOf(sent) == Role.Approver && sent.Many("server") is { Length: > 0 } some ? some : null;
}
