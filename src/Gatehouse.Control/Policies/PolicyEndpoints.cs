using Gatehouse.Api.Policies;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Policies;

internal static class PolicyEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/policies", call => call.Use<PolicyAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ReadPolicies);
        api.Create<NewPolicy, PolicyDetail>(
                "/policies", (call, policy) => call.Use<PolicyAdministration>().CreateAsync(call.Who, policy, call.Repeat, call.Cancel))
            .Needs(Right.ChangePolicies);
        api.Post<PolicyCheck, PolicyVerdict>(
                "/policies/validate", (call, check) => call.Use<PolicyAdministration>().CheckAsync(call.Who, check, call.Cancel))
            .Needs(Right.ReadPolicies);
        api.Post<PolicySimulation, PolicySimulated>(
                "/policies/simulate", (call, wanted) => call.Use<PolicySimulator>().SimulateAsync(call.Who, wanted, call.Cancel))
            .Needs(Right.ReadPolicies);
        api.Post<PolicyEffectsQuery, PolicyEffects>(
                "/policies/effects", (call, query) => call.Use<PolicySimulator>().EffectsAsync(call.Who, query, call.Cancel))
            .Needs(Right.ReadPolicies);
        api.Post<PolicyReplayQuery, PolicyReplayReport>(
                "/policies/replay", (call, query) => call.Use<PolicyReplayer>().RunAsync(call.Who, query, call.Cancel))
            .Needs(Right.ReadRecords);
        api.Get(
                "/grants/{id}/suggestion",
                call => call.Use<PolicySuggester>().SuggestAsync(call.Who, call.Id, call.Http.Request.Query["days"], call.Cancel))
            .Needs(Right.ReadRecords);
        api.Put<PolicyObservation, PolicyDetail>(
                "/policies/{id}/observed",
                (call, wanted) => call.Use<ObservedVersions>().StartAsync(call.Who, call.Id, wanted, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies);
        api.Delete("/policies/{id}/observed", call => call.Use<ObservedVersions>().StopAsync(call.Who, call.Id, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies);
        api.Get("/policies/{id}/observed", call => call.Use<ObservedVersions>().ReportAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadRecords);
        api.Post<PolicyPromotion, PolicyDetail>(
                "/policies/{id}/observed/promote",
                (call, wanted) => call.Use<ObservedVersions>().PromoteAsync(call.Who, call.Id, wanted, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies);
        api.Get("/policies/{id}", call => call.Use<PolicyAdministration>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadPolicies);
        api.Patch<PolicyEdit, PolicyDetail>(
                "/policies/{id}",
                (call, edit) => call.Use<PolicyAdministration>().RenameAsync(call.Who, call.Id, edit, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies);
        api.Delete("/policies/{id}", call => call.Use<PolicyAdministration>().RemoveAsync(call.Who, call.Id, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies);

        api.Get("/policies/{id}/versions", call => call.Use<PolicyHistory>().ListAsync(call.Who, call.Id, call.Page, call.Cancel))
            .Needs(Right.ReadPolicies);
        api.Post<NewPolicyVersion, PolicyDetail>(
                "/policies/{id}/versions",
                (call, version) => call.Use<VersionAdministration>().SaveAsync(call.Who, call.Id, version, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies);
        api.Get(
                "/policies/{id}/versions/{number}",
                call => call.Use<PolicyHistory>().ReadAsync(call.Who, call.Id, call.Part("number"), call.Cancel))
            .Needs(Right.ReadPolicies);
        api.Post(
                "/policies/{id}/versions/{number}/confirm",
                call => call.Use<VersionAdministration>().ConfirmAsync(call.Who, call.Id, call.Part("number"), call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies);
        api.Post(
                "/policies/{id}/versions/{number}/withdraw",
                call => call.Use<VersionAdministration>().WithdrawAsync(call.Who, call.Id, call.Part("number"), call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies);
        api.Post<PolicyTestsRun, PolicyTestReport>(
                "/policies/{id}/tests", (call, run) => call.Use<VersionAdministration>().TestAsync(call.Who, call.Id, run, call.Cancel))
            .Needs(Right.ReadPolicies);
        api.Get(
                "/policies/{id}/diff",
                call => call.Use<PolicyHistory>().DiffAsync(
                    call.Who, call.Id, call.Http.Request.Query["from"], call.Http.Request.Query["to"], call.Cancel))
            .Needs(Right.ReadPolicies);
        api.Post<PolicyRollback, PolicyDetail>(
                "/policies/{id}/rollback",
                (call, back) => call.Use<VersionAdministration>().RollBackAsync(call.Who, call.Id, back, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies);
    }
}
