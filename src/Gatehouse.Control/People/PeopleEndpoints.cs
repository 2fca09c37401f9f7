using Gatehouse.Api;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.People;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.People;

/// <summary>Members, invitations, API keys, and the doors that a link opens.</summary>
internal static class PeopleEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Create<NewSetUp, OrganisationView>(
                "/setup", (call, body) => call.Use<SetUpAdministration>().SetUpAsync(body, call.From, call.Cancel))
            .IsPublic("the set-up link is the credential");
        api.Post<InvitationAcceptance, Done>(
                "/invitations/accept", (call, body) => call.Use<InvitationAcceptances>().AcceptAsync(body, call.From, call.Cancel))
            .IsPublic("the invitation's link is the credential");
        api.Post<NewPassword, Done>(
                "/password", (call, body) => call.Use<PasswordAdministration>().ResetAsync(body, call.From, call.Cancel))
            .IsPublic("the password link is the credential");

        api.Post<ForgottenPassword, Done>(
                "/password/forgotten", (call, body) => call.Use<MailRequests>().ForgotAsync(body.Email, call.Cancel))
            .IsPublic("who forgot their password cannot sign in").SendsMail();
        api.Post<NewRegistration, Done>(
                "/registrations", (call, body) => call.Use<MailRequests>().RegisterAsync(body.Email, call.Cancel))
            .IsPublic("strangers may make an account where the operator says so").SendsMail();
        api.Post<RegistrationConfirmation, OrganisationView>(
                "/registrations/confirm", (call, body) => call.Use<RegistrationAdministration>().ConfirmAsync(body, call.From, call.Cancel))
            .IsPublic("the link in the e-mail is the credential");

        api.Get("/members", call => call.Use<MemberAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ReadMembers);
        api.Get("/members/{id}", call => call.Use<MemberAdministration>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadMembers);
        api.Patch<MemberEdit, MemberView>(
                "/members/{id}",
                (call, body) => call.Use<MemberAdministration>().ChangeAsync(call.Who, call.Id, body, call.Expected, call.Cancel))
            .Needs(Right.ChangeMembers);
        api.Post<MemberRemoval, Done>(
                "/members/{id}/removal", (call, body) => call.Use<MemberAdministration>().RemoveAsync(call.Who, call.Id, body, call.Cancel))
            .Needs(Right.ChangeMembers);
        api.Delete("/members/{id}/sessions", call => call.Use<MemberAdministration>().EndSessionsAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeMembers);
        api.Post("/members/{id}/password-link", call => call.Use<PasswordAdministration>().LinkAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeMembers);

        api.Get("/invitations", call => call.Use<InvitationAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ReadMembers);
        api.Create<NewInvitation, CreatedInvitation>(
                "/invitations", (call, body) => call.Use<InvitationAdministration>().CreateAsync(call.Who, body, call.Repeat, call.Cancel))
            .Needs(Right.ChangeMembers);
        api.Delete("/invitations/{id}", call => call.Use<InvitationAdministration>().WithdrawAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeMembers);

        api.Get("/api-keys", call => call.Use<ApiKeyAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ReadApiKeys);
        api.Create<NewApiKey, CreatedApiKey>(
                "/api-keys", (call, body) => call.Use<ApiKeyAdministration>().CreateAsync(call.Who, body, call.Repeat, call.Cancel))
            .Needs(Right.ChangeApiKeys);
        api.Delete("/api-keys/{id}", call => call.Use<ApiKeyAdministration>().RevokeAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeApiKeys);
    }
}
