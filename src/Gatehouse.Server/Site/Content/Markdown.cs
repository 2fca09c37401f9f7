using System.Globalization;
using System.Text;

namespace Gatehouse.Server.Site.Content;

/// <summary>A page as Markdown, for programs that read.</summary>
/// <remarks>SECURITY: outside text cannot become markup: its signs are escaped, quotations stand in a fence that is longer than any in them.</remarks>
internal static class Markdown
{
    private const string Signs = "\\`*_{}[]()<>#+-.!|~:@&\"'=";

    /// <summary>The whole page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="root">What addresses begin with.</param>
    public static string Of(SitePage page, string root)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Escape(page.Title, 200)).Append("\n\n");
        if (!page.Beside.IsEmpty)
        {
            text.Append(Line(page.Beside, root)).Append("\n\n");
        }

        if (!page.Lead.IsEmpty)
        {
            text.Append(Line(page.Lead, root)).Append("\n\n");
        }

        foreach (var block in page.Blocks)
        {
            Write(text, block, root);
        }

        return text.ToString().TrimEnd() + $"\n\n{root}{page.Path}\n";
    }

    private static void Write(StringBuilder text, Block block, string root)
    {
        switch (block)
        {
            case Block.Heading heading:
                text.Append("## ").Append(heading.Text).Append("\n\n");
                break;
            case Block.Paragraph paragraph:
                text.Append(Line(paragraph.Parts, root)).Append("\n\n");
                break;
            case Block.Notice notice:
                text.Append("> ").Append(Line(notice.Parts, root)).Append("\n\n");
                break;
            case Block.Points points:
                var number = 0;
                Lines(text, points.Items.Select(item => $"{(points.AreNumbered ? $"{++number}." : "-")} {Line(item, root)}"));
                break;
            case Block.Quotation quotation:
                Fence(text, Spelt.Text(quotation.Text, 8000), "");
                break;
            case Block.Listing listing:
                text.Append(listing.Label).Append(":\n\n");
                Fence(text, listing.Text, listing.Language);
                break;
            case Block.Facts facts:
                Lines(text, facts.Pairs.Select(pair => $"- {pair.Label}: {Line(pair.Value, root)}"));
                break;
            case Block.Numbers numbers:
                Lines(text, numbers.Counts.Select(count => $"- {count.Label}: {Number(count.Value)}"));
                break;
            case Block.Levels levels:
                text.Append(CultureInfo.InvariantCulture, $"{levels.Critical} critical, {levels.High} high, {levels.Medium} medium, {levels.Low} low\n\n");
                break;
            default:
                WriteList(text, block, root);
                break;
        }
    }

    private static void WriteList(StringBuilder text, Block block, string root)
    {
        switch (block)
        {
            case Block.ToolLines tools:
                Lines(text, tools.Lines.Select(line =>
                    $"- [{Escape(line.Name, 100)}]({root}{line.Path}){(tools.NamesServers ? $" of {Escape(line.Server, 80)}" : "")}: {line.Level}, {line.Category}. {Escape(line.Description, 140)}"));
                break;
            case Block.ServerLines servers:
                Lines(text, servers.Lines.Select(line =>
                    $"- [{Escape(line.Name, 100)}]({root}{line.Path}): {(line.Tools == 0 ? "indexed by name alone" : Number(line.Tools) + " tools")}. {Escape(line.Description, 140)}"));
                break;
            case Block.Tiles tiles:
                Lines(text, tiles.Cards.Select(card =>
                    $"- [{Escape(card.Title, 120)}]({root}{card.Path}): {Escape(card.Text, 220)}{(card.Count is { } count ? $" ({Number(count)})" : "")}"));
                break;
            case Block.Buttons buttons:
                Lines(text, buttons.Ways.Select(way => $"- [{way.Label}]({(way.Path.StartsWith('/') ? root : "")}{way.Path})"));
                break;
            case Block.Questions questions:
                foreach (var (question, answer) in questions.Pairs)
                {
                    text.Append("### ").Append(Escape(question, 200)).Append("\n\n");
                    foreach (var part in answer)
                    {
                        Write(text, part, root);
                    }
                }

                break;
            case Block.Next { Cursor: { } cursor } next:
                var query = string.Concat(next.Query.Where(static one => !string.IsNullOrEmpty(one.Value)).Select(static one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}&"));
                text.Append(CultureInfo.InvariantCulture, $"[More]({root}{next.Path}.md?{query}cursor={Uri.EscapeDataString(cursor)})\n\n");
                break;
            default:
                // Forms are for people.
                break;
        }
    }

    private static void Lines(StringBuilder text, IEnumerable<string> lines) => text.AppendJoin('\n', lines).Append("\n\n");

    private static void Fence(StringBuilder text, string inside, string language)
    {
        var fence = "```";
        while (inside.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        text.Append(fence).Append(language).Append('\n').Append(inside).Append('\n').Append(fence).Append("\n\n");
    }

    private static string Line(IEnumerable<Inline> parts, string root) => string.Concat(parts.Select(part => part switch
    {
        Inline.Words words => words.Text,
        Inline.Strong strong => $"**{strong.Text}**",
        Inline.Outside outside => Escape(outside.Text, outside.Most),
        Inline.Name name => Escape(name.Text, 300),
        Inline.Way way => $"[{Escape(way.Label, 160)}]({(way.Path.StartsWith('/') ? root : "")}{way.Path})",
        Inline.Away away => away.Href is { } href ? $"[{Escape(away.Label ?? away.Address, 160)}](<{href}>)" : Escape(away.Label ?? away.Address, 160),
        Inline.Level level => $"**{Dashboard.Parts.Labels.Of(level.Word)}** ",
        Inline.Category category => $"**{Dashboard.Parts.Labels.Of(category.Word)}** ",
        _ => "",
    })).Trim();

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Escape(string outside, int most)
    {
        var built = new StringBuilder();
        foreach (var letter in Spelt.Line(outside, most))
        {
            if (Signs.Contains(letter, StringComparison.Ordinal))
            {
                built.Append('\\');
            }

            built.Append(letter);
        }

        return built.ToString();
    }
}
