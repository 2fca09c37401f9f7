using System.Collections.Immutable;
using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Risk;
using Gatehouse.Server.Site.Content;
using Gatehouse.Server.Site.Texts;

namespace Gatehouse.Server.Site.Pages;

/// <summary><c>/tools</c>: the search, or how to fill the index where it is empty.</summary>
internal static class ToolsPage
{
    private const string Lead = "What can every tool of every MCP server do, and how dangerous is that? Search, look, and take the policy.";

    public static async Task ShowAsync(SiteCall call)
    {
        var (filter, fault) = ToolFilter.Read(call.Http.Request.Query, hasRisks: true);
        if (filter is null)
        {
            await call.RefuseAsync(fault!);
            return;
        }

        var totals = await call.TotalsAsync();
        var (hits, next) = await call.Index.ToolsAsync(filter, call.Cancel);
        var isAsked = filter.Text.Length > 0 || filter.Category is not null || filter.Level is not null || filter.Signal is not null;
        var blocks = ImmutableArray.CreateBuilder<Block>();
        blocks.Add(new Block.Search(filter.Text, filter.Category?.Word(), filter.Level?.Word(), filter.Signal, HasRisks: true));
        if (!isAsked && filter.After is null)
        {
            blocks.AddRange(Front(totals));
        }

        // Servers that are known by name alone have no tools to be found by.
        var servers = filter.After is null && filter.Category is null && filter.Level is null && filter.Signal is null
            ? (await call.Index.ServersAsync(new ToolFilter { Text = filter.Text, Count = filter.Text.Length > 0 ? 12 : 8 }, call.Cancel)).Servers
            : [];
        if (filter.Text.Length > 0 && !servers.IsEmpty)
        {
            blocks.Add(new Block.Heading("Servers", "servers"));
            blocks.Add(Lines.Of(servers));
        }

        if (!hits.IsEmpty)
        {
            blocks.Add(new Block.Heading(isAsked ? "Tools" : "The riskiest", "tools"));
            blocks.Add(Lines.Of(hits));
            blocks.Add(new Block.Next("/tools", next?.ToString(), filter.After is not null,
                [("q", filter.Text), ("category", filter.Category?.Word()), ("level", filter.Level?.Word()), ("signal", filter.Signal)]));
        }
        else if (isAsked && servers.IsEmpty)
        {
            blocks.Add(new Block.Notice("", "Nothing is called or described so. Try fewer words, or take a filter off."));
        }

        blocks.Add(new Block.Paragraph(Counting.Line(totals)));
        blocks.Add(new Block.Contact("/tools", null, IsSent: false));
        await call.ShowAsync(new SitePage
        {
            Path = "/tools", Title = "What can your agents call?", Description = $"{Lead} {Counting.Line(totals)}", Lead = [Lead],
            Blocks = blocks.ToImmutable(), IsPassing = isAsked || filter.After is not null,
            Data = LinkedData.Of("WebSite", ("name", "Gatehouse catalogue"), ("url", call.Root + "/tools")),
        });
    }

    private static IEnumerable<Block> Front(CatalogueTotals totals)
    {
        if (totals.Servers > 0)
        {
            yield return new Block.Numbers(
            [
                ("Servers indexed", totals.Servers, null), ("Tools classified", totals.Tools, null),
                .. new[] { "critical", "high", "medium", "low" }.Select(level =>
                    (Dashboard.Parts.Labels.Of(level), totals.Levels.GetValueOrDefault(level), (string?)$"/risk/{level}")),
            ]);
        }

        if (totals.Tools > FillingTexts.Many)
        {
            yield break;
        }

        foreach (var block in FillingTexts.Blocks)
        {
            yield return block;
        }
    }
}
