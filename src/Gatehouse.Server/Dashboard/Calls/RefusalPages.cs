using Gatehouse.Control.Faults;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Pages;
using Gatehouse.Server.Dashboard.Pages.Approvals;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>Refusals as a person with a browser sees them: sign in first, or a page that says what happened and what to do.</summary>
internal sealed class RefusalPages : IRefusalPages
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryWriteAsync(HttpContext http, Refusal refusal, int status)
    {
        var request = http.Request;
        if (request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            || !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var call = new PageCall(http);
        if (status != StatusCodes.Status401Unauthorized)
        {
            await call.ShowPlainAsync<RefusedPage>(
                new { Problem = Sentences.Of(refusal.Fault.Message), Help = Help(refusal), Status = status }, status);
        }
        else if (IsFirstOfALink(http))
        {
            await call.ShowPlainAsync<ArrivalPage>();
        }
        else
        {
            var back = Back(request);
            if (!await ApprovalLinkPages.TryShowAsync(call, back))
            {
                await call.GoAsync("/sign-in?next=" + Uri.EscapeDataString(back));
            }
        }

        return true;
    }

    // A cookie of ours is not sent where another site's page or a mail program opened the link: the page opens itself once more.
    private static bool IsFirstOfALink(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.Request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"];

    // Of a form whose session ended meanwhile: the page that it stood on.
    private static string Back(HttpRequest request) => HttpMethods.IsGet(request.Method)
        ? LocalPath.Of(request.Path + request.QueryString)
        : Uri.TryCreate(request.Headers[HeaderNames.Referer], UriKind.Absolute, out var from) ? LocalPath.Of(from.PathAndQuery) : "/";

    private static string? Help(Refusal refusal) => refusal.Fault.Help is { } help ? Sentences.Of(help) : null;
}
