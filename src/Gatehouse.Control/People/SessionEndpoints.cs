using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.People;

/// <summary>Signing in and out, and what somebody does with their own account.</summary>
internal static class SessionEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Post<NewSession, Done>("/session", SignInAsync).IsPublic("this is where one becomes known");
        api.Get("/session", call => call.Use<SessionAdministration>().WhoamiAsync(call.Who, call.Cancel)).Needs(Right.BeOneself);
        api.Delete("/session", SignOutAsync).Needs(Right.BeOneself);
        api.Put<SessionOrganisation, Done>(
                "/session/organisation", (call, body) => call.Use<SessionAdministration>().ChooseAsync(call.Who, body, call.Cancel))
            .Needs(Right.BeOneself);
        api.Put<PasswordChange, Done>(
                "/session/password", (call, body) => call.Use<PasswordAdministration>().ChangeAsync(call.Who, body, call.Cancel))
            .Needs(Right.BeOneself);
        api.Post<NewAuthenticator, AuthenticatorKey>(
                "/session/authenticator", (call, body) => call.Use<AuthenticatorAdministration>().BeginAsync(call.Who, body, call.Cancel))
            .Needs(Right.BeOneself);
        api.Put<AuthenticatorCode, RecoveryCodes>(
                "/session/authenticator", (call, body) => call.Use<AuthenticatorAdministration>().ConfirmAsync(call.Who, body, call.Cancel))
            .Needs(Right.BeOneself);
        api.Post<NewAuthenticator, Done>(
                "/session/authenticator/removal",
                (call, body) => call.Use<AuthenticatorAdministration>().RemoveAsync(call.Who, body, call.Cancel))
            .Needs(Right.BeOneself);

        api.Get("/session/ways", call => ValueTask.FromResult<Outcome<SignInWays>>(call.Use<SignInDoors>().Ways))
            .IsPublic("a sign-in page shows what there is");
        api.Post("/session/email", call => call.Use<EmailConfirmations>().AskAsync(call.Who, call.Cancel)).Needs(Right.BeOneself);
        api.Put<EmailConfirmation, Done>(
                "/session/email", (call, body) => call.Use<EmailConfirmations>().ConfirmAsync(call.Who, body.Token, call.Cancel))
            .Needs(Right.BeOneself);

        api.Get("/sessions", call => call.Use<SessionAdministration>().ListAsync(call.Who, call.Page, call.Cancel)).Needs(Right.BeOneself);
        api.Delete("/sessions/{id}", call => call.Use<SessionAdministration>().EndAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.BeOneself);
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
