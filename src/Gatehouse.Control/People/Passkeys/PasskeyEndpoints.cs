using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.People.Passkeys;

internal static class PasskeyEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Post("/session/passkey/options", call => call.Use<PasskeySignIn>().AskAsync(call.Http, call.Cancel))
            .IsPublic("this is how one becomes known")
            .Says("Asks for the challenge that a passkey answers");
        api.Post<PasskeySession, Done>("/session/passkey", SignInAsync)
            .IsPublic("this is where one becomes known")
            .Says("Signs in by a passkey")
            .Refuses(PeopleFaults.PasskeyUnknown);

        api.Get("/passkeys", call => call.Use<PasskeyAdministration>().ListAsync(call.Who, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Lists one's own passkeys")
            .Refuses(PeopleFaults.PersonNeeded);
        api.Post<PasskeyAsk, PasskeyQuestion>(
                "/passkeys/options", (call, asked) => call.Use<PasskeyAdministration>().AskAsync(call.Who, asked, call.Http, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Asks for the challenge that a new passkey answers")
            .Refuses(PeopleFaults.PersonNeeded, PeopleFaults.PasswordWrong);
        api.CreateOnce<NewPasskey, PasskeyView>(
                "/passkeys", (call, wanted) => call.Use<PasskeyAdministration>().AddAsync(call.Who, wanted, call.Http, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Adds a passkey")
            .Refuses(PeopleFaults.PersonNeeded, PeopleFaults.PasskeyRefused);
        api.Patch<PasskeyEdit, PasskeyView>(
                "/passkeys/{id}", (call, edit) => call.Use<PasskeyAdministration>().RenameAsync(call.Who, call.Id, edit, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Renames a passkey")
            .Refuses(PeopleFaults.PersonNeeded);
        api.Delete("/passkeys/{id}", call => call.Use<PasskeyAdministration>().RemoveAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Removes a passkey")
            .Refuses(PeopleFaults.PersonNeeded, PeopleFaults.LastWay);
    }

    private static async ValueTask<Outcome<Done>> SignInAsync(ApiCall call, PasskeySession asked)
    {
        var outcome = await call.Use<PasskeySignIn>().StartAsync(asked, call.Http, call.From, SessionCookie.Agent(call.Http), call.Cancel);
        if (outcome.Value is { } signedIn)
        {
            SessionCookie.Set(call.Http, signedIn.Token);
        }

        return outcome.Map(_ => Done.It);
    }
}
