using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.OpenId;
using Gatehouse.Control.People;
using Gatehouse.Control.People.Passkeys;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Account;

/// <summary>What somebody does with their own account.</summary>
internal static class AccountPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Get("/account", call => ShowAsync(call, null)).Needs(Right.BeOneself);
        pages.Post("/account/organisation", async (call, sent) => await call.AfterAsync(
            await call.Use<SessionAdministration>().ChooseAsync(call.Who, new SessionOrganisation(sent["organisation"]), call.Cancel),
            "/home", "saved")).Needs(Right.BeOneself);
        pages.Post("/account/sessions/{id}/end", async (call, _) => await call.AfterAsync(
            await call.Use<SessionAdministration>().EndAsync(call.Who, call.Id, call.Cancel), "/account", "session-ended"))
            .Needs(Right.BeOneself);
        pages.Post("/account/password", async (call, sent) => await AfterAsync(
            call, sent, "password-changed",
            await call.Use<PasswordAdministration>().ChangeAsync(
                call.Who, new PasswordChange(sent["current-password"], sent["new-password"]), call.Cancel))).Needs(Right.BeOneself);
        pages.Post("/account/passkeys/{id}/remove", async (call, _) => await call.AfterAsync(
            await call.Use<PasskeyAdministration>().RemoveAsync(call.Who, call.Id, call.Cancel), "/account", "passkey-removed"))
            .Needs(Right.BeOneself);
        pages.Post("/account/openid/unlink", async (call, _) => await call.AfterAsync(
            await call.Use<OpenIdSignIn>().UnlinkAsync(call.Who, call.Cancel), "/account", "openid-unlinked")).Needs(Right.BeOneself);
        pages.Post("/account/authenticator", BeginAsync).Needs(Right.BeOneself);
        pages.Post("/account/authenticator/confirm", ConfirmAsync).Needs(Right.BeOneself);
        pages.Post("/account/authenticator/remove", async (call, sent) => await AfterAsync(
            call, sent, "authenticator-removed",
            await call.Use<AuthenticatorAdministration>().RemoveAsync(
                call.Who, new NewAuthenticator(sent["shown-password"]), call.Cancel))).Needs(Right.BeOneself);
    }

    private static async Task ShowAsync(PageCall call, FormState? form)
    {
        var passkeys = await call.Use<PasskeyAdministration>().ListAsync(call.Who, call.Cancel);
        var sessions = await call.Use<SessionAdministration>().ListAsync(call.Who, call.Page, call.Cancel);
        await (sessions.Value is { } page
            ? call.ShowAsync<AccountPage>(
                new
                {
                    Sessions = page.Items, page.Next, IsLater = call.Query("cursor") is not null, Form = form,
                    Passkeys = passkeys.Value?.Items ?? [], Issuer = call.Use<SignInDoors>().Ways.OpenId,
                },
                form is null ? 200 : 422)
            : call.RefuseAsync(sessions.Refusal!));
    }

    private static Task AfterAsync<T>(PageCall call, SentForm sent, string said, Outcome<T> outcome)
        where T : class => outcome.Refusal is { } refusal
            ? ShowAsync(call, FormState.Refused(sent, refusal)) : call.GoAsync("/account", said);

    private static async Task BeginAsync(PageCall call, SentForm sent)
    {
        var begun = await call.Use<AuthenticatorAdministration>().BeginAsync(
            call.Who, new NewAuthenticator(sent["shown-password"]), call.Cancel);
        await (begun.Value is { } key
            ? call.ShowAsync<AuthenticatorPage>(new { Key = key, Form = (FormState?)null })
            : ShowAsync(call, FormState.Refused(sent, begun.Refusal!)));
    }

    private static async Task ConfirmAsync(PageCall call, SentForm sent)
    {
        var confirmed = await call.Use<AuthenticatorAdministration>().ConfirmAsync(
            call.Who, new AuthenticatorCode(sent["code"].Replace(" ", "", StringComparison.Ordinal)), call.Cancel);
        await (confirmed.Value is { } codes
            ? call.ShowAsync<OncePage>(new
            {
                Title = "Your authenticator app is asked for from now on",
                Text = "Keep these recovery codes where you find them without your phone. Each works once.",
                Secret = string.Join('\n', codes.Codes), Back = "/account",
            })
            : call.ShowAsync<AuthenticatorPage>(
                new
                {
                    Key = new AuthenticatorKey(sent["key"], sent["uri"]), Form = FormState.Refused(sent, confirmed.Refusal!),
                },
                StatusTable.Of(confirmed.Refusal!.Fault.Code)));
    }
}
