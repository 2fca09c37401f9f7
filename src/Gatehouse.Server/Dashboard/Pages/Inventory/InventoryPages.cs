using System.Collections.Immutable;
using System.Text;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Policies;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Exports;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Dashboard.Pages.Servers;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Server.Dashboard.Pages.Inventory;

/// <summary>Everything that agents can call, across servers: who can call what.</summary>
internal static class InventoryPages
{
    // One page; more servers than that are looked at one by one.
    private const int MostServers = 100;

    public static void Map(PageRoutes pages)
    {
        pages.Get("/inventory", async call => await call.ShowAsync<InventoryPage>(new
        {
            Servers = await ReadAsync(call), Level = call.Query("level"),
            Owners = Lookups.Names(await Lookups.MembersAsync(call), one => one.Id, one => one.Email),
        })).Needs(Right.ReadServers);
        StackImport.Map(pages);
        pages.Get("/inventory.csv", ExportAsync).Needs(Right.ReadServers);
    }

    private static async Task<ImmutableArray<InventoryServer>> ReadAsync(PageCall call)
    {
        var grants = await Lookups.GrantsAsync(call);
        var now = call.Use<TimeProvider>().GetUtcNow();
        var servers = ImmutableArray.CreateBuilder<InventoryServer>();
        foreach (var server in (await Lookups.ServersAsync(call)).Take(MostServers))
        {
            var tools = (await call.Use<ServerToolAdministration>().ListAsync(call.Who, server.Id, call.Cancel)).Value;
            var own = grants.Where(grant => grant.ServerId == server.Id && grant.Revoked is null && grant.Expires > now).ToImmutableArray();
            var effects = new Dictionary<(string Grant, string Tool), ToolEffectView>();
            foreach (var grant in own)
            {
                var found = await call.Use<PolicySimulator>().EffectsAsync(
                    call.Who, new PolicyEffectsQuery { GrantId = grant.Id, ServerId = server.Id }, call.Cancel);
                foreach (var effect in found.Value?.Tools ?? [])
                {
                    effects[(grant.Id, effect.Tool.Name)] = effect;
                }
            }

            servers.Add(new InventoryServer(
                server, own,
                [
                    .. (tools is null ? [] : ToolLine.Of(tools, server.Name)).Where(tool => tool.State == ToolState.Accepted)
                        .Select(tool => new InventoryTool(tool, [.. own.Select(grant => Word(grant, effects.GetValueOrDefault((grant.Id, tool.Name))))])),
                ]));
        }

        return servers.ToImmutable();
    }

    // Without a policy a grant denies everything; what could not be worked out is no allow.
    private static string Word(GrantView grant, ToolEffectView? effect) =>
        grant.Frozen is not null || grant.PolicyId is null ? "deny" : effect?.Effect ?? "deny";

    private static async Task ExportAsync(PageCall call)
    {
        var lines = new StringBuilder(CsvLine.Of(["server", "tool", "level", "category", "grant", "label", "effect"]));
        foreach (var server in await ReadAsync(call))
        {
            foreach (var tool in server.Tools)
            {
                for (var i = 0; i < server.Grants.Length; i++)
                {
                    lines.Append(CsvLine.Of(
                        [server.Server.Id, tool.Tool.Name, tool.Tool.Level, tool.Tool.Category, server.Grants[i].Id, server.Grants[i].Label, tool.Effects[i]]));
                }
            }
        }

        call.Http.Response.ContentType = "text/csv; charset=utf-8";
        call.Http.Response.Headers[HeaderNames.ContentDisposition] = "attachment; filename=\"stack.csv\"";
        await call.Http.Response.WriteAsync(lines.ToString(), call.Cancel);
    }
}

/// <summary>A server with its tools and the grants that reach them.</summary>
public sealed record InventoryServer(ServerView Server, ImmutableArray<GrantView> Grants, ImmutableArray<InventoryTool> Tools);

/// <summary>A tool, and what becomes of its calls grant by grant: <c>hide</c>, <c>deny</c>, <c>approve</c>, <c>conditional</c>, <c>limit</c> or <c>allow</c>.</summary>
public sealed record InventoryTool(ToolLine Tool, ImmutableArray<string> Effects)
{
    /// <summary>Whether some grant reaches it without any condition.</summary>
    public bool IsUnprotected => Effects.Contains("allow", StringComparer.Ordinal);
}
