using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Connections;

internal static class ConnectionEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/grants/{id}/connections", call => call.Use<ConnectionAdministration>().ListAsync(call.Who, call.Id, call.Page, call.Cancel))
            .Needs(Right.ReadGrants)
            .Says("Lists the clients that signed in to a grant")
            .IsPaged();
        api.Delete(
                "/grants/{id}/connections/{connection}",
                call => call.Use<ConnectionAdministration>().RevokeAsync(call.Who, call.Id, call.Part("connection"), call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Ends the connection of a client that signed in to a grant");
    }

    /// <summary>What clients ask for by themselves. The page where people consent is mapped with the pages.</summary>
    public static void MapProtocol(IEndpointRouteBuilder routes)
    {
        routes.MapPost(AuthorizationServer.TokenPath, static http => http.RequestServices.GetRequiredService<TokenAnswers>().AnswerAsync(http))
            .IsPublic("the code or the refresh token is the credential");
        routes.MapPost(DynamicRegistration.Path, DynamicRegistration.AnswerAsync)
            .IsPublic("clients make themselves known here; an id gives nothing").RegistersClients();
        foreach (var path in (string[])[AuthorizationServer.MetadataPath, AuthorizationServer.DiscoveryPath, AuthorizationServer.KeysPath])
        {
            // Answered by the library, which stands between the access gate and the endpoints.
            routes.MapGet(path, static http => Problems.WriteAsync(http, AccessGate.Absent)).IsPublic("clients read how to ask for a token");
        }
    }
}
