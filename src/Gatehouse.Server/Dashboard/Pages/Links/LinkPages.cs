using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Mails;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Links;

/// <summary>The pages that links open: set-up, an invitation, a new password. They work without a script and without signing in.</summary>
internal static class LinkPages
{
    private const string Why = "the link is the credential";

    private static readonly LinkField _newPassword = new("password", "Password", "password", "new-password", "At least 12 characters.");

    private static readonly LinkForm _setUp = new(
        "/setup", "Set up Gatehouse", "This makes your organisation, and you its first admin. The link works once.",
        [
            new("organisation", "Organisation", "text", "organization"),
            new("email", "Your e-mail address", "email", "username"),
            _newPassword,
        ],
        "Set up");

    private static readonly LinkForm _invitation = new(
        "/invitation", "Join the organisation",
        "Choose a password. If you have signed in to this server before, use the password that you have.", [_newPassword], "Join");

    private static readonly LinkForm _password = new(
        "/password", "Set a new password", "You are signed out everywhere else.", [_newPassword], "Set password");

    private static readonly LinkForm _registration = new(
        "/registration", "Make your account", "Your account comes with an organisation of its own, and you are its admin.",
        [new("organisation", "Organisation", "text", "organization"), _newPassword], "Make it");

    private static readonly LinkForm _forgotten = new(
        "/password/forgotten", "A new password", "You get an e-mail with a link, if your address is known here.",
        [new("email", "Your e-mail address", "email", "username")], "Send it");

    private static readonly LinkForm _register = new(
        "/register", "Make an account", "You get an e-mail with a link. What you do then is up to you.",
        [new("email", "Your e-mail address", "email", "username")], "Send it");

    /// <summary>Maps the pages.</summary>
    public static void Map(PageRoutes pages)
    {
        Map(pages, _setUp, SetUpAsync);
        Map(pages, _invitation, async (call, sent) => await DoneAsync(call, sent, _invitation, "joined",
            await call.Use<InvitationAcceptances>().AcceptAsync(new(sent["token"], sent["password"]), call.From, call.Cancel)));
        Map(pages, _password, async (call, sent) => await DoneAsync(call, sent, _password, "password-set",
            await call.Use<PasswordAdministration>().ResetAsync(new(sent["token"], sent["password"]), call.From, call.Cancel)));
        Map(pages, _registration, async (call, sent) => await DoneAsync(call, sent, _registration, "registered",
            await call.Use<RegistrationAdministration>().ConfirmAsync(
                new(sent["token"], sent["organisation"], sent["password"]), call.From, call.Cancel)));
        MapMails(pages);
    }

    // Asking is the same whoever asks, so its page says the same whatever comes of it.
    private static void MapMails(PageRoutes pages)
    {
        pages.Get(_forgotten.Path, call => ShowAsync(call, _forgotten, "", null)).IsPublic("who forgot their password cannot sign in");
        pages.Post(_forgotten.Path, async (call, sent) => await DoneAsync(call, sent, _forgotten, "mail-sent",
            await call.Use<MailRequests>().ForgotAsync(sent["email"].Trim(), call.Cancel)))
            .IsPublic("who forgot their password cannot sign in").SendsMail();
        pages.Get(_register.Path, call =>
        {
            WayOn.Keep(call.Http, call.Query("next") ?? "");
            return ShowAsync(call, _register, "", null);
        }).IsPublic("strangers may ask for an account");
        pages.Post(_register.Path, async (call, sent) => await DoneAsync(call, sent, _register, "mail-sent",
            await call.Use<MailRequests>().RegisterAsync(sent["email"].Trim(), call.Cancel)))
            .IsPublic("strangers may make an account where the operator says so").SendsMail();
    }

    private static void Map(PageRoutes pages, LinkForm form, Func<PageCall, SentForm, Task> act)
    {
        pages.Get(form.Path, call => ShowAsync(call, form, call.Query("token") ?? "", null)).IsPublic(Why);
        pages.Post(form.Path, (call, sent) => form.Fields.All(field => sent.Has(field.Name)) && sent.Has("token")
            ? act(call, sent)
            : call.RefuseAsync(PageRoutes.Broken)).IsPublic(Why);
    }

    // Who set the server up knows the password: no need to type it again.
    private static async Task SetUpAsync(PageCall call, SentForm sent)
    {
        var made = await call.Use<SetUpAdministration>().SetUpAsync(
            new NewSetUp(sent["token"], sent["organisation"], sent["email"], sent["password"]), call.From, call.Cancel);
        if (made.Refusal is { } refusal)
        {
            await ShowAsync(call, _setUp, sent["token"], FormState.Refused(sent, refusal), refusal);
            return;
        }

        var signedIn = await call.Use<SignIn>().StartAsync(
            new NewSession(sent["email"], sent["password"]), call.From, SignInPages.Agent(call), call.Cancel);
        if (signedIn.Value is not { } session)
        {
            await call.GoAsync("/sign-in", "set-up");
            return;
        }

        SessionCookie.Set(call.Http, session.Token);
        await call.GoAsync("/start");
    }

    private static Task DoneAsync<T>(PageCall call, SentForm sent, LinkForm form, string said, Outcome<T> outcome)
        where T : class => outcome.Refusal is { } refusal
            ? ShowAsync(call, form, sent["token"], FormState.Refused(sent, refusal), refusal)
            : call.GoAsync("/sign-in", said);

    private static Task ShowAsync(PageCall call, LinkForm form, string token, FormState? state, Refusal? refusal = null) =>
        call.ShowPlainAsync<LinkPage>(
            new { Form = form, Token = token, State = state }, refusal is null ? StatusCodes.Status200OK : StatusTable.Of(refusal.Fault.Code));
}
