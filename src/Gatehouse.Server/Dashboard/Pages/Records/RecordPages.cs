using System.Collections.Immutable;
using Gatehouse.Api.Policies;
using Gatehouse.Api.Records;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Grants;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Ledger.Index;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Dashboard.Pages.Servers;
using Gatehouse.Server.Dashboard.Parts;

namespace Gatehouse.Server.Dashboard.Pages.Records;

/// <summary>Records: search, live tail, one call with its explanation, and rules made from calls.</summary>
internal static class RecordPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Get("/records", ListAsync).Needs(Right.ReadRecords);
        pages.Get("/records/{id}", ShowAsync).Needs(Right.ReadRecords);
        pages.Post("/records/{id}/arguments", ShowArgumentsAsync).Needs(Right.ReadArguments);
        pages.Post("/records/{id}/rule", MakeRuleAsync).Needs(Right.ChangePolicies);
    }

    private static async Task ListAsync(PageCall call)
    {
        var query = new RecordQuery
        {
            ServerId = call.Query("server"), GrantId = call.Query("grant"), Target = call.Query("tool"), Outcome = call.Query("outcome"),
            Rule = call.Query("rule"), Text = call.Query("text"), Since = Spans.Since(call),
        };
        var found = await call.Use<RecordAdministration>().ListAsync(call.Who, query, call.Page, call.Cancel);
        var isFirst = call.Query("cursor") is null;

        // Counts are kept by server, tool and outcome; of other filters there is no picture.
        var range = isFirst && query is { GrantId: null, Rule: null, Text: null }
            ? CallColumns.Range(call.Query("span") ?? "month", call.Use<TimeProvider>().GetUtcNow(), query.ServerId, query.Target) : null;
        var totals = range is null ? null : (await call.Use<RecordAdministration>().TotalsAsync(call.Who, range, call.Cancel)).Value;
        await (found.Value is { } page
            ? call.ShowAsync<RecordsPage>(new
            {
                Columns = range is null ? [] : CallColumns.Of(totals, range, query.Outcome),
                Sum = CallSums.Of(totals?.Spans.Select(static one => one.Counts) ?? []),
                Records = page.Items,
                page.Next,
                query.Since,
                IsLater = !isFirst,
                Filter = new RecordFilterView(
                    query.ServerId, query.GrantId, query.Target, query.Outcome, query.Rule, query.Text, call.Query("span")),
                IsLive = call.Query("live") == "1",
                Servers = await Lookups.ServersAsync(call),
                Grants = Lookups.Names(await Lookups.GrantsAsync(call), one => one.Id, one => one.Label),
            })
            : call.RefuseAsync(found.Refusal!));
    }

    private static Task ShowAsync(PageCall call) => ShowAsync(call, null);

    // A button and no link: reading is written down, so it is never done by a look ahead.
    private static async Task ShowArgumentsAsync(PageCall call, SentForm sent)
    {
        var read = await call.Use<RecordArguments>().ReadAsync(call.Who, call.Id, call.Cancel);
        await (read.Value is { } stored ? ShowAsync(call, stored) : call.RefuseAsync(read.Refusal!));
    }

    private static async Task ShowAsync(PageCall call, StoredArgumentsView? stored)
    {
        var found = await call.Use<RecordAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        if (found.Value is not { } record)
        {
            await call.RefuseAsync(found.Refusal!);
            return;
        }

        var grant = (await call.Use<GrantAdministration>().ReadAsync(call.Who, record.GrantId, call.Cancel)).Value;
        await call.ShowAsync<RecordPage>(new
        {
            Record = record,
            Stored = stored,
            Grant = grant,
            Policy = grant?.PolicyId is { } policy
                ? (await call.Use<PolicyAdministration>().ReadAsync(call.Who, policy, call.Cancel)).Value : null,
            Effect = await EffectAsync(call, record),
        });
    }

    // What the policies in force say of the tool now: the record says what they said then.
    private static async Task<ToolEffectView?> EffectAsync(PageCall call, RecordView record) => record.Method != "tools/call" ? null
        : (await call.Use<PolicySimulator>().EffectsAsync(call.Who, new PolicyEffectsQuery { GrantId = record.GrantId }, call.Cancel))
            .Value?.Tools.FirstOrDefault(tool => tool.Tool.Name == record.Target);

    private static async Task MakeRuleAsync(PageCall call, SentForm sent)
    {
        var found = await call.Use<RecordAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        if (found.Value is not { Target: { } tool } record)
        {
            await call.RefuseAsync(found.Refusal ?? ControlFaults.Absent("call", call.Id));
            return;
        }

        var grant = await call.Use<GrantAdministration>().ReadAsync(call.Who, record.GrantId, call.Cancel);
        if (grant.Value?.PolicyId is not { } policyId)
        {
            await call.RefuseAsync(grant.Refusal ?? ControlFaults.Absent("policy of the grant", record.GrantId));
            return;
        }

        var policy = await call.Use<PolicyAdministration>().ReadAsync(call.Who, policyId, call.Cancel);
        await (policy.Value is { ManagedBy: null } detail
            ? call.ShowAsync<Policies.PolicyEditorPage>(new
            {
                Policy = detail,
                Form = FormState.New(
                    ("document", RuleDraft.Put(detail.Document, tool, sent["rule"])), ("message", $"From the call {record.Call}"),
                    ("server-id", record.ServerId)),
                Servers = await Lookups.ServersAsync(call),
            })
            : call.RefuseAsync(policy.Refusal ?? DeclaredFaults.Refuse(isOfFile: true, "policy")!));
    }
}

/// <summary>The filters of the list as they are set.</summary>
public sealed record RecordFilterView(
    string? Server, string? Grant, string? Tool, string? Outcome, string? Rule, string? Text, string? Span)
{
    /// <summary>As the address has them.</summary>
    public (string Name, string? Value)[] Query =>
    [
        ("server", Server), ("grant", Grant), ("tool", Tool), ("outcome", Outcome), ("rule", Rule), ("text", Text), ("span", Span),
    ];

    /// <summary>As the API's addresses take them.</summary>
    public string ForApi => string.Join('&', Query.Where(one => one.Value is not null && one.Name != "span")
        .Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
}
