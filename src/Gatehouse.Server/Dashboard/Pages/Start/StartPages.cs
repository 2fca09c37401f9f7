using System.Collections.Immutable;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Policies;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Snapshots;
using Gatehouse.Ledger.Index;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Start;

/// <summary>Seven steps from an empty installation to an agent's first call.</summary>
internal static class StartPages
{
    private const string DemoId = "demo-payments";

    // Until the tools are known, what is known of them decides: the classifier looks at each as it is listed.
    private const string Starter = """
        {
          "version": "1",
          "description": "A beginning: look freely, ask a person before anything dangerous, never more than 60 calls a minute.",
          "default": "allow",
          "all_tools": {
            "require_approval": [
              { "conditions": [ { "path": "tool.risk", "op": "in", "value": ["high", "critical"] } ], "message": "Dangerous by what the tool can do." }
            ],
            "limits": [ { "counter": "calls", "window": "minute", "max": 60 } ]
          }
        }

        """;

    public static void Map(PageRoutes pages)
    {
        pages.Get("/start", call => ShowAsync(call, null)).Needs(Right.ChangeServers);
        pages.Post("/start/demo", RegisterDemoAsync).Needs(Right.ChangeServers);
        pages.Post("/start/policy", MakePolicyAsync).Needs(Right.ChangePolicies);
        pages.Post("/start/grant", MakeGrantAsync).Needs(Right.ChangeGrants);
    }

    private static async Task ShowAsync(PageCall call, IssuedGrant? issued)
    {
        var servers = await Lookups.ServersAsync(call);
        var policies = await Lookups.PoliciesAsync(call);
        var grants = (await Lookups.GrantsAsync(call)).Where(grant => grant.Revoked is null).ToImmutableArray();
        var server = servers.LastOrDefault(one => one.Id == (call.Query("server") ?? issued?.Grant.ServerId)) ?? servers.LastOrDefault();
        var grant = issued?.Grant ?? grants.LastOrDefault(one => one.ServerId == server?.Id);
        var first = grant is null ? null : (await call.Use<RecordAdministration>().ListAsync(
            call.Who, new RecordQuery { GrantId = grant.Id, OldestFirst = true }, new PageQuery("1", default), call.Cancel)).Value;
        var demo = call.Use<PlaneSettings>().Demo;
        await call.ShowAsync<StartPage>(new
        {
            Server = server,
            IsDemo = server is not null && server.Url == demo?.ToString(),
            HasDemo = demo is not null && servers.All(one => one.Id != DemoId),
            Policy = policies.LastOrDefault(),
            Grant = grant,
            Issued = issued,
            First = first?.Items.FirstOrDefault(),
        });
    }

    private static async Task RegisterDemoAsync(PageCall call, SentForm sent)
    {
        if (call.Use<PlaneSettings>().Demo is not { } demo)
        {
            await call.RefuseAsync(ControlFaults.Absent("server", DemoId));
            return;
        }

        var made = await call.Use<ServerAdministration>().CreateAsync(
            call.Who,
            new NewServer
            {
                Id = DemoId, Name = "Demo payments", Url = demo.ToString(),
                Description = "Payments that exist only in memory: look, refund, delete, and nothing happens.",
            },
            null, call.Cancel);
        await call.AfterAsync(made, "/start", "server-registered");
    }

    private static async Task MakePolicyAsync(PageCall call, SentForm sent)
    {
        var server = await call.Use<ServerAdministration>().ReadAsync(call.Who, sent["server"], call.Cancel);
        if (server.Value is not { } found)
        {
            await call.RefuseAsync(server.Refusal!);
            return;
        }

        var document = found.Id == DemoId ? DemoServer.Policy() : Starter;
        var made = await call.Use<PolicyAdministration>().CreateAsync(
            call.Who, new NewPolicy($"{found.Name}: first policy", document, "From the first steps", null, Confirmed: true), null, call.Cancel);
        await call.AfterAsync(made, $"/start?server={found.Id}", "policy-published");
    }

    private static async Task MakeGrantAsync(PageCall call, SentForm sent)
    {
        var made = await call.Use<GrantAdministration>().CreateAsync(
            call.Who,
            new NewGrant
            {
                Label = sent.Text("label") ?? "My agent", ServerId = sent["server"], PolicyId = sent.Text("policy"),
                Expires = call.Use<TimeProvider>().GetUtcNow().AddDays(90),
            },
            call.Once(sent), call.Cancel);
        await (made.Value is { } issued ? ShowAsync(call, issued) : call.RefuseAsync(made.Refusal!));
    }
}
