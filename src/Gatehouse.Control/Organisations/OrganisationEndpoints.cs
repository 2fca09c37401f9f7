using Gatehouse.Api.Organisations;
using Gatehouse.Api.Servers;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Organisations;

internal static class OrganisationEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/organisation", call => call.Use<OrganisationAdministration>().ReadAsync(call.Who, call.Cancel))
            .Needs(Right.ReadOrganisation)
            .Says("Reads the organisation");
        api.Patch<OrganisationEdit, OrganisationView>(
                "/organisation",
                (call, edit) => call.Use<OrganisationAdministration>().ChangeAsync(call.Who, edit, call.Expected, call.Cancel))
            .Needs(Right.ChangeOrganisation)
            .Says("Changes the organisation")
            .ChecksVersion()
            .Refuses(PolicyFaults.Proposed);
        api.Put<BaselineChoice, OrganisationView>(
                "/organisation/policy",
                (call, choice) => call.Use<OrganisationAdministration>().SetBaselineAsync(call.Who, choice, call.Expected, call.Cancel))
            .Needs(Right.AttachPolicies)
            .Says("Sets or clears the organisation's baseline policy")
            .ChecksVersion()
            .Refuses(PolicyFaults.Proposed);
        api.Put<NewFreeze, OrganisationView>(
                "/organisation/freeze",
                (call, freeze) => call.Use<OrganisationAdministration>().FreezeAsync(call.Who, freeze, call.Cancel))
            .Needs(Right.Freeze)
            .Says("Denies every call of the organisation from now on");
        api.Delete("/organisation/freeze", call => call.Use<OrganisationAdministration>().ThawAsync(call.Who, call.Cancel))
            .Needs(Right.Freeze)
            .Says("Lets the organisation's calls through again");
    }
}
