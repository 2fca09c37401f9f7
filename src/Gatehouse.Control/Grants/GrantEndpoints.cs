using Gatehouse.Api.Grants;
using Gatehouse.Api.Organisations;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Grants;

internal static class GrantEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/grants", call => call.Use<GrantAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ReadGrants);
        api.Create<NewGrant, IssuedGrant>(
                "/grants", (call, grant) => call.Use<GrantAdministration>().CreateAsync(call.Who, grant, call.Repeat, call.Cancel))
            .Needs(Right.ChangeGrants);
        api.Get("/grants/{id}", call => call.Use<GrantAdministration>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadGrants);
        api.Patch<GrantEdit, GrantView>(
                "/grants/{id}",
                (call, edit) => call.Use<GrantAdministration>().ChangeAsync(call.Who, call.Id, edit, call.Expected, call.Cancel))
            .Needs(Right.ChangeGrants);
        api.Delete("/grants/{id}", call => call.Use<GrantAdministration>().RevokeAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeGrants);
        api.Put<PolicyChoice, GrantView>(
                "/grants/{id}/policy",
                (call, choice) => call.Use<GrantAdministration>().AttachAsync(call.Who, call.Id, choice, call.Expected, call.Cancel))
            .Needs(Right.AttachPolicies);
        api.Post<TokenRotation, IssuedGrant>(
                "/grants/{id}/rotate",
                (call, rotation) => call.Use<GrantAdministration>().RotateAsync(call.Who, call.Id, rotation, call.Cancel))
            .Needs(Right.ChangeGrants);
        api.Put<NewFreeze, GrantView>(
                "/grants/{id}/freeze", (call, freeze) => call.Use<GrantAdministration>().FreezeAsync(call.Who, call.Id, freeze, call.Cancel))
            .Needs(Right.Freeze);
        api.Delete("/grants/{id}/freeze", call => call.Use<GrantAdministration>().ThawAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.Freeze);
        api.Post("/grants/{id}/heartbeat", call => call.Use<GrantAdministration>().BeatAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.BeatGrants);
    }
}
