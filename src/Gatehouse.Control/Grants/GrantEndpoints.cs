using Gatehouse.Api.Grants;
using Gatehouse.Api.Organisations;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Grants;

internal static class GrantEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/grants", call => call.Use<GrantAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ReadGrants)
            .Says("Lists the grants")
            .IsPaged();
        api.Create<NewGrant, IssuedGrant>(
                "/grants", (call, grant) => call.Use<GrantAdministration>().CreateAsync(call.Who, grant, call.Repeat, call.Cancel))
            .Needs(Right.ChangeGrants)
            .Says("Makes a grant; its token is shown this once, or known by its hash")
            .Refuses(PolicyFaults.Proposed, GrantFaults.IdTaken, GrantFaults.TokenTaken);
        api.Get("/grant-tokens", call => call.Use<KnownTokens>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ChangeGrants)
            .Says("Lists the hashes of the grants' tokens, as a configuration file has them")
            .IsPaged();
        api.Put<KnownToken, GrantView>(
                "/grants/{id}/token", (call, token) => call.Use<KnownTokens>().SetAsync(call.Who, call.Id, token, call.Expected, call.Cancel))
            .Needs(Right.ChangeGrants)
            .Says("Makes a token that an agent has already, named by its hash, the only one of a grant")
            .ChecksVersion()
            .Refuses(GrantFaults.Revoked, GrantFaults.TokenTaken)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Get("/grants/{id}", call => call.Use<GrantAdministration>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadGrants)
            .Says("Reads one grant");
        api.Patch<GrantEdit, GrantView>(
                "/grants/{id}",
                (call, edit) => call.Use<GrantAdministration>().ChangeAsync(call.Who, call.Id, edit, call.Expected, call.Cancel))
            .Needs(Right.ChangeGrants)
            .Says("Changes a grant")
            .ChecksVersion()
            .Refuses(GrantFaults.Revoked)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Delete("/grants/{id}", call => call.Use<GrantAdministration>().RevokeAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeGrants)
            .Says("Revokes a grant; open streams end")
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Put<PolicyChoice, GrantView>(
                "/grants/{id}/policy",
                (call, choice) => call.Use<GrantAdministration>().AttachAsync(call.Who, call.Id, choice, call.Expected, call.Cancel))
            .Needs(Right.AttachPolicies)
            .Says("Attaches a policy to a grant, or detaches it")
            .ChecksVersion()
            .Refuses(GrantFaults.Revoked, PolicyFaults.Proposed)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Post<TokenRotation, IssuedGrant>(
                "/grants/{id}/rotate",
                (call, rotation) => call.Use<GrantAdministration>().RotateAsync(call.Who, call.Id, rotation, call.Repeat, call.Cancel))
            .Needs(Right.ChangeGrants)
            .Says("Makes another token; those before hold for the overlap")
            .IsRepeatable()
            .Refuses(GrantFaults.Revoked)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Put<NewFreeze, GrantView>(
                "/grants/{id}/freeze", (call, freeze) => call.Use<GrantAdministration>().FreezeAsync(call.Who, call.Id, freeze, call.Cancel))
            .Needs(Right.Freeze)
            .Says("Denies every call of the grant from now on")
            .Refuses(GrantFaults.Revoked);
        api.Delete("/grants/{id}/freeze", call => call.Use<GrantAdministration>().ThawAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.Freeze)
            .Says("Lets the grant's calls through again")
            .Refuses(GrantFaults.Revoked);
        api.Post("/grants/{id}/heartbeat", call => call.Use<HeartbeatAdministration>().BeatAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.BeatGrants)
            .Says("Says that the grant's agent is looked after")
            .Refuses(GrantFaults.Revoked, GrantFaults.Frozen, GrantFaults.NoHeartbeat);
        api.Post(
                "/heartbeat",
                call => call.Use<HeartbeatAdministration>().BeatAsync(call.Http.Request.Headers.Authorization, call.From, call.Cancel))
            .IsPublic("the grant's own token is the credential")
            .Says("Says that an agent is looked after, by the token of its grant as `Authorization: Bearer`")
            .Refuses(ControlFaults.SignInNeeded, GrantFaults.Frozen, GrantFaults.NoHeartbeat);
    }
}
