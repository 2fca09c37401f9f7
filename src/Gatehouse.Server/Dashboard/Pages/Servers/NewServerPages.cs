using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Servers;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Site.Texts;

namespace Gatehouse.Server.Dashboard.Pages.Servers;

/// <summary>A new server: by its address, or from the catalogue with the policy that is recommended for it.</summary>
internal static class NewServerPages
{
    public static async Task ShowAsync(PageCall call) => await call.ShowAsync<NewServerPage>(new { Form = await PresetAsync(call) });

    public static async Task CreateAsync(PageCall call, SentForm sent)
    {
        // 1. Half a credential, or a policy that cannot be saved, is told of while nothing is made yet.
        if (HalfCredential(sent) is { } half)
        {
            await ShowAgainAsync(call, FormState.Refused(sent, new Refusal(half)), 422, null);
            return;
        }

        var policy = Policy(sent);
        if (policy is not null && await RefusedAsync(call, policy) is { } findings)
        {
            await ShowAgainAsync(call, FormState.Of(sent), 422, findings);
            return;
        }

        // 2. The server.
        var made = await call.Use<ServerAdministration>().CreateAsync(call.Who, Read(sent), call.Once(sent), call.Cancel);
        if (made.Refusal is { } refusal)
        {
            await ShowAgainAsync(call, FormState.Refused(sent, refusal), StatusTable.Of(refusal.Fault.Code), null);
            return;
        }

        // 3. The policy, whatever becomes of the credential: what was asked for is made, or it is said why not.
        var id = made.Value!.Id;
        Outcome<PolicyDetail>? saved = policy is null ? default(Outcome<PolicyDetail>?) : await call.Use<PolicyAdministration>().CreateAsync(
            call.Who, policy with { Name = $"{made.Value.Name}: recommended ({id})" }, call.Once(sent, "-policy"), call.Cancel);
        var isKept = sent.Text("header") is not { } header || sent.Text("secret-password") is not { } secret
            || (await call.Use<ServerSecrets>().SaveAsync(call.Who, id, header, new NewSecret(secret), call.Cancel)).Refusal is null;

        // 4. On to what is left to do: the policy that was refused, the credential, the agent's grant.
        await ((saved, isKept) switch
        {
            ({ Refusal: { } unsaved }, _) => call.RefuseAsync(unsaved),
            (null, false) => call.GoAsync($"/servers/{id}/settings", "secret-refused"),
            (_, false) => call.GoAsync($"/servers/{id}/settings", "secret-refused-gated"),
            (null, true) => call.GoAsync($"/servers/{id}", "server-registered"),
            ({ Value: { } its }, true) => call.GoAsync($"/grants/new?server={id}&policy={its.Id}", "gated"),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }

    private static Task ShowAgainAsync(PageCall call, FormState form, int status, ImmutableArray<Finding>? findings) =>
        call.ShowAsync<NewServerPage>(new { Form = form, Findings = findings }, status);

    private static Fault? HalfCredential(SentForm sent) => (sent.Text("header"), sent.Text("secret-password")) switch
    {
        (null, not null) => ControlFaults.Invalid("header", "is missing: in which header shall the value be sent?"),
        (not null, null) => ControlFaults.Invalid("secret-password", "is missing: a header was named"),
        _ => null,
    };

    private static NewPolicy? Policy(SentForm sent) => sent.Flag("with-policy") && sent.Text("document") is not null
        ? new NewPolicy("", sent["document"].ReplaceLineEndings("\n"), "From the catalogue.", Confirmed: sent.Flag("confirmed"))
        : null;

    private static async Task<ImmutableArray<Finding>?> RefusedAsync(PageCall call, NewPolicy policy)
    {
        var verdict = await call.Use<PolicyAdministration>().CheckAsync(call.Who, new PolicyCheck(policy.Document), call.Cancel);
        return verdict.Value is { } said
            && (!said.IsValid || (!policy.Confirmed && said.Findings.Any(finding => finding.Severity == FindingSeverity.Confirmation)))
            ? said.Findings : null;
    }

    private static NewServer Read(SentForm sent) => new()
    {
        Id = sent["id"].Trim(),
        Name = sent.Text("name"),
        Url = sent.Text("url"),
        StdioEntry = sent.Text("stdio-entry"),
        Transport = Words<ServerTransport>.Find(sent["transport"]) ?? ServerTransport.Http,
        OnDefinitionChange = DefinitionChange.Block,
    };

    // Of the policy the address says which one, and never what stands in it: a link cannot bring a text of its own.
    private static async Task<FormState> PresetAsync(PageCall call)
    {
        var document = call.Who.Lacks(Right.ChangePolicies) is null && call.Query("gate") is { } gate ? await RecommendedAsync(call, gate) : null;
        return FormState.New(
            ("id", call.Query("id") ?? ""), ("name", call.Query("name") ?? ""), ("url", call.Query("url") ?? ""),
            ("document", document ?? ""), ("with-policy", document is null ? "" : "on"));
    }

    private static async Task<string?> RecommendedAsync(PageCall call, string gate)
    {
        var index = call.Use<CatalogueReading>();
        return gate.Split('/') switch
        {
            [var server] => await index.ServerAsync(server, call.Cancel) is { Tools.IsEmpty: false } known ? RecommendedPolicy.Of(known.Tools) : null,
            [var server, var tool] => await index.ToolAsync(server, tool, call.Cancel) is { } known ? ToolPolicies.Recommended(known.Tool) : null,
            _ => null,
        };
    }
}
