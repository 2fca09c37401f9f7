using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Control.Catalogue.Attacks;
using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Risk;
using Gatehouse.Server.Site.Content;
using Gatehouse.Server.Site.Texts;

namespace Gatehouse.Server.Site.Pages;

/// <summary><c>/tools/{server}/{tool}</c>. The order of its parts is the order of this file.</summary>
internal static class ToolPage
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, NewLine = "\n" };

    public static async Task ShowAsync(SiteCall call)
    {
        if (await call.Index.ToolAsync(call.Part("server"), call.Part("tool"), call.Cancel) is not { } answer)
        {
            await call.AbsentAsync("tool", call.Part("tool"));
            return;
        }

        var (server, tool) = (answer.Server, answer.Tool);
        var totals = await call.TotalsAsync();
        var path = Lines.Path(server, tool);
        await call.ShowAsync(new SitePage
        {
            Path = path,
            Title = tool.Name,
            Description = $"{tool.Name} of {server.Shown}: {tool.Level.Word()} risk, {tool.Category.Word()}. What it does, why it needs a policy, and the policy.",
            Crumbs = [("/tools", "Tools"), (Lines.Path(server), server.Shown)],

            // 1. Level, name, what it says of itself, and the way to the control.
            Beside = [new Inline.Level(tool.Level.Word()), " ", new Inline.Category(tool.Category.Word())],
            Lead = tool.Description.Length > 0
                ? [new Inline.Outside(tool.Description, 300), " ", new Inline.Way("#control", "How to control it")]
                : [new Inline.Way("#control", "How to control it")],
            Blocks =
            [
                .. ServerPage.Warnings(server, answer.LooksLike),
                .. Does(server, tool),
                .. Why(tool),
                .. Definition(tool),
                .. Abuses(tool),
                .. Control(server, tool),
                .. Related(answer),
                .. ToolQuestions.Blocks(server, tool),
                new Block.Heading("Add the rest of your stack", "stack"),
                new Block.Paragraph("Your agents call more than this server. ", new Inline.Way("/stack", "Paste your client's configuration"), " and see all of it at once, with a policy for each server."),
                Counting.Line(server.Shown, server.Tools, totals),
                new Block.Contact(path, null, IsSent: false),
            ],
            Data = ToolQuestions.Data(server, tool, call.Root + path),
        });
    }

    // 2. By category, in words.
    private static IEnumerable<Block> Does(CatalogueServer server, CatalogueTool tool)
    {
        yield return new Block.Heading("What it does on this server", "does");
        yield return new Block.Paragraph(
            new Inline.Name(tool.Name), " of ", new Inline.Way(Lines.Path(server), server.Shown), $" {RiskTexts.Can(tool.Category.Word())}. It counts as ",
            new Inline.Strong(Dashboard.Parts.Labels.Of(tool.Level.Word())), ", ", new Inline.Strong(Dashboard.Parts.Labels.Of(tool.Category.Word())),
            $": {RiskTexts.Level(tool.Level.Word())}.");
    }

    // 3. From the evidence.
    private static IEnumerable<Block> Why(CatalogueTool tool)
    {
        using var assessment = JsonDocument.Parse(tool.Assessment);
        var root = assessment.RootElement;
        yield return new Block.Heading("Why it needs a policy", "why");
        yield return new Block.Paragraph(RiskTexts.Why(tool.Category.Word()));
        var points = ImmutableArray.CreateBuilder<ImmutableArray<Inline>>();
        foreach (var evidence in root.GetProperty("evidence").EnumerateArray())
        {
            points.Add([$"Its category, {tool.Category.Word()}, comes from ", new Inline.Outside(evidence.GetString()!, 160), "."]);
        }

        foreach (var signal in root.GetProperty("signals").EnumerateArray())
        {
            points.Add([
                new Inline.Strong(signal.GetProperty("name").GetString()!), $": {RiskTexts.Signal(signal.GetProperty("name").GetString()!)} (",
                new Inline.Outside(signal.GetProperty("evidence").GetString()!, 160), ")."]);
        }

        if (points.Count > 0)
        {
            yield return new Block.Points(points.ToImmutable());
        }

        if (root.GetProperty("confidence").GetDouble() < 0.6)
        {
            yield return new Block.Notice("", "The classifier is not sure of this one: look at the definition yourself.");
        }
    }

    // 4. As it is declared. SECURITY: everything but plain letters is escaped, so that nothing in it is invisible.
    private static IEnumerable<Block> Definition(CatalogueTool tool)
    {
        yield return new Block.Heading("Its definition", "definition");
        yield return tool.Description.Length > 0
            ? new Block.Quotation(tool.Description)
            : new Block.Paragraph("It has no description.");
        using var definition = JsonDocument.Parse(tool.Definition, new JsonDocumentOptions { MaxDepth = 64 });
        if (definition.RootElement.EnumerateObject().Any())
        {
            yield return new Block.Listing("What it takes", JsonSerializer.Serialize(definition.RootElement, _indented));
        }

        if (tool.IsCut)
        {
            yield return new Block.Notice("warn", "Its definition is longer than what is kept: it is cut here.");
        }

        yield return new Block.Facts([("Source", ServerPage.Source(new(tool.Source, tool.At, tool.Licence)))]);
    }

    // 5. What was done with this kind of access.
    private static IEnumerable<Block> Abuses(CatalogueTool tool)
    {
        var attacks = AttackBook.Abusing(tool.Category.Word()).Take(4).ToArray();
        yield return new Block.Heading("Attacks that abuse this kind of access", "attacks");
        if (attacks.Length == 0)
        {
            yield return new Block.Paragraph("What a tool is for decides which attacks fit it. ", new Inline.Way("/attacks", "All attacks"), ".");
            yield break;
        }

        yield return Lines.Of(attacks);
        yield return new Block.Paragraph(new Inline.Way($"/attacks?category={tool.Category.Word()}", $"All attacks on {tool.Category.Word()} tools"));
    }

    // 6. The policy, what it does, how it is enforced.
    private static IEnumerable<Block> Control(CatalogueServer server, CatalogueTool tool)
    {
        yield return new Block.Heading("How to control it", "control");
        yield return new Block.Paragraph("The recommended policy for ", new Inline.Name(tool.Name), ":");
        yield return new Block.Listing("policy.json", ToolPolicies.Recommended(tool));
        yield return new Block.Paragraph(
            "With it, ", new Inline.Name(tool.Name), $" {ToolPolicies.Effect(tool)}. {ToolPolicies.Rest(tool)}");
        yield return new Block.Points(Steps(server, tool), AreNumbered: true);
        yield return new Block.Buttons((Connecting.NewServer(server, tool), "Gate this tool", true), (Lines.Path(server) + "#policy", "A policy for the whole server", false));
    }

    /// <summary>From the policy to a call that keeps it.</summary>
    public static ImmutableArray<ImmutableArray<Inline>> Steps(CatalogueServer server, CatalogueTool tool) =>
    [
        [new Inline.Strong("Register the server. "), "In the ", new Inline.Way(Connecting.NewServer(server, tool), "dashboard"), ", or with ", new Inline.Name("gatehouse servers add"), "."],
        [new Inline.Strong("Save the policy. "), "In the ", new Inline.Way("/policies/new", "dashboard"), ", or with ", new Inline.Name("gatehouse policies new"), "."],
        [new Inline.Strong("Make a grant and give it to the agent. "), "Its client connects to the gateway instead of the server: ", new Inline.Way("/grants/new", "new grant"), ", or ", new Inline.Name("gatehouse grants new"), "."],
    ];

    // 7. What is near.
    private static IEnumerable<Block> Related(ToolAnswer answer)
    {
        var (server, tool) = (answer.Server, answer.Tool);
        if (!answer.Related.IsEmpty)
        {
            yield return new Block.Heading("Related tools", "related");
            yield return new Block.ToolLines([.. answer.Related.Select(other => Lines.Of(server, other))], NamesServers: false);
        }

        yield return new Block.Heading("Related policies and further reading", "reading");
        var control = AttackBook.Abusing(tool.Category.Word()).Select(AttackBook.ControlOf).FirstOrDefault();
        yield return new Block.Points(
        [
            [new Inline.Way(Lines.Path(server) + "#policy", "The policy for the whole server")],
            .. control is null ? [] : new ImmutableArray<Inline>[] { [new Inline.Way($"/attacks?control={control.Slug}", control.Title), $": {control.Text}"] },
            [new Inline.Way($"/risk/{tool.Level.Word()}", $"All tools of the level {tool.Level.Word()}")],
            [new Inline.Way("/risk", "How categories, levels and signals are told")],
        ]);
    }
}
