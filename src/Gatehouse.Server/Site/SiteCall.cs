using System.Text;
using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Site.Content;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Server.Site;

/// <summary>One request for a page of the public site.</summary>
/// <param name="call">The request.</param>
internal sealed class SiteCall(PageCall call)
{
    private const string MarkdownEnd = ".md";

    public HttpContext Http => call.Http;

    public CancellationToken Cancel => call.Cancel;

    /// <summary>The index.</summary>
    public CatalogueReading Index => call.Use<CatalogueReading>();

    /// <summary>What the sitemap and pasted configurations ask of it.</summary>
    public SiteReading Site => call.Use<SiteReading>();

    /// <summary>SECURITY: what addresses begin with comes from the settings; no header of a request can change it.</summary>
    public string Root => call.Use<PeopleAddress>().Public;

    public bool IsMarkdown => Http.Request.Path.Value!.EndsWith(MarkdownEnd, StringComparison.Ordinal);

    public ValueTask<CatalogueTotals> TotalsAsync() => Index.TotalsAsync(Cancel);

    /// <summary>A part of the path, without the ending of its Markdown twin.</summary>
    public string Part(string name) => call.Part(name) is var part && part.EndsWith(MarkdownEnd, StringComparison.Ordinal) ? part[..^MarkdownEnd.Length] : part;

    /// <summary>Shows a page, as HTML or as Markdown.</summary>
    public async Task ShowAsync(SitePage page)
    {
        var headers = Http.Response.Headers;
        if (page.Status == StatusCodes.Status200OK && HttpMethods.IsGet(Http.Request.Method))
        {
            // The theme is a cookie, as the session is: what one reader gets may not be kept for another, nor for the same one signed out.
            headers[HeaderNames.CacheControl] = "private, max-age=60";
            headers[HeaderNames.Vary] = "Cookie";
        }

        if (IsMarkdown)
        {
            await WriteAsync("text/markdown; charset=utf-8", Markdown.Of(page, Root), page.Status);
            return;
        }

        await call.KnowAsync();
        await call.ShowAsync<SitePageView>(new { Page = page, Root }, page.Status);
    }

    /// <summary>Writes plain text.</summary>
    public Task WriteAsync(string kind, string text, int status = StatusCodes.Status200OK)
    {
        Http.Response.StatusCode = status;
        Http.Response.ContentType = kind;
        return Http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), Cancel).AsTask();
    }

    public Task RefuseAsync(Refusal refusal) => call.RefuseAsync(refusal);

    /// <summary>There is no such thing.</summary>
    public Task AbsentAsync(string kind, string id) => RefuseAsync(ControlFaults.Absent(kind, id));
}
