using System.Text;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>One request for a page, as its handler sees it: the twin of the API's own call.</summary>
/// <param name="http">The request.</param>
internal sealed class PageCall(HttpContext http)
{
    private const int MostWaiting = 100;

    public HttpContext Http => http;

    public CancellationToken Cancel => http.RequestAborted;

    /// <summary>Who asks. A bug on a public page, where nobody was asked for.</summary>
    public Principal Who => http.Features.Get<Principal>() ?? throw new InvalidOperationException("a public page knows nobody");

    /// <summary>Whether anybody was asked for, and is known.</summary>
    public bool IsKnown => http.Features.Get<Principal>() is not null;

    /// <summary>The network address that the request came from.</summary>
    public string From => Addresses.Of(http);

    /// <summary><c>{id}</c> of the path.</summary>
    public string Id => Part("id");

    /// <summary>Which part of a list.</summary>
    public PageQuery Page => new(http.Request.Query["limit"], http.Request.Query["cursor"]);

    /// <summary>A part of the path.</summary>
    public string Part(string name) => (string)http.Request.RouteValues[name]!;

    /// <summary>A filter; null where it is empty or there twice.</summary>
    public string? Query(string name) => http.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>An administration.</summary>
    public T Use<T>()
        where T : notnull => http.RequestServices.GetRequiredService<T>();

    /// <summary>The version that a form was drawn from.</summary>
    public static Expected Expected(SentForm sent) => new(sent.Number("version") ?? -1);

    /// <summary>What keeps a form that is sent twice from doing something twice.</summary>
    /// <param name="sent">The form.</param>
    /// <param name="part">Which of several things that one form makes.</param>
    public Repeat? Once(SentForm sent, string part = "") => sent.Text("once") is { } key
        ? Repeat.Read(key + part, "POST", http.Request.Path.Value!, Encoding.UTF8.GetBytes(sent.Whole())).Repeat
        : null;

    /// <summary>Draws a page.</summary>
    /// <param name="parameters">An object with the page's parameters.</param>
    /// <param name="status">Status of the answer.</param>
    public async Task ShowAsync<TPage>(object? parameters = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        await FillAsync(Use<Viewer>());
        await ShowPlainAsync<TPage>(parameters, status);
    }

    /// <summary>Draws a page that asks the database nothing: for refusals, which may be the database's own.</summary>
    public async Task ShowPlainAsync<TPage>(object? parameters = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        Use<Viewer>().Theme = Themes.Of(http);
        http.Response.Headers[HeaderNames.ContentSecurityPolicy] = ContentPolicy.Text;
        await new RazorComponentResult<TPage>(parameters ?? new { }) { StatusCode = status, PreventStreamingRendering = true }.ExecuteAsync(http);
    }

    /// <summary>Finds out who reads a public page, where it is somebody that we know.</summary>
    public async Task KnowAsync()
    {
        var (who, fault) = await Use<Credentials>().ReadAsync(http);
        if (who is not null)
        {
            http.Features.Set(who);
        }
        else if (fault is not null)
        {
            // A session that is over would count as a wrong one on every page that is looked at.
            SessionCookie.Clear(http);
        }
    }

    /// <summary>A refusal as a page of its own.</summary>
    public Task RefuseAsync(Refusal refusal) => Problems.WriteAsync(http, refusal);

    /// <summary>Goes to a page after something was done: reloading it does nothing twice.</summary>
    /// <param name="path">A path of ours.</param>
    /// <param name="said">What was done: a word of <see cref="SaidTable"/>.</param>
    public Task GoAsync(string path, string? said = null)
    {
        if (said is not null && !SaidTable.Has(said))
        {
            throw new InvalidOperationException($"{said} is no word of the table of what was done");
        }

        var mark = path.IndexOf('#', StringComparison.Ordinal);
        var (head, tail) = mark < 0 ? (path, "") : (path[..mark], path[mark..]);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = said is null ? path : $"{head}{(head.Contains('?', StringComparison.Ordinal) ? '&' : '?')}said={said}{tail}";
        return Task.CompletedTask;
    }

    /// <summary>Goes to a page where a change was made, or shows why it was not.</summary>
    public Task AfterAsync<T>(Outcome<T> outcome, string path, string said)
        where T : class => outcome.Refusal is { } refusal ? RefuseAsync(refusal) : GoAsync(path, said);

    private async Task FillAsync(Viewer viewer)
    {
        viewer.Path = http.Request.Path.Value ?? "/";
        viewer.Said = SaidTable.Find(Query("said"));
        viewer.Who = http.Features.Get<Principal>();
        if (viewer.Who is not { } who)
        {
            return;
        }

        viewer.Whoami = (await Use<SessionAdministration>().WhoamiAsync(who, Cancel)).Value;
        viewer.Frozen = (await Use<OrganisationAdministration>().ReadAsync(who, Cancel)).Value?.Frozen;
        var open = new ApprovalFilter("open", default, default, default);
        var waiting = await Use<ApprovalAdministration>().ListAsync(who, open, new PageQuery("100", default), Cancel);
        viewer.Waiting = waiting.Value is { } page ? (page.Next is null ? page.Items.Length : MostWaiting) : 0;
    }
}
