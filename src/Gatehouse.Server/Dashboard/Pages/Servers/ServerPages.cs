using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.Records;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Grants;
using Gatehouse.Control.People;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Index;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Servers;

/// <summary>Servers: the list, a server's pages, and what is done with it.</summary>
internal static class ServerPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Get("/servers", ListAsync).Needs(Right.ReadServers);
        pages.Get("/servers/new", NewServerPages.ShowAsync).Needs(Right.ChangeServers);
        pages.Post("/servers/new", NewServerPages.CreateAsync).Needs(Right.ChangeServers);
        pages.Get("/servers/{id}", call => ShowAsync(call, null)).Needs(Right.ReadServers);
        pages.Get("/servers/{id}/tools", ShowToolsAsync).Needs(Right.ReadServers);
        pages.Get("/servers/{id}/settings", call => ShowSettingsAsync(call, null)).Needs(Right.ChangeServers);
        ServerChanges.Map(pages);
        ServerAccounts.Map(pages);
        ServerArguments.Map(pages);
    }

    /// <summary>A server with the counts that lists show.</summary>
    public static async Task<ServerLine> LineAsync(PageCall call, ServerView server, ToolUses? uses)
    {
        var tools = (await call.Use<ServerToolAdministration>().ListAsync(call.Who, server.Id, call.Cancel)).Value;
        var lines = tools is null ? [] : ToolLine.Of(tools, server.Name);
        var risks = new[] { "critical", "high", "medium", "low" }
            .Select(level => lines.Count(line => line.State == ToolState.Accepted && line.Level == level)).ToArray();
        return new ServerLine(
            server, risks, lines.Count(line => line.State != ToolState.Accepted), uses is null ? null : CallSums.Of(uses, server.Id));
    }

    /// <summary>What tools were used in the last day; null where it cannot be read.</summary>
    public static async Task<ToolUses?> UsesAsync(PageCall call)
    {
        var now = call.Use<TimeProvider>().GetUtcNow();
        return (await call.Use<RecordAdministration>().ToolsAsync(
            call.Who, new RecordRange(now.AddDays(-1), now, TotalStep.Hour, null, null), call.Cancel)).Value;
    }

    /// <summary>A server's page.</summary>
    public static async Task ShowAsync(PageCall call, ConnectionTest? test)
    {
        var found = await call.Use<ServerAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        if (found.Value is not { } server)
        {
            await call.RefuseAsync(found.Refusal!);
            return;
        }

        var accounts = server.Auth is null ? null : (await call.Use<AccountAdministration>().ListAsync(call.Who, server.Id, call.Cancel)).Value;
        var grants = await Lookups.GrantsAsync(call);
        var (endpoint, clients) = call.Use<GrantTokens>().Forms(server.Id, "YOUR_TOKEN");
        await call.ShowAsync<ServerPage>(new
        {
            Line = await LineAsync(call, server, await UsesAsync(call)),
            Grants = grants.Where(grant => grant.ServerId == server.Id && grant.Revoked is null).ToArray(),
            Policies = await Lookups.PoliciesAsync(call),
            Endpoint = endpoint,
            Clients = clients,
            Accounts = accounts?.Accounts ?? [],
            Return = ServerAccounts.Return(call),
            Test = test,
        });
    }

    public static async Task ShowSettingsAsync(PageCall call, FormState? form)
    {
        var found = await call.Use<ServerAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        await (found.Value is { } server
            ? call.ShowAsync<ServerSettingsPage>(new { Server = server, Form = form }, form is null ? 200 : 422)
            : call.RefuseAsync(found.Refusal!));
    }

    private static async Task ListAsync(PageCall call)
    {
        var found = await call.Use<ServerAdministration>().ListAsync(call.Who, call.Page, call.Cancel);
        if (found.Value is not { } page)
        {
            await call.RefuseAsync(found.Refusal!);
            return;
        }

        var uses = await UsesAsync(call);
        var lines = ImmutableArray.CreateBuilder<ServerLine>();
        foreach (var server in page.Items)
        {
            lines.Add(await LineAsync(call, server, uses));
        }

        await call.ShowAsync<ServersPage>(new { Lines = lines.ToImmutable(), page.Next, IsLater = call.Query("cursor") is not null });
    }

    private static async Task ShowToolsAsync(PageCall call)
    {
        var found = await call.Use<ServerAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        var tools = await call.Use<ServerToolAdministration>().ListAsync(call.Who, call.Id, call.Cancel);
        if (found.Value is not { } server || tools.Value is not { } list)
        {
            await call.RefuseAsync((found.Refusal ?? tools.Refusal)!);
            return;
        }

        await call.ShowAsync<ServerToolsPage>(new { Server = server, Tools = ToolLine.Of(list, server.Name) });
    }
}
