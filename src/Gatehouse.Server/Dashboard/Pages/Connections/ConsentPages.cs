using Gatehouse.Control.Connections;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Routes;
using Gatehouse.Control.People;
using Gatehouse.Control.Servers;
using Gatehouse.Server.Dashboard.Calls;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Server.Dashboard.Pages.Connections;

/// <summary>Where a person lets a client that only speaks OAuth use one of their grants.</summary>
internal static class ConsentPages
{
    public static void Map(PageRoutes pages, IEndpointRouteBuilder routes)
    {
        pages.Get(AuthorizationServer.AuthorizePath, ShowAsync).Needs(Right.BeOneself);

        // The library has read the form already, so it is not read as those of other pages are. It came from a page of ours: see the origin gate.
        routes.MapMethods(AuthorizationServer.AuthorizePath, ["POST"], static http => AnswerAsync(new PageCall(http))).Needs(Right.BeOneself);
        pages.Post("/grants/{id}/connections/{connection}/revoke", async (call, _) => await call.AfterAsync(
            await call.Use<ConnectionAdministration>().RevokeAsync(call.Who, call.Id, call.Part("connection"), call.Cancel),
            $"/grants/{call.Id}", "connection-ended")).Needs(Right.BeOneself);
    }

    private static async Task ShowAsync(PageCall call)
    {
        var read = await ConsentRequest.ReadAsync(call.Http);
        await (read.Value is { } request ? ShowAsync(call, request, null, StatusCodes.Status200OK) : call.RefuseAsync(read.Refusal!));
    }

    private static async Task AnswerAsync(PageCall call)
    {
        var read = await ConsentRequest.ReadAsync(call.Http);
        if (read.Value is not { } request)
        {
            await call.RefuseAsync(read.Refusal!);
            return;
        }

        var form = call.Http.Request.Form;
        if (form["answer"] is not ["allow"])
        {
            await (form["answer"] is ["refuse"] ? TokenAnswers.RefuseCodeAsync(call.Http) : ShowAsync(call, request, null, StatusCodes.Status200OK));
            return;
        }

        var grant = form["grant"] is [{ } chosen] ? chosen : "";
        var made = await call.Use<ConnectionAdministration>().ConsentAsync(call.Who, request, grant, call.Cancel);
        await (made.Value is { } connection
            ? TokenAnswers.GiveCodeAsync(call.Http, connection, request)
            : ShowAsync(call, request, Sentences.Of(made.Refusal!), StatusTable.Of(made.Refusal!.Fault.Code)));
    }

    private static async Task ShowAsync(PageCall call, ConsentRequest request, string? problem, int status)
    {
        var grants = await call.Use<ConnectionAdministration>().ChoicesAsync(call.Who, request.ServerId, call.Cancel);
        var policies = Lookups.Names(await Lookups.PoliciesAsync(call), one => one.Id, one => one.Name);
        var server = (await call.Use<ServerAdministration>().ReadAsync(call.Who, request.ServerId, call.Cancel)).Value;
        call.Http.Response.OnStarting(() =>
        {
            // The answer to the form sends the browser to the client, which browsers hold to be a part of the form.
            call.Http.Response.Headers[HeaderNames.ContentSecurityPolicy] = ContentPolicy.AndFormsTo(new Uri(request.RedirectUri));
            return Task.CompletedTask;
        });
        await call.ShowAsync<ConsentPage>(
            new
            {
                Client = ConsentClient.Of(request),
                Server = server?.Name ?? request.ServerId,
                Grants = grants.Select(grant => (grant.Id, Label(grant.Label, grant.PolicyId is { } id ? policies.GetValueOrDefault(id) : null))).ToArray(),
                request.Parameters,
                Problem = problem,
                Person = call.Who.Label,
            },
            status);
    }

    private static string Label(string label, string? policy) =>
        $"{Parts.SeenText.Plain(label)} · {(policy is null ? "no policy: everything is denied" : "policy " + Parts.SeenText.Plain(policy))}";
}
