using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Servers;

/// <summary>How a server is signed in to, and whose accounts are connected.</summary>
internal static class ServerAccounts
{
    public static void Map(PageRoutes pages)
    {
        pages.Post("/servers/{id}/auth", SetAsync).Needs(Right.ChangeServers);
        pages.Post("/servers/{id}/auth/remove", async (call, _) => await call.AfterAsync(
            await call.Use<AccountAdministration>().UnsetAsync(call.Who, call.Id, call.Cancel), $"/servers/{call.Id}/settings", "saved"))
            .Needs(Right.ChangeServers);
        pages.Post("/servers/{id}/account", (call, _) => ConnectAsync(call, isOwn: false)).Needs(Right.ChangeServers);
        pages.Post("/servers/{id}/account/remove", (call, _) => DisconnectAsync(call, isOwn: false)).Needs(Right.ChangeServers);
        pages.Post("/servers/{id}/own-account", (call, _) => ConnectAsync(call, isOwn: true)).Needs(Right.BeOneself);
        pages.Post("/servers/{id}/own-account/remove", (call, _) => DisconnectAsync(call, isOwn: true)).Needs(Right.BeOneself);
    }

    /// <summary>What came of it, as who came back from an authorization server is told; null for who comes from elsewhere.</summary>
    /// <param name="call">The request for the server's page.</param>
    public static (string Tone, string Text)? Return(PageCall call) => (call.Query("connected"), call.Query("problem")) switch
    {
        ("1", null) => ("good", "The account is connected: calls use it from now on."),
        (null, null) => null,
        (_, "account-refused") => ("bad", "It is not connected: consent was not given, or the answer was not what was asked for. Connect again."),
        (_, "account-token-failed") => ("bad", "It is not connected: the authorization server gave no token. Connect again, or ask who runs it."),
        (_, "account-return-unknown") => ("bad", "It is not connected: this consent was used before, took too long, or began in another browser."),
        _ => ("bad", "It is not connected. Connect again."),
    };

    // A form may not lead to another site, and a person should see to whom they go: so the way there is a page with a link.
    private static async Task ConnectAsync(PageCall call, bool isOwn)
    {
        var begun = await call.Use<AccountAdministration>().StartAsync(call.Who, call.Id, isOwn, call.Cancel);
        if (begun.Value is not { } account)
        {
            await call.RefuseAsync(begun.Refusal!);
            return;
        }

        if (account is not { Cookie: { } cookie, Start.AuthorizationUrl: { } address })
        {
            await call.GoAsync($"/servers/{call.Id}", "connected");
            return;
        }

        AccountCookie.Set(call.Http, cookie, account.Start.Expires);
        await call.ShowAsync<ConsentPage>(new { ServerId = call.Id, Address = address });
    }

    private static async Task DisconnectAsync(PageCall call, bool isOwn) => await call.AfterAsync(
        await call.Use<AccountAdministration>().DisconnectAsync(call.Who, call.Id, isOwn, call.Cancel), $"/servers/{call.Id}", "disconnected");

    private static async Task SetAsync(PageCall call, SentForm sent)
    {
        var auth = new NewServerAuth
        {
            Kind = Words<AuthKind>.Find(sent["kind"]) ?? AuthKind.Oauth,
            PerPerson = sent.Flag("per-person"),
            ClientId = sent.Text("client-id"),
            ClientSecret = sent.Text("client-secret-password"),
            Issuer = sent.Text("issuer"),
            Scope = sent.Text("scope"),
        };
        var set = await call.Use<AccountAdministration>().SetAsync(call.Who, call.Id, auth, call.Cancel);
        await (set.Refusal is { } refusal
            ? ServerPages.ShowSettingsAsync(call, FormState.Refused(sent, refusal))
            : call.GoAsync($"/servers/{call.Id}", "auth-set"));
    }
}
