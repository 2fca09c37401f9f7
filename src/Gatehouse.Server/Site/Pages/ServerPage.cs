using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Risk;
using Gatehouse.Server.Site.Content;
using Gatehouse.Server.Site.Texts;

namespace Gatehouse.Server.Site.Pages;

/// <summary><c>/tools/{server}</c>: counts, tools, the policy for all of it, how to connect it.</summary>
internal static class ServerPage
{
    public static async Task ShowAsync(SiteCall call)
    {
        if (await call.Index.ServerAsync(call.Part("server"), call.Cancel) is not { } answer)
        {
            await call.AbsentAsync("server", call.Part("server"));
            return;
        }

        var server = answer.Server;
        var totals = await call.TotalsAsync();
        var blocks = ImmutableArray.CreateBuilder<Block>();
        blocks.AddRange(Warnings(server, answer.LooksLike));
        if (answer.Tools.IsEmpty)
        {
            blocks.Add(new Block.Notice(
                "", "This server is indexed by name alone: nobody has asked it for its tools yet. Ask it on your own machine with ",
                new Inline.Name("gatehouse introspect"), " or ", new Inline.Name("gatehouse scan"), ", and import the answer."));
        }
        else
        {
            blocks.AddRange(Known(answer));
        }

        blocks.Add(new Block.Heading("How to connect it through Gatehouse", "connect"));
        blocks.AddRange(Connecting.Blocks(server));
        blocks.Add(new Block.Heading("Where this comes from", "sources"));
        blocks.Add(Facts(answer));
        blocks.Add(Counting.Line(server.Shown, server.Tools, totals));
        blocks.Add(new Block.Contact(Lines.Path(server), null, IsSent: false));
        await call.ShowAsync(new SitePage
        {
            Path = Lines.Path(server), Title = server.Shown, Crumbs = [("/tools", "Tools")],
            Description = $"What the {Counting.Number(server.Tools)} tools of {server.Shown} can do, riskiest first, and a policy for all of them.",
            Lead = server.Description.Length > 0 ? [new Inline.Outside(server.Description, 600)] : [],
            Blocks = blocks.ToImmutable(), Data = Data(server, call.Root), IsPassing = answer.Tools.IsEmpty,
        });
    }

    /// <summary>What a reader should know before anything else.</summary>
    public static IEnumerable<Block> Warnings(CatalogueServer server, string? looksLike)
    {
        if (looksLike is not null)
        {
            yield return new Block.Notice(
                "warn", "The name ", new Inline.Name(server.Name), " looks like ", new Inline.Name(looksLike),
                ", and is not published under that owner as far as this index knows. Make sure that it is the one you mean. Nobody here has checked who publishes it.");
        }

        if (server.IsCut)
        {
            yield return new Block.Notice("warn", "This server lists more than is kept of one server, or names that are too long: what is shown here is cut.");
        }
    }

    private static IEnumerable<Block> Known(ServerAnswer answer)
    {
        var server = answer.Server;
        yield return new Block.Numbers(
        [
            ("Tools classified", server.Tools, null), ("Critical", server.Critical, null), ("High", server.High, null),
            ("Medium", server.Medium, null), ("Low", server.Low, null),
        ]);
        yield return new Block.Levels(server.Critical, server.High, server.Medium, server.Low);
        yield return new Block.Heading("Tools, riskiest first", "tools");
        yield return new Block.ToolLines([.. answer.Tools.Select(tool => Lines.Of(server, tool))], NamesServers: false);
        yield return new Block.Heading("Recommended policy for the whole server", "policy");
        yield return new Block.Paragraph(
            "Nothing passes that is not listed. Reading passes, changes are counted, and what runs, deletes or pays waits for a person or is hidden. Look at each tool before you use it.");
        yield return new Block.Listing("policy.json", RecommendedPolicy.Of(answer.Tools));
    }

    private static Block.Facts Facts(ServerAnswer answer)
    {
        var server = answer.Server;
        var pairs = ImmutableArray.CreateBuilder<(string, ImmutableArray<Inline>)>();
        pairs.Add(("Name", [new Inline.Name(server.Name)]));
        if (server.Version is { } version)
        {
            pairs.Add(("Version", [new Inline.Outside(version, 60)]));
        }

        if (!server.Packages.IsEmpty)
        {
            pairs.Add(("Packages", [.. server.Packages.SelectMany(static package => new Inline[] { new Inline.Name(package), " " })]));
        }

        if (server.Repository is { } repository)
        {
            pairs.Add(("Repository", [new Inline.Away(repository)]));
        }

        if (server.Website is { } website)
        {
            pairs.Add(("Website", [new Inline.Away(website)]));
        }

        foreach (var fact in answer.Facts)
        {
            pairs.Add(("Source", Source(fact)));
        }

        return new Block.Facts(pairs.ToImmutable());
    }

    /// <summary>Who says so, since when, under which licence.</summary>
    public static ImmutableArray<Inline> Source(FactSource fact) =>
    [
        new Inline.Outside(fact.Source, 100), string.Create(CultureInfo.InvariantCulture, $", {fact.At:yyyy-MM-dd}, "),
        fact.Licence is { } licence ? new Inline.Outside(licence, 60) : "no licence stated",
    ];

    private static string Data(CatalogueServer server, string root) => LinkedData.Of(
        "SoftwareApplication", ("name", Spelt.Line(server.Shown, 120)), ("applicationCategory", "MCP server"),
        ("description", Spelt.Line(server.Description, 300)), ("url", root + Lines.Path(server)),
        ("identifier", Spelt.Line(server.Name, 120)), ("additionalProperty", new[]
        {
            LinkedData.Part("PropertyValue", ("name", "tools classified"), ("value", server.Tools)),
            LinkedData.Part("PropertyValue", ("name", "critical tools"), ("value", server.Critical)),
        }));
}
