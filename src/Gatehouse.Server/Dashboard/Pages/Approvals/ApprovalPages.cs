using System.Globalization;
using Gatehouse.Api.Approvals;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Dashboard.Pages.Servers;

namespace Gatehouse.Server.Dashboard.Pages.Approvals;

/// <summary>The inbox: what waits, one request with everything that its approver must see, and the answers.</summary>
internal static class ApprovalPages
{
    private const int MostInReview = 20;

    public static void Map(PageRoutes pages)
    {
        pages.Get("/approvals", ListAsync).Needs(Right.ReadApprovals);
        pages.Get("/approvals/stream", InboxStream.BeginAsync).Needs(Right.ReadApprovals);
        pages.Get("/approvals/{id}", call => ShowAsync(call, null)).Needs(Right.ReadApprovals);
        pages.Post("/approvals/refuse", RefuseManyAsync).Needs(Right.SettleApprovals);
        pages.Post("/approvals/review", ReviewAsync).Needs(Right.SettleApprovals);
        pages.Post("/approvals/approve", ApproveManyAsync).Needs(Right.SettleApprovals);
        pages.Post("/approvals/{id}/approve", (call, sent) => SettleAsync(call, sent, "approved", (answers, answer) =>
            answers.ApproveAsync(call.Who, call.Id, answer, Shown(sent["version"]), call.Cancel))).Needs(Right.SettleApprovals);
        pages.Post("/approvals/{id}/refuse", (call, sent) => SettleAsync(call, sent, "refused", (answers, answer) =>
            answers.RefuseAsync(call.Who, call.Id, answer, Shown(sent["version"]), call.Cancel))).Needs(Right.SettleApprovals);
        pages.Post("/approvals/{id}/cancel", (call, sent) => SettleAsync(call, sent, "taken-back", (answers, answer) =>
            answers.CancelAsync(call.Who, call.Id, answer, call.Cancel))).Needs(Right.ReadApprovals);
    }

    private static async Task ListAsync(PageCall call)
    {
        var filter = new ApprovalFilter(call.Query("state"), call.Query("server"), call.Query("grant"), call.Query("tool"));
        var found = await call.Use<ApprovalAdministration>().ListAsync(call.Who, filter, call.Page, call.Cancel);
        await (found.Value is { } page
            ? call.ShowAsync<InboxPage>(new
            {
                Items = page.Items,
                page.Next,
                IsLater = call.Query("cursor") is not null,
                State = call.Query("state") ?? "open",
                Server = call.Query("server"),
                Tool = call.Query("tool"),
                Servers = await Lookups.ServersAsync(call),
                Kept = call.Query("kept"),
            })
            : call.RefuseAsync(found.Refusal!));
    }

    private static async Task ShowAsync(PageCall call, Refusal? refusal, string? link = null)
    {
        var found = await call.Use<ApprovalAdministration>().ReadAsync(call.Who, call.Id, call.Query("full") == "true", call.Cancel);
        await (found.Value is { } approval
            ? call.ShowAsync<ApprovalPage>(
                new
                {
                    Approval = approval,
                    Tool = await ToolAsync(call, approval),
                    IsFull = call.Query("full") == "true",
                    Link = link ?? call.Query("link"),
                    Problem = refusal is null ? null : Sentences.Of(refusal),
                },
                refusal is null ? 200 : StatusTable.Of(refusal.Fault.Code))
            : call.RefuseAsync(found.Refusal!));
    }

    // The version is in a page that shows long arguments whole, and proves that it did; the digest is in all.
    private static Expected Shown(string version) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new Expected(number) : default;

    // What the tool is known to do, beside what its call says.
    private static async Task<ToolLine?> ToolAsync(PageCall call, ApprovalView approval)
    {
        var tools = await call.Use<ServerToolAdministration>().ListAsync(call.Who, approval.ServerId, call.Cancel);
        return tools.Value is { } list
            ? ToolLine.Of(list, approval.ServerName).FirstOrDefault(tool => tool.Name == approval.Tool && tool.Hash == approval.Definition)
            : null;
    }

    private static async Task SettleAsync(
        PageCall call, SentForm sent, string said, Func<ApprovalAnswers, Settlement, ValueTask<Outcome<ApprovalView>>> settle)
    {
        var outcome = await settle(call.Use<ApprovalAnswers>(), new Settlement(sent.Text("digest"), sent.Text("comment"), sent.Text("link")));
        await (outcome.Refusal is { } refusal ? ShowAsync(call, refusal, sent.Text("link")) : call.GoAsync($"/approvals/{call.Id}", said));
    }

    private static async Task RefuseManyAsync(PageCall call, SentForm sent)
    {
        var ids = sent.Many("id");
        if (ids.IsEmpty)
        {
            await call.GoAsync("/approvals", "nothing-ticked");
            return;
        }

        var outcome = await call.Use<ApprovalAnswers>().RefuseManyAsync(call.Who, new BulkRefusal(ids, sent.Text("comment")), call.Cancel);
        await call.AfterAsync(
            outcome, outcome.Value is { NotRefused.Length: > 0 and var kept } ? $"/approvals?kept={kept}" : "/approvals", "refused-many");
    }

    private static async Task ReviewAsync(PageCall call, SentForm sent)
    {
        var ids = sent.Many("id");
        if (ids.IsEmpty)
        {
            await call.GoAsync("/approvals", "nothing-ticked");
            return;
        }

        var shown = new List<ApprovalView>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal).Take(MostInReview))
        {
            if ((await call.Use<ApprovalAdministration>().ReadAsync(call.Who, id, isFull: true, call.Cancel)).Value is { } one)
            {
                shown.Add(one);
            }
        }

        await call.ShowAsync<ReviewPage>(new { Items = shown.ToArray(), Results = (string[]?)null });
    }

    // Each by itself, with the digest of what was shown: a list can hold one that others do not want said yes to.
    private static async Task ApproveManyAsync(PageCall call, SentForm sent)
    {
        var results = new List<string>();
        foreach (var line in sent.Many("call").Take(MostInReview))
        {
            if (line.Split(' ') is not [var id, var digest, var version])
            {
                continue;
            }

            var outcome = await call.Use<ApprovalAnswers>().ApproveAsync(
                call.Who, id, new Settlement(digest, sent.Text("comment")), Shown(version), call.Cancel);
            results.Add(outcome.Value is { } view
                ? $"{view.Tool}: approved"
                : Sentences.Of(outcome.Refusal!));
        }

        await (results.Count == 0
            ? call.GoAsync("/approvals", "nothing-ticked")
            : call.ShowAsync<ReviewPage>(new { Items = Array.Empty<ApprovalView>(), Results = results.ToArray() }));
    }
}
