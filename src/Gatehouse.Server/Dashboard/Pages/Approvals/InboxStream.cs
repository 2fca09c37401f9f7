using System.Globalization;
using System.Text;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Approvals;

/// <summary>Tells an open inbox that something changed: how many wait, and whether one of them is new. What waits it reads itself.</summary>
internal static class InboxStream
{
    public static async Task BeginAsync(PageCall call)
    {
        var (place, fault) = call.Use<Places>().Take(call.Who.Id);
        if (place is null)
        {
            await call.RefuseAsync(fault!);
            return;
        }

        using var taken = place;
        call.Http.Response.ContentType = EventText.ContentType;
        HashSet<string>? before = null;
        await call.Use<LiveList>().WriteAsync(call.Who, Right.ReadApprovals, NextAsync, call.Http.Response.Body, call.Cancel);

        async ValueTask<byte[]?> NextAsync(CancellationToken end)
        {
            var open = new ApprovalFilter(default, default, default, default);
            var found = await call.Use<ApprovalAdministration>().ListAsync(call.Who, open, new PageQuery("200", default), end);
            if (found.Value is not { } page)
            {
                return null;
            }

            var now = page.Items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
            var isFirst = before is null;
            var news = before is null ? 0 : now.Count(id => !before.Contains(id));
            var isSame = before is not null && before.SetEquals(now);
            before = now;
            return isSame ? []
                : Encoding.UTF8.GetBytes(string.Create(
                    CultureInfo.InvariantCulture, $"event: {(isFirst ? "now" : "changed")}\ndata: {now.Count} {news}\n\n"));
        }
    }
}
