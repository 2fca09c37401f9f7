using Gatehouse.Control.Catalogue.Attacks;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Risk;
using Gatehouse.Server.Site.Content;
using Gatehouse.Server.Site.Texts;

namespace Gatehouse.Server.Site.Pages;

/// <summary><c>/risk</c> and <c>/risk/{level}</c>.</summary>
internal static class RiskPages
{
    private static readonly string[] _levels = ["critical", "high", "medium", "low"];
    private static readonly RiskCategory[] _categories = [RiskCategory.Financial, RiskCategory.Destructive, RiskCategory.Execute, RiskCategory.Write, RiskCategory.Read, RiskCategory.Other];

    public static async Task AllAsync(SiteCall call)
    {
        var totals = await call.TotalsAsync();
        await call.ShowAsync(new SitePage
        {
            Path = "/risk", Title = "How dangerous is a tool?", Description = "Categories, levels, signals, and the rule that is recommended for each.",
            Lead = ["Every tool gets a category, what the worst is that a call is for, and a level, how much care it needs. Signals say why a level is not what its category begins with."],
            Blocks =
            [
                new Block.Heading("Levels", "levels"),
                new Block.Tiles([.. _levels.Select(level => new Tile(
                    $"/risk/{level}", Dashboard.Parts.Labels.Of(level), RiskTexts.Level(level), level, totals.Levels.GetValueOrDefault(level)))]),
                new Block.Heading("Categories", "categories"),
                new Block.Tiles([.. _categories.Select(category => new Tile(
                    $"/tools?category={category.Word()}", Dashboard.Parts.Labels.Of(category.Word()), $"A tool that {RiskTexts.Can(category.Word())}.", null,
                    totals.Categories.GetValueOrDefault(category.Word())))]),
                new Block.Heading("Signals", "signals"),
                new Block.Points([.. RiskWords.Signals.Select(static signal =>
                    System.Collections.Immutable.ImmutableArray.Create<Inline>(new Inline.Way($"/tools?signal={signal}", signal), $": {RiskTexts.Signal(signal)}"))]),
                new Block.Heading("Recommended rules", "rules"),
                new Block.Points([.. Rules().Select(static rule => System.Collections.Immutable.ImmutableArray.Create<Inline>(
                    new Inline.Strong(rule.What), $": the tool {RiskTexts.Effect(rule.Name)}"))]),
                new Block.Paragraph(Counting.Line(totals)),
            ],
        });
    }

    public static async Task OneAsync(SiteCall call)
    {
        var word = call.Part("level");
        if (RiskWords.Level(word) is not { } level || level.Word() != word)
        {
            await call.AbsentAsync("level", word);
            return;
        }

        var totals = await call.TotalsAsync();
        var (filter, fault) = ToolFilter.Read(call.Http.Request.Query, hasRisks: false);
        if (filter is null)
        {
            await call.RefuseAsync(fault!);
            return;
        }

        var (hits, next) = await call.Index.ToolsAsync(filter with { Level = level, Text = "" }, call.Cancel);
        var attacks = _categories.Where(category => Recommended(category, level)).SelectMany(category => AttackBook.Abusing(category.Word())).Distinct().Take(6);
        var label = Dashboard.Parts.Labels.Of(word);
        await call.ShowAsync(new SitePage
        {
            Path = $"/risk/{word}", Title = $"{label} tools", Crumbs = [("/risk", "Risk")], Beside = [new Inline.Level(word)],
            Description = $"{label}: {RiskTexts.Level(word)}.", Lead = [$"{label} means {RiskTexts.Level(word)}."], IsPassing = filter.After is not null,
            Blocks =
            [
                new Block.Heading("A policy for all of them", "policy"),
                new Block.Paragraph($"Whatever it is called and on whichever server: a tool of this level waits for a person."),
                new Block.Listing("policy.json", ToolPolicies.OfLevel(level)),
                new Block.Heading("Tools", "tools"),
                hits.IsEmpty ? new Block.Notice("", "The index has no tool of this level yet.") : Lines.Of(hits),
                new Block.Next($"/risk/{word}", next?.ToString(), filter.After is not null, []),
                new Block.Heading("Attacks on such tools", "attacks"),
                Lines.Of(attacks),
                new Block.Paragraph(Counting.Line(totals)),
            ],
        });
    }

    // The categories that begin at a level.
    private static bool Recommended(RiskCategory category, RiskLevel level) => category switch
    {
        RiskCategory.Financial or RiskCategory.Destructive => level == RiskLevel.Critical,
        RiskCategory.Execute => level == RiskLevel.High,
        RiskCategory.Write or RiskCategory.Other => level == RiskLevel.Medium,
        _ => level == RiskLevel.Low,
    };

    private static IEnumerable<(string What, string Name)> Rules() =>
        from category in _categories
        from level in Enum.GetValues<RiskLevel>().Reverse()
        where IsPossible(category, level)
        select ($"{Dashboard.Parts.Labels.Of(category.Word())}, {level.Word()}", Recommendation.Of(category, level).Name);

    private static bool IsPossible(RiskCategory category, RiskLevel level) => category switch
    {
        RiskCategory.Financial => level == RiskLevel.Critical,
        RiskCategory.Destructive or RiskCategory.Execute => level >= RiskLevel.High,
        RiskCategory.Write => level is RiskLevel.Medium or RiskLevel.High,
        RiskCategory.Read => level <= RiskLevel.Medium,
        _ => level == RiskLevel.Medium,
    };
}
