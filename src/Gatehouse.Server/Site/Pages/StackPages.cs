using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Site.Content;
using Gatehouse.Server.Site.Stack;

namespace Gatehouse.Server.Site.Pages;

/// <summary><c>/stack</c>: everything that one's agents can call. What is pasted is looked at and forgotten.</summary>
internal static class StackPages
{
    private const string Lead = "Paste the configuration of your MCP client, and see every tool that your agents can call, riskiest first, with a policy for each server.";

    public static Task AskAsync(SiteCall call) => call.ShowAsync(Page([new Block.StackForm("", null)]));

    public static async Task ShowAsync(SiteCall call, SentForm sent)
    {
        var (pasted, problem) = PastedStack.Read(sent["configuration"]);
        if (problem is not null)
        {
            // SECURITY: what was pasted does not come back; what cannot be read cannot be cleaned either.
            await call.ShowAsync(Page([new Block.StackForm("", problem)]) with { Status = StatusCodes.Status422UnprocessableEntity, IsPassing = true });
            return;
        }

        var servers = new List<(PastedServer Pasted, ServerAnswer? Known)>();
        foreach (var one in pasted)
        {
            var slug = await call.Site.FindAsync(one.Package, one.Address, call.Cancel);
            servers.Add((one, slug is null ? null : await call.Index.ServerAsync(slug, call.Cancel)));
        }

        var totals = await call.TotalsAsync();
        var blocks = ImmutableArray.CreateBuilder<Block>();
        var known = servers.Where(static server => server.Known is { Tools.IsEmpty: false }).Select(static server => server.Known!).ToArray();
        blocks.Add(new Block.Numbers(
        [
            ("Servers in it", servers.Count, null), ("Of them known", known.Length, null), ("Tools", known.Sum(static answer => answer.Server.Tools), null),
            ("Critical", known.Sum(static answer => answer.Server.Critical), null), ("High", known.Sum(static answer => answer.Server.High), null),
        ]));
        if (Mix(known) is { } mix)
        {
            blocks.Add(mix);
        }

        foreach (var (one, answer) in servers)
        {
            blocks.AddRange(Blocks(one, answer));
        }

        blocks.Add(new Block.Paragraph(Texts.Counting.Line(totals)));
        blocks.Add(new Block.Buttons(("/stack", "Look at another configuration", false)));
        await call.ShowAsync(Page(blocks.ToImmutable()) with { Title = "What your agents can call", IsPassing = true });
    }

    private static SitePage Page(ImmutableArray<Block> blocks) => new()
    {
        Path = "/stack", Title = "What can your agents call?", Description = Lead, Lead = [Lead], Blocks = blocks, Scripts = ["stack.mjs"],
    };

    private static IEnumerable<Block> Blocks(PastedServer pasted, ServerAnswer? answer)
    {
        yield return new Block.Paragraph(
            new Inline.Strong("Server "), new Inline.Name(pasted.Name), " ", new Inline.Outside(pasted.Package ?? pasted.Address ?? "a program of your own", 160));
        if (answer is null || answer.Tools.IsEmpty)
        {
            yield return new Block.Notice(
                "", answer is null ? "It is not in this index. " : "It is in this index by name alone. ", "Ask it on your own machine: ", new Inline.Name("gatehouse scan"), ".");
            yield break;
        }

        var server = answer.Server;
        foreach (var warning in ServerPage.Warnings(server, answer.LooksLike))
        {
            yield return warning;
        }

        yield return new Block.Levels(server.Critical, server.High, server.Medium, server.Low);
        yield return new Block.ToolLines([.. answer.Tools.Take(100).Select(tool => Lines.Of(server, tool))], NamesServers: false);
        yield return new Block.Buttons(($"/tools/{server.Slug}/policy.json", "Download its policy", false), (Lines.Path(server), "Look at this server", false));
    }

    // What none of them can do alone: read what is private, take in what strangers wrote, send it out.
    private static Block.Notice? Mix(IReadOnlyList<ServerAnswer> known)
    {
        var tools = known.SelectMany(static answer => answer.Tools).ToArray();
        var reads = tools.FirstOrDefault(static tool => tool.Signals.Contains("private", StringComparer.Ordinal) || tool.Signals.Contains("secret", StringComparer.Ordinal));
        var takes = tools.FirstOrDefault(static tool => CarriesOutside(tool.Assessment));
        var sends = tools.FirstOrDefault(static tool => tool.Signals.Contains("external", StringComparer.Ordinal));
        return reads is null || takes is null || sends is null ? null : new Block.Notice(
            "bad", "Together they are more than each alone: ", new Inline.Name(reads.Name), " reads what is private, ", new Inline.Name(takes.Name),
            " takes in what strangers wrote, and ", new Inline.Name(sends.Name), " sends out. ",
            new Inline.Way("/attacks?control=taint-then-approve", "The control for it"), ".");
    }

    private static bool CarriesOutside(string assessment)
    {
        using var document = JsonDocument.Parse(assessment);
        return document.RootElement.TryGetProperty("outside", out var outside) && outside.ValueKind == JsonValueKind.True;
    }
}
