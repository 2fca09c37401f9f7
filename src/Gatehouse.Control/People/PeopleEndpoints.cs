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
        api.CreateOnce<NewSetUp, OrganisationView>(
                "/setup", (call, body) => call.Use<SetUpAdministration>().SetUpAsync(body, call.From, call.Cancel))
            .IsPublic("the set-up link is the credential")
            .Says("Makes the first organisation and its admin")
            .Refuses(PeopleFaults.LinkInvalid, PeopleFaults.PasswordWeak);
        api.Post<InvitationAcceptance, Done>(
                "/invitations/accept", (call, body) => call.Use<InvitationAcceptances>().AcceptAsync(body, call.From, call.Cancel))
            .IsPublic("the invitation's link is the credential")
            .Says("Accepts an invitation")
            .Refuses(
                PeopleFaults.LinkInvalid, PeopleFaults.PasswordWeak, PeopleFaults.PasswordWrong,
                PeopleFaults.MemberExists);
        api.Post<NewPassword, Done>(
                "/password", (call, body) => call.Use<PasswordAdministration>().ResetAsync(body, call.From, call.Cancel))
            .IsPublic("the password link is the credential")
            .Says("Sets a password by a link")
            .Refuses(PeopleFaults.LinkInvalid, PeopleFaults.PasswordWeak);

        api.Post<ForgottenPassword, Done>(
                "/password/forgotten", (call, body) => call.Use<MailRequests>().ForgotAsync(body.Email, call.Cancel))
            .IsPublic("who forgot their password cannot sign in").SendsMail()
            .Says("Asks for a password link by e-mail; the answer tells nothing about the account")
            .Refuses(MailFaults.Off);
        api.Post<NewRegistration, Done>(
                "/registrations", (call, body) => call.Use<MailRequests>().RegisterAsync(body.Email, call.Cancel))
            .IsPublic("strangers may make an account where the operator says so").SendsMail()
            .Says("Asks for an account; the answer tells nothing about the address")
            .Refuses(PeopleFaults.RegistrationClosed);
        api.Post<RegistrationConfirmation, OrganisationView>(
                "/registrations/confirm", (call, body) => call.Use<RegistrationAdministration>().ConfirmAsync(body, call.From, call.Cancel))
            .IsPublic("the link in the e-mail is the credential")
            .Says("Makes the account that an e-mail's link is for")
            .Refuses(PeopleFaults.LinkInvalid, PeopleFaults.PasswordWeak, PeopleFaults.RegistrationClosed);

        api.Get("/members", call => call.Use<MemberAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ReadMembers)
            .Says("Lists the members")
            .IsPaged();
        api.Get("/members/{id}", call => call.Use<MemberAdministration>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadMembers)
            .Says("Reads one member");
        api.Patch<MemberEdit, MemberView>(
                "/members/{id}",
                (call, body) => call.Use<MemberAdministration>().ChangeAsync(call.Who, call.Id, body, call.Expected, call.Cancel))
            .Needs(Right.ChangeMembers)
            .Says("Changes a member's role")
            .ChecksVersion()
            .Refuses(PeopleFaults.LastAdmin);
        api.Post<MemberRemoval, Done>(
                "/members/{id}/removal", (call, body) => call.Use<MemberAdministration>().RemoveAsync(call.Who, call.Id, body, call.Cancel))
            .Needs(Right.ChangeMembers)
            .Says("Removes a member, and says what becomes of their grants")
            .Refuses(PeopleFaults.LastAdmin);
        api.Delete("/members/{id}/sessions", call => call.Use<MemberAdministration>().EndSessionsAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeMembers)
            .Says("Ends every session of a member");
        api.Post("/members/{id}/password-link", call => call.Use<PasswordAdministration>().LinkAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeMembers)
            .Says("Makes a link by which a member sets a new password")
            .Refuses(PeopleFaults.PersonElsewhere);

        api.Get("/invitations", call => call.Use<InvitationAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ReadMembers)
            .Says("Lists open invitations")
            .IsPaged();
        api.Create<NewInvitation, CreatedInvitation>(
                "/invitations", (call, body) => call.Use<InvitationAdministration>().CreateAsync(call.Who, body, call.Repeat, call.Cancel))
            .Needs(Right.ChangeMembers)
            .Says("Invites somebody; the link is shown this once")
            .Refuses(PeopleFaults.MemberExists);
        api.Delete("/invitations/{id}", call => call.Use<InvitationAdministration>().WithdrawAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeMembers)
            .Says("Withdraws an invitation");

        api.Get("/api-keys", call => call.Use<ApiKeyAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ReadApiKeys)
            .Says("Lists API keys")
            .IsPaged();
        api.Create<NewApiKey, CreatedApiKey>(
                "/api-keys", (call, body) => call.Use<ApiKeyAdministration>().CreateAsync(call.Who, body, call.Repeat, call.Cancel))
            .Needs(Right.ChangeApiKeys)
            .Says("Makes an API key; it is shown this once");
        api.Delete("/api-keys/{id}", call => call.Use<ApiKeyAdministration>().RevokeAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeApiKeys)
            .Says("Revokes an API key");
    }
}
