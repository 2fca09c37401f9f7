using Gatehouse.Api.Organisations;
using Gatehouse.Api.Servers;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Servers;

internal static class ServerEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/servers", call => call.Use<ServerAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ReadServers);
        api.Create<NewServer, ServerView>(
                "/servers", (call, server) => call.Use<ServerAdministration>().CreateAsync(call.Who, server, call.Repeat, call.Cancel))
            .Needs(Right.ChangeServers);
        api.Get("/servers/{id}", call => call.Use<ServerAdministration>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadServers);
        api.Patch<ServerEdit, ServerView>(
                "/servers/{id}",
                (call, edit) => call.Use<ServerAdministration>().ChangeAsync(call.Who, call.Id, edit, call.Expected, call.Cancel))
            .Needs(Right.ChangeServers);
        api.Delete("/servers/{id}", call => call.Use<ServerAdministration>().RemoveAsync(call.Who, call.Id, call.Expected, call.Cancel))
            .Needs(Right.ChangeServers);
        api.Put<BaselineChoice, ServerView>(
                "/servers/{id}/policy",
                (call, choice) => call.Use<ServerAdministration>().SetBaselineAsync(call.Who, call.Id, choice, call.Expected, call.Cancel))
            .Needs(Right.AttachPolicies);
        api.Put<NewFreeze, ServerView>(
                "/servers/{id}/freeze", (call, freeze) => call.Use<ServerAdministration>().FreezeAsync(call.Who, call.Id, freeze, call.Cancel))
            .Needs(Right.Freeze);
        api.Delete("/servers/{id}/freeze", call => call.Use<ServerAdministration>().ThawAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.Freeze);

        api.Put<NewSecret, ServerView>(
                "/servers/{id}/secrets/{header}",
                (call, secret) => call.Use<ServerSecrets>().SaveAsync(call.Who, call.Id, call.Part("header"), secret, call.Cancel))
            .Needs(Right.ChangeServers);
        api.Delete(
                "/servers/{id}/secrets/{header}",
                call => call.Use<ServerSecrets>().RemoveAsync(call.Who, call.Id, call.Part("header"), call.Cancel))
            .Needs(Right.ChangeServers);
        api.Post("/servers/{id}/test", call => call.Use<ConnectionTests>().RunAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeServers);

        api.Get("/servers/{id}/tools", call => call.Use<ServerToolAdministration>().ListAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadServers);
        api.Post<ToolChoice, ToolsSettled>(
                "/servers/{id}/tools/accept",
                (call, choice) => call.Use<ServerToolAdministration>().AcceptAsync(call.Who, call.Id, choice, call.Cancel))
            .Needs(Right.AcceptTools);
        api.Post<ToolChoice, ToolsSettled>(
                "/servers/{id}/tools/dismiss",
                (call, choice) => call.Use<ServerToolAdministration>().DismissAsync(call.Who, call.Id, choice, call.Cancel))
            .Needs(Right.AcceptTools);
    }
}
