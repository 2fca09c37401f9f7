using Gatehouse.Api.Organisations;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Routes;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Control.Servers;

internal static class ServerEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/servers", call => call.Use<ServerAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ReadServers)
            .Says("Lists the servers")
            .IsPaged();
        api.Create<NewServer, ServerView>(
                "/servers", (call, server) => call.Use<ServerAdministration>().CreateAsync(call.Who, server, call.Repeat, call.Cancel))
            .Needs(Right.ChangeServers)
            .Says("Registers a server")
            .Refuses(
                ServerFaults.IdTaken, ServerFaults.IdReserved, EgressFaults.UrlInvalid, EgressFaults.AddressRefused, ServerFaults.EntryUnknown,
                ServerFaults.AddressNeeded);
        api.Get("/servers/{id}", call => call.Use<ServerAdministration>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadServers)
            .Says("Reads one server");
        api.Patch<ServerEdit, ServerView>(
                "/servers/{id}",
                (call, edit) => call.Use<ServerAdministration>().ChangeAsync(call.Who, call.Id, edit, call.Expected, call.Cancel))
            .Needs(Right.ChangeServers)
            .Says("Changes a server")
            .ChecksVersion()
            .Refuses(
                EgressFaults.UrlInvalid, EgressFaults.AddressRefused, ServerFaults.EntryUnknown,
                ServerFaults.AddressNeeded)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Delete("/servers/{id}", call => call.Use<ServerAdministration>().RemoveAsync(call.Who, call.Id, call.Expected, call.Cancel))
            .Needs(Right.ChangeServers)
            .Says("Retires a server; its id is never given again")
            .ChecksVersion()
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Put<BaselineChoice, ServerView>(
                "/servers/{id}/policy",
                (call, choice) => call.Use<ServerAdministration>().SetBaselineAsync(call.Who, call.Id, choice, call.Expected, call.Cancel))
            .Needs(Right.AttachPolicies)
            .Says("Sets or clears the server's baseline policy")
            .ChecksVersion()
            .Refuses(PolicyFaults.Proposed)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Put<NewFreeze, ServerView>(
                "/servers/{id}/freeze", (call, freeze) => call.Use<ServerAdministration>().FreezeAsync(call.Who, call.Id, freeze, call.Cancel))
            .Needs(Right.Freeze)
            .Says("Denies every call to the server from now on");
        api.Delete("/servers/{id}/freeze", call => call.Use<ServerAdministration>().ThawAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.Freeze)
            .Says("Lets calls to the server through again");

        api.Put<NewSecret, ServerView>(
                "/servers/{id}/secrets/{header}",
                (call, secret) => call.Use<ServerSecrets>().SaveAsync(call.Who, call.Id, call.Part("header"), secret, call.Cancel))
            .Needs(Right.ChangeServers)
            .Says("Saves a header that is sent to the server; it is never shown again")
            .Refuses(EgressFaults.HeaderInvalid, ServerFaults.AddressNeeded)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Delete(
                "/servers/{id}/secrets/{header}",
                call => call.Use<ServerSecrets>().RemoveAsync(call.Who, call.Id, call.Part("header"), call.Cancel))
            .Needs(Right.ChangeServers)
            .Says("Removes a saved header")
            .Refuses(EgressFaults.HeaderInvalid)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Post("/servers/{id}/test", call => call.Use<ConnectionTests>().RunAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeServers)
            .Says("Connects to the server and tells which step failed");

        api.Get("/servers/{id}/tools", call => call.Use<ServerToolAdministration>().ListAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadServers)
            .Says("Lists the server's tools, and what changed in them");
        api.Post<ToolsSeen, ToolsSettled>(
                "/servers/{id}/tools/accept",
                (call, seen) => call.Use<ServerToolAdministration>().AcceptAsync(call.Who, call.Id, seen, call.Cancel))
            .Needs(Right.AcceptTools)
            .Says("Accepts changed or new tools, as they were looked at")
            .Refuses(ControlFaults.MatchStale);
        api.Post<ToolChoice, ToolsSettled>(
                "/servers/{id}/tools/dismiss",
                (call, choice) => call.Use<ServerToolAdministration>().DismissAsync(call.Who, call.Id, choice, call.Cancel))
            .Needs(Right.AcceptTools)
            .Says("Leaves changes of tools as they are: not accepted, not asked about again");
    }
}
