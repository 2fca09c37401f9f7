using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.Servers;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Servers;

/// <summary>What is done with a server.</summary>
internal static class ServerChanges
{
    public static void Map(PageRoutes pages)
    {
        pages.Post("/servers/{id}/settings", ChangeAsync).Needs(Right.ChangeServers);
        pages.Post("/servers/{id}/secrets", SaveSecretAsync).Needs(Right.ChangeServers);
        pages.Post("/servers/{id}/secrets/remove", async (call, sent) => await call.AfterAsync(
            await call.Use<ServerSecrets>().RemoveAsync(call.Who, call.Id, sent["header"], call.Cancel),
            $"/servers/{call.Id}/settings", "secret-removed")).Needs(Right.ChangeServers);
        pages.Post("/servers/{id}/remove", async (call, sent) => await call.AfterAsync(
            await call.Use<ServerAdministration>().RemoveAsync(call.Who, call.Id, PageCall.Expected(sent), call.Cancel),
            "/servers", "server-removed")).Needs(Right.ChangeServers);
        pages.Post("/servers/{id}/test", TestAsync).Needs(Right.ChangeServers);
        pages.Post("/servers/{id}/policy", async (call, sent) => await call.AfterAsync(
            await call.Use<ServerAdministration>().SetBaselineAsync(
                call.Who, call.Id, new BaselineChoice(sent.Text("policy")), PageCall.Expected(sent), call.Cancel),
            $"/servers/{call.Id}", "saved")).Needs(Right.AttachPolicies);
        pages.Post("/servers/{id}/freeze", async (call, sent) => await call.AfterAsync(
            await call.Use<ServerAdministration>().FreezeAsync(call.Who, call.Id, new NewFreeze(sent.Text("why")), call.Cancel),
            $"/servers/{call.Id}", "frozen")).Needs(Right.Freeze);
        pages.Post("/servers/{id}/thaw", async (call, sent) => await call.AfterAsync(
            await call.Use<ServerAdministration>().ThawAsync(call.Who, call.Id, call.Cancel),
            $"/servers/{call.Id}", "thawed")).Needs(Right.Freeze);
        pages.Post("/servers/{id}/tools/accept", (call, sent) => SettleAsync(call, sent, isAccepted: true)).Needs(Right.AcceptTools);
        pages.Post("/servers/{id}/tools/dismiss", (call, sent) => SettleAsync(call, sent, isAccepted: false)).Needs(Right.AcceptTools);
    }

    private static async Task ChangeAsync(PageCall call, SentForm sent)
    {
        var found = await call.Use<ServerAdministration>().ReadAsync(call.Who, call.Id, call.Cancel);
        if (found.Value is not { } server)
        {
            await call.RefuseAsync(found.Refusal!);
            return;
        }

        // Tags may have blanks, which the form's words cannot: what was not changed there stays as it is.
        var edit = new ServerEdit
        {
            Name = sent["name"].Trim(),
            Description = sent["description"].Trim() is { Length: > 0 } text ? text : new Edit<string>(null),
            Tags = sent["tags"] == string.Join(' ', server.Tags) ? default(Edit<ImmutableArray<string>?>) : sent.Words("tags"),
            Url = sent.Has("url") ? sent["url"].Trim() : default(Edit<string>),
            Transport = Words<ServerTransport>.Find(sent["transport"]),
            OnDefinitionChange = Words<DefinitionChange>.Find(sent["on-definition-change"]),
            MaySample = sent.Flag("may-sample"),
            MayListRoots = sent.Flag("may-list-roots"),
        };
        var changed = await call.Use<ServerAdministration>().ChangeAsync(call.Who, call.Id, edit, PageCall.Expected(sent), call.Cancel);
        await (changed.Refusal is { } refusal
            ? ServerPages.ShowSettingsAsync(call, FormState.Refused(sent, refusal))
            : call.GoAsync($"/servers/{call.Id}/settings", "saved"));
    }

    private static async Task SaveSecretAsync(PageCall call, SentForm sent)
    {
        var saved = await call.Use<ServerSecrets>().SaveAsync(
            call.Who, call.Id, sent["header"].Trim(), new NewSecret(sent["secret-password"].Trim()), call.Cancel);
        await (saved.Refusal is { } refusal
            ? ServerPages.ShowSettingsAsync(call, FormState.Refused(sent, refusal))
            : call.GoAsync($"/servers/{call.Id}/settings", "secret-saved"));
    }

    private static async Task TestAsync(PageCall call, SentForm sent)
    {
        var tested = await call.Use<ConnectionTests>().RunAsync(call.Who, call.Id, call.Cancel);
        await (tested.Value is { } test ? ServerPages.ShowAsync(call, test) : call.RefuseAsync(tested.Refusal!));
    }

    private static async Task SettleAsync(PageCall call, SentForm sent, bool isAccepted)
    {
        // SECURITY: only what was shown is accepted: a definition that changed since then keeps waiting.
        var list = await call.Use<ServerToolAdministration>().ListAsync(call.Who, call.Id, call.Cancel);
        var shown = sent.Many("tool");
        var seen = list.Value?.Tools
            .Where(tool => tool.State != ToolState.Accepted && shown.Contains($"{tool.Hash} {tool.Name}", StringComparer.Ordinal))
            .Select(tool => new SeenTool(tool.Name, tool.Hash)).ToArray() ?? [];
        if (list.Value is not null && seen.Length == 0)
        {
            await call.GoAsync($"/servers/{call.Id}/tools", "tools-unchanged");
            return;
        }

        var tools = call.Use<ServerToolAdministration>();
        var settled = isAccepted
            ? await tools.AcceptAsync(call.Who, call.Id, new ToolsSeen([.. seen]), call.Cancel)
            : await tools.DismissAsync(call.Who, call.Id, new ToolChoice([.. seen.Select(static tool => tool.Name)]), call.Cancel);
        await call.AfterAsync(settled, $"/servers/{call.Id}/tools", isAccepted ? "tools-accepted" : "tools-dismissed");
    }
}
