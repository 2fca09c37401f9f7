using System.Collections.Immutable;
using Gatehouse.Control.Catalogue.Attacks;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Risk;
using Gatehouse.Server.Site.Content;

namespace Gatehouse.Server.Site.Pages;

/// <summary><c>/attacks</c> and <c>/attacks/{slug}</c>.</summary>
internal static class AttackPages
{
    public static Task AllAsync(SiteCall call)
    {
        var category = call.Http.Request.Query["category"] is [{ } word] ? RiskWords.Category(word)?.Word() : null;
        var control = call.Http.Request.Query["control"] is [{ } slug] ? AttackBook.Controls.FirstOrDefault(one => one.Slug == slug) : null;
        var attacks = AttackBook.All
            .Where(attack => category is null || attack.Categories.Contains(category, StringComparer.Ordinal))
            .Where(attack => control is null || attack.Control == control.Slug).ToArray();
        var blocks = ImmutableArray.CreateBuilder<Block>();
        if (control is not null)
        {
            blocks.Add(new Block.Heading(control.Title, "control"));
            blocks.Add(new Block.Paragraph(control.Text));
            blocks.Add(new Block.Listing("policy.json", AttackBook.Text(control)));
        }

        foreach (var year in attacks.GroupBy(static attack => attack.Year))
        {
            blocks.Add(new Block.Heading($"{year.Key}", $"y{year.Key}"));
            blocks.Add(Lines.Of(year));
        }

        if (control is null)
        {
            blocks.Add(new Block.Heading("Controls", "controls"));
            blocks.Add(new Block.Tiles([.. AttackBook.Controls.Select(static one => new Tile(
                $"/attacks?control={one.Slug}", one.Title, one.Text, null, AttackBook.All.Count(attack => attack.Control == one.Slug)))]));
        }

        return call.ShowAsync(new SitePage
        {
            Path = "/attacks",
            Title = control is not null ? $"Attacks that one control stops" : category is not null ? $"Attacks on {category} tools" : "Attacks on agents and their tools",
            Description = "Incidents and attack patterns with tools of agents: what happened, which access was abused, which control stops it.",
            Lead = [$"{attacks.Length} incidents and patterns: what happened, which access was abused, and which control stops it."],
            Blocks = blocks.ToImmutable(), IsPassing = control is not null || category is not null,
        });
    }

    public static async Task OneAsync(SiteCall call)
    {
        if (AttackBook.Find(call.Part("slug")) is not { } attack)
        {
            await call.AbsentAsync("attack", call.Part("slug"));
            return;
        }

        var control = AttackBook.ControlOf(attack);
        var worst = attack.Categories.Select(static word => RiskWords.Category(word) ?? RiskCategory.Other).Max();
        var (tools, _) = await call.Index.ToolsAsync(new ToolFilter { Category = worst, Count = 6 }, call.Cancel);
        await call.ShowAsync(new SitePage
        {
            Path = $"/attacks/{attack.Slug}", Title = attack.Title, Crumbs = [("/attacks", "Attacks")], Description = attack.Happened,
            Beside = [.. attack.Categories.SelectMany(static word => new Inline[] { new Inline.Category(word), " " })],
            Blocks =
            [
                new Block.Heading("What happened", "happened"),
                new Block.Paragraph(attack.Happened),
                new Block.Heading("Which access was abused", "access"),
                new Block.Paragraph(attack.Access),
                new Block.Heading("What stops it", "control"),
                new Block.Paragraph(attack.Stopped),
                new Block.Paragraph(new Inline.Strong(control.Title + ". "), control.Text),
                new Block.Listing("policy.json", AttackBook.Text(control)),
                new Block.Paragraph("A policy to begin with: put the names of your own tools into it."),
                .. tools.IsEmpty ? [] : new Block[] { new Block.Heading($"Tools of the kind, in the index", "tools"), Lines.Of(tools) },
                new Block.Heading("More", "more"),
                new Block.Points(
                [
                    .. attack.Categories.Select(static word => ImmutableArray.Create<Inline>(new Inline.Way($"/attacks?category={word}", $"Attacks on {word} tools"))),
                    [new Inline.Way($"/attacks?control={control.Slug}", $"What else this stops: {control.Title}")],
                ]),
                new Block.Facts(
                [
                    ("Year", [$"{attack.Year}"]), ("Kind", [Dashboard.Parts.Labels.Of(attack.Kind)]),
                    .. attack.Cve.Length == 0 ? [] : new (string, ImmutableArray<Inline>)[] { ("CVE", [new Inline.Away($"https://www.cve.org/CVERecord?id={attack.Cve}", attack.Cve)]) },
                    ("Told at", [new Inline.Away(attack.Source)]),
                ]),
                new Block.Contact($"/attacks/{attack.Slug}", null, IsSent: false),
            ],
            Data = LinkedData.Of(
                "Article", ("headline", attack.Title), ("description", attack.Happened), ("datePublished", $"{attack.Year}"), ("url", $"{call.Root}/attacks/{attack.Slug}")),
        });
    }
}
