using Gatehouse.Api.Servers;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Accounts;

internal static class AccountEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Put<NewServerAuth, ServerView>(
                "/servers/{id}/auth", (call, auth) => call.Use<AccountAdministration>().SetAsync(call.Who, call.Id, auth, call.Cancel))
            .Needs(Right.ChangeServers)
            .Says("Sets how the server is signed in to")
            .Refuses(ServerFaults.AddressNeeded)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Delete("/servers/{id}/auth", call => call.Use<AccountAdministration>().UnsetAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeServers)
            .Says("Leaves signing in to the server")
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Get("/servers/{id}/accounts", call => call.Use<AccountAdministration>().ListAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadServers)
            .Says("Lists the accounts that are connected at the server");
        api.Post("/servers/{id}/account", call => StartAsync(call, isOwn: false))
            .Needs(Right.ChangeServers)
            .Says("Begins to connect the organisation's account")
            .Refuses(
                AccountFaults.NotAsked, AccountFaults.Discovery, AccountFaults.Registration, AccountFaults.Token,
                AccountFaults.Refused, PeopleFaults.PersonNeeded);
        api.Delete("/servers/{id}/account", call => call.Use<AccountAdministration>().DisconnectAsync(call.Who, call.Id, isOwn: false, call.Cancel))
            .Needs(Right.ChangeServers)
            .Says("Disconnects the organisation's account")
            .Refuses(AccountFaults.NotAsked, PeopleFaults.PersonNeeded);
        api.Post("/servers/{id}/own-account", call => StartAsync(call, isOwn: true))
            .Needs(Right.BeOneself)
            .Says("Begins to connect one's own account")
            .Refuses(
                AccountFaults.NotAsked, AccountFaults.Discovery, AccountFaults.Registration, AccountFaults.Token,
                AccountFaults.Refused, PeopleFaults.PersonNeeded);
        api.Delete("/servers/{id}/own-account", call => call.Use<AccountAdministration>().DisconnectAsync(call.Who, call.Id, isOwn: true, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Disconnects one's own account")
            .Refuses(AccountFaults.NotAsked, PeopleFaults.PersonNeeded);
    }

    /// <summary>What authorization servers and the browsers that they send back ask for.</summary>
    public static void MapReturn(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ClientRegistration.DocumentPath, static async http =>
            {
                http.Response.ContentType = "application/json";
                await http.Response.Body.WriteAsync(http.RequestServices.GetRequiredService<ClientRegistration>().Document(), http.RequestAborted);
            })
            .IsPublic("authorization servers read who we are");
        routes.MapGet(ClientRegistration.ReturnPath, ReturnAsync).IsPublic("the state and the browser's cookie are the credential");
    }

    private static async ValueTask<Outcome<AccountStart>> StartAsync(ApiCall call, bool isOwn)
    {
        var begun = await call.Use<AccountAdministration>().StartAsync(call.Who, call.Id, isOwn, call.Cancel);
        if (begun.Value is { Cookie: { } cookie, Start: var start })
        {
            AccountCookie.Set(call.Http, cookie, start.Expires);
        }

        return begun.Map(static value => value.Start);
    }

    private static async Task ReturnAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var back = new AccountReturn(One(query["state"]) ?? "", One(query["code"]), One(query["iss"]));
        var (server, fault) = await http.RequestServices.GetRequiredService<AccountReturns>().FinishAsync(
            back, AccountCookie.Read(http), Addresses.Of(http), http.RequestAborted);
        AccountCookie.Clear(http);

        // Nothing of what came along goes on: the code and the state end here.
        http.Response.Redirect((server is null ? "/servers" : "/servers/" + server) + (fault is null ? "?connected=1" : "?problem=" + fault.Code.Word));
    }

    // Of two values neither is believed.
    private static string? One(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 1 ? values[0] : null;
}
