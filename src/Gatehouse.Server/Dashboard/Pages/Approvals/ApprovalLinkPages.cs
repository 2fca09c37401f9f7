using Gatehouse.Api.Approvals;
using Gatehouse.Control.Approvals;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Approvals;

/// <summary>What the link of an e-mail shows to a browser in which nobody is signed in: what the e-mail said, and the way to answer.</summary>
internal static class ApprovalLinkPages
{
    /// <summary>Draws it; false where the address is no such link, or one that shows nothing any more.</summary>
    /// <param name="call">The request that nobody was known for.</param>
    /// <param name="next">The address itself, to come back to.</param>
    public static async Task<bool> TryShowAsync(PageCall call, string next)
    {
        if (!HttpMethods.IsGet(call.Http.Request.Method) || call.Query("link") is not { } token
            || call.Http.Request.Path.Value?.Split('/') is not ["", "approvals", { Length: > 0 } id])
        {
            return false;
        }

        var shown = await call.Use<ApprovalLinkAdministration>().ReadAsync(id, new ApprovalLink(token), call.From, call.Cancel);
        if (shown.Value is not { } link)
        {
            return false;
        }

        await call.ShowPlainAsync<ApprovalLinkPage>(new { Link = link, Next = next });
        return true;
    }
}
