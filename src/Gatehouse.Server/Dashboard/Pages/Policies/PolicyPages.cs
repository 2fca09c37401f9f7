using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Routes;
using Gatehouse.Policy.Language;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Policies;

/// <summary>Policies: the list, versions and their differences, and the plain editor.</summary>
internal static class PolicyPages
{
    private const string Begin = "{\n  \"version\": \"1\",\n  \"default\": \"deny\",\n  \"tools\": {}\n}\n";

    public static void Map(PageRoutes pages)
    {
        pages.Get("/policies", ListAsync).Needs(Right.ReadPolicies);
        pages.Get("/policies/new", call => ShowNewAsync(call, FormState.New(
            ("name", call.Query("name") ?? ""), ("document", call.Query("document") ?? Begin)), null, 200)).Needs(Right.ChangePolicies);
        pages.Post("/policies/new", CreateAsync).Needs(Right.ChangePolicies);
        pages.Get("/policies/{id}", ShowAsync).Needs(Right.ReadPolicies);
        pages.Get("/policies/{id}/edit", call => ShowEditAsync(call, null, null, 200)).Needs(Right.ChangePolicies);
        pages.Post("/policies/{id}/edit", SaveAsync).Needs(Right.ChangePolicies);
        pages.Get("/policies/{id}/versions/{number}", ShowVersionAsync).Needs(Right.ReadPolicies);
        pages.Post("/policies/{id}/rollback", RollBackAsync).Needs(Right.ChangePolicies);
        pages.Post("/policies/{id}/versions/{number}/confirm", async (call, sent) => await call.AfterAsync(
            await call.Use<VersionAdministration>().ConfirmAsync(call.Who, call.Id, call.Part("number"), PageCall.Expected(sent), call.Cancel),
            $"/policies/{call.Id}", "policy-published")).Needs(Right.ChangePolicies);
        pages.Post("/policies/{id}/versions/{number}/withdraw", async (call, sent) => await call.AfterAsync(
            await call.Use<VersionAdministration>().WithdrawAsync(call.Who, call.Id, call.Part("number"), PageCall.Expected(sent), call.Cancel),
            $"/policies/{call.Id}", "taken-back")).Needs(Right.ChangePolicies);
        pages.Post("/policies/{id}/rename", async (call, sent) => await call.AfterAsync(
            await call.Use<PolicyAdministration>().RenameAsync(
                call.Who, call.Id, new PolicyEdit(sent["name"].Trim()), PageCall.Expected(sent), call.Cancel),
            $"/policies/{call.Id}", "saved")).Needs(Right.ChangePolicies);
        pages.Post("/policies/{id}/remove", async (call, sent) => await call.AfterAsync(
            await call.Use<PolicyAdministration>().RemoveAsync(call.Who, call.Id, PageCall.Expected(sent), call.Cancel),
            "/policies", "policy-removed")).Needs(Right.ChangePolicies);
    }

    private static async Task ListAsync(PageCall call)
    {
        var found = await call.Use<PolicyAdministration>().ListAsync(call.Who, call.Page, call.Cancel);
        await (found.Value is { } page
            ? call.ShowAsync<PoliciesPage>(new { Policies = page.Items, page.Next, IsLater = call.Query("cursor") is not null })
            : call.RefuseAsync(found.Refusal!));
    }

    private static async Task ShowAsync(PageCall call)
    {
        var found = await call.Use<PolicyAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        var versions = await call.Use<PolicyHistory>().ListAsync(call.Who, call.Id, call.Page, call.Cancel);
        if (found.Value is not { } policy || versions.Value is not { } page)
        {
            await call.RefuseAsync((found.Refusal ?? versions.Refusal)!);
            return;
        }

        await call.ShowAsync<PolicyPage>(new
        {
            Policy = policy, Versions = page.Items, page.Next, IsLater = call.Query("cursor") is not null,
        });
    }

    private static async Task ShowVersionAsync(PageCall call)
    {
        var history = call.Use<PolicyHistory>();
        var policy = await call.Use<PolicyAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        var version = await history.ReadAsync(call.Who, call.Id, call.Part("number"), call.Cancel);
        if (policy.Value is not { } found || version.Value is not { } shown)
        {
            await call.RefuseAsync((policy.Refusal ?? version.Refusal)!);
            return;
        }

        var against = call.Query("against") ?? Word(Math.Max(1, shown.Number - 1));
        var diff = await history.DiffAsync(call.Who, call.Id, against, Word(shown.Number), call.Cancel);
        await (diff.Value is { } difference
            ? call.ShowAsync<PolicyVersionPage>(new { Policy = found, Version = shown, Diff = difference })
            : call.RefuseAsync(diff.Refusal!));
    }

    private static Task ShowNewAsync(PageCall call, FormState form, ImmutableArray<Finding>? findings, int status) =>
        ShowEditorAsync(call, null, form, findings, null, null, status);

    private static async Task ShowEditAsync(PageCall call, FormState? form, Refusal? refusal, int status)
    {
        var found = await call.Use<PolicyAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        await (found.Value is { } policy && (policy.ManagedBy is null || form is not null)
            ? ShowEditorAsync(
                call, policy, form ?? FormState.New(("document", policy.Document)), refusal?.Findings, null, refusal?.Diff, status,
                refusal?.Tests)
            : call.RefuseAsync(found.Refusal ?? DeclaredFaults.Refuse(isOfFile: true, "policy")!));
    }

    private static async Task ShowEditorAsync(
        PageCall call, PolicyDetail? policy, FormState form, ImmutableArray<Finding>? findings, PolicyVerdict? verdict, string? diff,
        int status, ImmutableArray<PolicyTestCaseView>? tests = null) =>
        await call.ShowAsync<PolicyEditorPage>(
            new
            {
                Policy = policy, Form = form, Findings = findings ?? verdict?.Findings, Verdict = verdict, Diff = diff,
                FailedTests = tests?.Where(test => !test.Passed).ToArray() ?? [],
                Servers = await Lookups.ServersAsync(call),
            },
            status);

    private static async Task CreateAsync(PageCall call, SentForm sent)
    {
        if (sent.Has("check"))
        {
            await CheckAsync(call, null, sent);
            return;
        }

        var made = await call.Use<PolicyAdministration>().CreateAsync(
            call.Who,
            new NewPolicy(sent["name"].Trim(), Document(sent), sent.Text("message"), sent.Text("server-id"), sent.Flag("confirmed")),
            call.Once(sent), call.Cancel);
        await (made.Value is { } policy
            ? call.GoAsync($"/policies/{policy.Id}", "policy-published")
            : ShowNewAsync(
                call, FormState.Refused(sent, made.Refusal!), made.Refusal!.Findings, StatusTable.Of(made.Refusal.Fault.Code)));
    }

    private static async Task SaveAsync(PageCall call, SentForm sent)
    {
        if (sent.Has("check"))
        {
            var found = await call.Use<PolicyAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
            await (found.Value is { } policy ? CheckAsync(call, policy, sent) : call.RefuseAsync(found.Refusal!));
            return;
        }

        var saved = await call.Use<VersionAdministration>().SaveAsync(
            call.Who, call.Id, new NewPolicyVersion(Document(sent), sent.Text("message"), sent.Flag("confirmed")),
            PageCall.Expected(sent), call.Cancel);
        await (saved.Refusal is { } refusal
            ? ShowEditAsync(call, FormState.Refused(sent, refusal), refusal, StatusTable.Of(refusal.Fault.Code))
            : call.GoAsync($"/policies/{call.Id}", saved.Value!.Proposals.IsEmpty ? "policy-published" : "policy-proposed"));
    }

    private static async Task CheckAsync(PageCall call, PolicyDetail? policy, SentForm sent)
    {
        var verdict = await call.Use<PolicyAdministration>().CheckAsync(
            call.Who, new PolicyCheck(Document(sent), sent.Text("server-id"), policy?.Id), call.Cancel);
        await (verdict.Value is { } said
            ? ShowEditorAsync(call, policy, FormState.Of(sent), null, said, null, 200)
            : call.RefuseAsync(verdict.Refusal!));
    }

    private static async Task RollBackAsync(PageCall call, SentForm sent)
    {
        var back = await call.Use<VersionAdministration>().RollBackAsync(
            call.Who, call.Id, new PolicyRollback(sent.Number("number") ?? 0, sent.Text("message"), sent.Flag("confirmed")),
            PageCall.Expected(sent), call.Cancel);
        await call.AfterAsync(back, $"/policies/{call.Id}", "policy-rolled-back");
    }

    // A form's lines end in two characters; a document's in one, so that saving without a change changes nothing.
    private static string Document(SentForm sent) => sent["document"].ReplaceLineEndings("\n");

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);
}
