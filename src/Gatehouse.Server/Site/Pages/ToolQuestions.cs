using System.Collections.Immutable;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Risk;
using Gatehouse.Server.Site.Content;
using Gatehouse.Server.Site.Texts;

namespace Gatehouse.Server.Site.Pages;

/// <summary>Questions and answers about a tool, each with a policy.</summary>
internal static class ToolQuestions
{
    public static IEnumerable<Block> Blocks(CatalogueServer server, CatalogueTool tool)
    {
        yield return new Block.Heading("Questions and answers", "questions");
        yield return new Block.Questions(Pairs(server, tool));
    }

    /// <summary>The page for machines.</summary>
    public static string Data(CatalogueServer server, CatalogueTool tool, string address) => LinkedData.Of(
        "FAQPage", ("url", address), ("about", LinkedData.Part("SoftwareApplication", ("name", Spelt.Line(server.Shown, 120)))),
        ("mainEntity", Pairs(server, tool).Select(pair => LinkedData.Part(
            "Question", ("name", Spelt.Line(pair.Question, 200)),
            ("acceptedAnswer", LinkedData.Part("Answer", ("text", Text(pair.Answer)))))).ToArray()));

    private static ImmutableArray<(string Question, ImmutableArray<Block> Answer)> Pairs(CatalogueServer server, CatalogueTool tool)
    {
        var name = tool.Name;
        return
        [
            ($"What does {name} do?",
            [
                new Block.Paragraph(new Inline.Name(name), $" {RiskTexts.Can(tool.Category.Word())}. It says of itself: ", new Inline.Outside(tool.Description.Length > 0 ? tool.Description : "nothing", 240), " The recommended policy:"),
                new Block.Listing("policy.json", ToolPolicies.Recommended(tool)),
            ]),
            ($"How do I enforce a policy on {name}?",
            [
                new Block.Paragraph("Put the gateway between the agent and the server, attach this policy to the grant, and give the agent the grant's token. Nothing changes in the server."),
                new Block.Points(ToolPage.Steps(server, tool), AreNumbered: true),
                new Block.Listing("policy.json", ToolPolicies.Recommended(tool)),
            ]),
            ($"What risk level is {name}?",
            [
                new Block.Paragraph(new Inline.Level(tool.Level.Word()), $" {Dashboard.Parts.Labels.Of(tool.Level.Word())}, {tool.Category.Word()}: {RiskTexts.Level(tool.Level.Word())}. A policy can ask a person for everything of this level, whatever it is called:"),
                new Block.Listing("policy.json", ToolPolicies.OfLevel(tool.Level)),
            ]),
            ($"Can I rate-limit {name}?",
            [
                new Block.Paragraph("Yes. Calls are counted before they are sent, so that the limit holds for parallel calls too. Ten a minute:"),
                new Block.Listing("policy.json", ToolPolicies.Limited(tool)),
            ]),
            ($"How do I block {name} completely?",
            [
                new Block.Paragraph("Deny it; the agent is told so and can go on with something else. To have it not listed at all, name it under ", new Inline.Name("hide"), "."),
                new Block.Listing("policy.json", ToolPolicies.Blocked(tool)),
            ]),
            ($"Which server and package provides {name}?",
            [
                new Block.Paragraph([
                    new Inline.Way(Lines.Path(server), server.Shown), " (", new Inline.Name(server.Name), ")",
                    .. server.Packages.IsEmpty ? [". No package of it is known."] : new Inline[] { ", in the package ", new Inline.Name(server.Packages[0]), "." },
                    " A policy that lets this tool through and no other of the server:"]),
                new Block.Listing("policy.json", ToolPolicies.Alone(tool)),
            ]),
        ];
    }

    private static string Text(ImmutableArray<Block> answer) => string.Join(' ', answer.OfType<Block.Paragraph>().Select(static paragraph => string.Concat(
        paragraph.Parts.Select(static part => part switch
        {
            Inline.Words words => words.Text,
            Inline.Outside outside => Spelt.Line(outside.Text, outside.Most),
            Inline.Name name => Spelt.Line(name.Text, 200),
            Inline.Way way => Spelt.Line(way.Label, 160),
            _ => "",
        }))));
}
