using Gatehouse.Api.Policies;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Policies;

internal static class PolicyEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/policies", call => call.Use<PolicyAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ReadPolicies)
            .Says("Lists the policies")
            .IsPaged();
        api.Create<NewPolicy, PolicyDetail>(
                "/policies", (call, policy) => call.Use<PolicyAdministration>().CreateAsync(call.Who, policy, call.Repeat, call.Cancel))
            .Needs(Right.ChangePolicies)
            .Says("Makes a policy")
            .Refuses(
                PolicyFaults.NameTaken, PolicyFaults.Invalid, PolicyFaults.Unconfirmed, PolicyFaults.TestsInvalid,
                PolicyFaults.TestsFailed, PolicyFaults.TestsTooLong);
        api.Post<PolicyCheck, PolicyVerdict>(
                "/policies/validate", (call, check) => call.Use<PolicyAdministration>().CheckAsync(call.Who, check, call.Cancel))
            .Needs(Right.ReadPolicies)
            .Says("Checks a document without saving it");
        api.Post<PolicySimulation, PolicySimulated>(
                "/policies/simulate", (call, wanted) => call.Use<PolicySimulator>().SimulateAsync(call.Who, wanted, call.Cancel))
            .Needs(Right.ReadPolicies)
            .Says("Tells what would be decided of one call; nothing is sent")
            .Refuses(PolicyFaults.Invalid, ControlFaults.NotFound);
        api.Post<PolicyEffectsQuery, PolicyEffects>(
                "/policies/effects", (call, query) => call.Use<PolicySimulator>().EffectsAsync(call.Who, query, call.Cancel))
            .Needs(Right.ReadPolicies)
            .Says("Tells what becomes of the calls of every tool of a server")
            .Refuses(PolicyFaults.Invalid, ControlFaults.NotFound);
        api.Post<PolicyReplayQuery, PolicyReplayReport>(
                "/policies/replay", (call, query) => call.Use<PolicyReplayer>().RunAsync(call.Who, query, call.Cancel))
            .Needs(Right.ReadRecords)
            .Says("Tells which recorded decisions another document would change")
            .Refuses(PolicyFaults.Invalid, ControlFaults.NotFound);
        api.Get(
                "/grants/{id}/suggestion",
                call => call.Use<PolicySuggester>().SuggestAsync(call.Who, call.Id, call.Query("days"), call.Cancel))
            .Needs(Right.ReadRecords)
            .Says("Suggests the smallest policy that lets through what a grant called")
            .Takes("days", "how far back to look, in days");
        api.Put<PolicyObservation, PolicyDetail>(
                "/policies/{id}/observed",
                (call, wanted) => call.Use<ObservedVersions>().StartAsync(call.Who, call.Id, wanted, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies)
            .Says("Evaluates another version beside the one in force")
            .ChecksVersion()
            .Refuses(PolicyFaults.Invalid)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Delete("/policies/{id}/observed", call => call.Use<ObservedVersions>().StopAsync(call.Who, call.Id, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies)
            .Says("Ends that a version is observed")
            .ChecksVersion()
            .Refuses(PolicyFaults.NothingObserved)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Get("/policies/{id}/observed", call => call.Use<ObservedVersions>().ReportAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadRecords)
            .Says("Tells what the observed version would have decided otherwise")
            .Refuses(PolicyFaults.NothingObserved);
        api.Post<PolicyPromotion, PolicyDetail>(
                "/policies/{id}/observed/promote",
                (call, wanted) => call.Use<ObservedVersions>().PromoteAsync(call.Who, call.Id, wanted, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies)
            .Says("Brings the observed version into force")
            .ChecksVersion()
            .Refuses(
                PolicyFaults.NothingObserved, PolicyFaults.Invalid, PolicyFaults.Unconfirmed,
                PolicyFaults.TestsInvalid, PolicyFaults.TestsFailed, PolicyFaults.TestsTooLong)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Get("/policies/{id}", call => call.Use<PolicyAdministration>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ReadPolicies)
            .Says("Reads a policy with its document in force");
        api.Patch<PolicyEdit, PolicyDetail>(
                "/policies/{id}",
                (call, edit) => call.Use<PolicyAdministration>().RenameAsync(call.Who, call.Id, edit, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies)
            .Says("Renames a policy")
            .ChecksVersion()
            .Refuses(PolicyFaults.NameTaken)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Delete("/policies/{id}", call => call.Use<PolicyAdministration>().RemoveAsync(call.Who, call.Id, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies)
            .Says("Removes a policy that nothing uses")
            .ChecksVersion()
            .Refuses(PolicyFaults.InUse)
            .Refuses(DeclaredFaults.ManagedByFile);

        api.Get("/policies/{id}/versions", call => call.Use<PolicyHistory>().ListAsync(call.Who, call.Id, call.Page, call.Cancel))
            .Needs(Right.ReadPolicies)
            .Says("Lists a policy's versions")
            .IsPaged();
        api.Post<NewPolicyVersion, PolicyDetail>(
                "/policies/{id}/versions",
                (call, version) => call.Use<VersionAdministration>().SaveAsync(call.Who, call.Id, version, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies)
            .Says("Saves another version: it is in force at once, or proposed")
            .ChecksVersion()
            .Refuses(
                PolicyFaults.Invalid, PolicyFaults.Unconfirmed, PolicyFaults.TestsInvalid, PolicyFaults.TestsFailed,
                PolicyFaults.TestsTooLong)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Get(
                "/policies/{id}/versions/{number}",
                call => call.Use<PolicyHistory>().ReadAsync(call.Who, call.Id, call.Part("number"), call.Cancel))
            .Needs(Right.ReadPolicies)
            .Says("Reads one version with its document");
        api.Post(
                "/policies/{id}/versions/{number}/confirm",
                call => call.Use<VersionAdministration>().ConfirmAsync(call.Who, call.Id, call.Part("number"), call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies)
            .Says("Confirms a proposed version: it comes into force")
            .ChecksVersion()
            .Refuses(
                PolicyFaults.NotProposed, PolicyFaults.ProposalOwn, PolicyFaults.ProposalStale,
                ApprovalFaults.NotAPersons, PolicyFaults.Invalid, PolicyFaults.Unconfirmed, PolicyFaults.TestsInvalid,
                PolicyFaults.TestsFailed, PolicyFaults.TestsTooLong)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Post(
                "/policies/{id}/versions/{number}/withdraw",
                call => call.Use<VersionAdministration>().WithdrawAsync(call.Who, call.Id, call.Part("number"), call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies)
            .Says("Withdraws a proposed version")
            .ChecksVersion()
            .Refuses(PolicyFaults.NotProposed)
            .Refuses(DeclaredFaults.ManagedByFile);
        api.Post<PolicyTestsRun, PolicyTestReport>(
                "/policies/{id}/tests", (call, run) => call.Use<VersionAdministration>().TestAsync(call.Who, call.Id, run, call.Cancel))
            .Needs(Right.ReadPolicies)
            .Says("Runs the tests beside a policy, or others")
            .Refuses(
                PolicyFaults.Invalid, PolicyFaults.Unconfirmed, PolicyFaults.TestsInvalid, PolicyFaults.TestsFailed,
                PolicyFaults.TestsTooLong);
        api.Get(
                "/policies/{id}/diff",
                call => call.Use<PolicyHistory>().DiffAsync(
                    call.Who, call.Id, call.Query("from"), call.Query("to"), call.Cancel))
            .Needs(Right.ReadPolicies)
            .Says("Tells what two versions differ in")
            .Takes("from", "the earlier version")
            .Takes("to", "the later version");
        api.Post<PolicyRollback, PolicyDetail>(
                "/policies/{id}/rollback",
                (call, back) => call.Use<VersionAdministration>().RollBackAsync(call.Who, call.Id, back, call.Expected, call.Cancel))
            .Needs(Right.ChangePolicies)
            .Says("Goes back to the document of an earlier version, as a new one")
            .ChecksVersion()
            .Refuses(
                PolicyFaults.Invalid, PolicyFaults.Unconfirmed, PolicyFaults.TestsInvalid, PolicyFaults.TestsFailed,
                PolicyFaults.TestsTooLong)
            .Refuses(DeclaredFaults.ManagedByFile);
    }
}
