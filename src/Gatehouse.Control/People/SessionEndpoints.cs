using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.People;

/// <summary>Signing in and out, and what somebody does with their own account.</summary>
internal static class SessionEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Post<NewSession, Done>("/session", SignInAsync)
            .IsPublic("this is where one becomes known")
            .Says("Signs in by password")
            .Refuses(PeopleFaults.SignInFailed, PeopleFaults.CodeNeeded);
        api.Get("/session", call => call.Use<SessionAdministration>().WhoamiAsync(call.Who, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Tells who is signed in, and what they may do");
        api.Delete("/session", SignOutAsync)
            .Needs(Right.BeOneself)
            .Says("Signs out")
            .Refuses(PeopleFaults.PersonNeeded);
        api.Put<SessionOrganisation, Done>(
                "/session/organisation", (call, body) => call.Use<SessionAdministration>().ChooseAsync(call.Who, body, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Chooses the organisation that the session works in")
            .Refuses(PeopleFaults.PersonNeeded, ControlFaults.NotFound);
        api.Put<PasswordChange, Done>(
                "/session/password", (call, body) => call.Use<PasswordAdministration>().ChangeAsync(call.Who, body, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Changes one's own password")
            .Refuses(PeopleFaults.PersonNeeded, PeopleFaults.PasswordWrong, PeopleFaults.PasswordWeak);
        api.Post<NewAuthenticator, AuthenticatorKey>(
                "/session/authenticator", (call, body) => call.Use<AuthenticatorAdministration>().BeginAsync(call.Who, body, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Begins with an authenticator: shows its key")
            .Refuses(PeopleFaults.PersonNeeded, PeopleFaults.PasswordWrong);
        api.Put<AuthenticatorCode, RecoveryCodes>(
                "/session/authenticator", (call, body) => call.Use<AuthenticatorAdministration>().ConfirmAsync(call.Who, body, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Turns the authenticator on; recovery codes are shown this once")
            .Refuses(PeopleFaults.PersonNeeded, PeopleFaults.CodeWrong);
        api.Post<NewAuthenticator, Done>(
                "/session/authenticator/removal",
                (call, body) => call.Use<AuthenticatorAdministration>().RemoveAsync(call.Who, body, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Turns the authenticator off")
            .Refuses(PeopleFaults.PersonNeeded, PeopleFaults.PasswordWrong);

        api.Get("/session/ways", call => ValueTask.FromResult<Outcome<SignInWays>>(call.Use<SignInDoors>().Ways))
            .IsPublic("a sign-in page shows what there is")
            .Says("Tells how one can sign in here");
        api.Post("/session/email", call => call.Use<EmailConfirmations>().AskAsync(call.Who, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Sends an e-mail to confirm one's own address")
            .Refuses(MailFaults.Off, PeopleFaults.PersonNeeded);
        api.Put<EmailConfirmation, Done>(
                "/session/email", (call, body) => call.Use<EmailConfirmations>().ConfirmAsync(call.Who, body.Token, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Confirms one's own address by the link in the e-mail")
            .Refuses(PeopleFaults.PersonNeeded, PeopleFaults.LinkInvalid);

        api.Get("/sessions", call => call.Use<SessionAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Lists one's own sessions")
            .IsPaged()
            .Refuses(PeopleFaults.PersonNeeded);
        api.Delete("/sessions/{id}", call => call.Use<SessionAdministration>().EndAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Ends one of one's own sessions")
            .Refuses(PeopleFaults.PersonNeeded);
    }

    private static async ValueTask<Outcome<Done>> SignInAsync(ApiCall call, NewSession body)
    {
        var outcome = await call.Use<SignIn>().StartAsync(body, call.From, SessionCookie.Agent(call.Http), call.Cancel);
        if (outcome.Value is { } signedIn)
        {
            SessionCookie.Set(call.Http, signedIn.Token);
        }

        return outcome.Map(_ => Done.It);
    }

    private static async ValueTask<Outcome<Done>> SignOutAsync(ApiCall call)
    {
        var outcome = await call.Use<SessionAdministration>().SignOutAsync(call.Who, call.Cancel);
        if (outcome.Value is not null)
        {
            SessionCookie.Clear(call.Http);
        }

        return outcome;
    }
}
