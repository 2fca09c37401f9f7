using System.Globalization;
using System.Net;
using System.Text;
using Gatehouse.Cli.Scanning;
using Gatehouse.Gateway.Tools.Texts;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Output;

/// <summary>A scan as one page that needs nothing else: no script, no image, no address.</summary>
internal static class ScanHtml
{
    private const int Worst = 10;

    /// <summary>The page.</summary>
    /// <param name="report">The scan.</param>
    /// <param name="at">When it was.</param>
    public static string Page(ScanReport report, DateTimeOffset at)
    {
        var page = new StringBuilder(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
            <title>Gatehouse scan</title>
            <style>

            """);
        page.Append(Style()).Append("</style></head><body><main>\n<div><h1>Which tools can your agents call?</h1>\n<p class=\"lead\">")
            .Append(Text(ScanText.Count(report.Tools.Length, "tool"))).Append(" of ")
            .Append(Text(ScanText.Count(report.Servers.Count(server => server.Fault is null), "server")))
            .Append(", ").Append(at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))
            .Append(" UTC. Judged by their definitions; no tool was called.</p></div>\n<ul class=\"numbers\">");
        foreach (var level in ScanText.Levels)
        {
            page.Append("<li class=\"").Append(level.Word()).Append("\"><strong>").Append(report.Count(level)).Append("</strong>").Append(level.Word()).Append("</li>");
        }

        page.Append("</ul>\n");
        Unread(page, report);
        Mixes(page, report);
        Dangerous(page, report);
        foreach (var server in report.Servers)
        {
            Server(page, server);
        }

        return page.Append("</main></body></html>\n").ToString();
    }

    private static void Unread(StringBuilder page, ScanReport report)
    {
        if (!report.HasUnread)
        {
            return;
        }

        page.Append("<section class=\"card bad\"><header><h2>Not read</h2></header><div class=\"body\">");
        foreach (var problem in report.Files.Select(file => file.Fault).OfType<Policy.Fault>().Select(fault => fault.Message)
            .Concat(report.Servers.Where(server => server.Fault is not null).Select(server => $"{server.Target.Id}: {server.Fault!.Message}")))
        {
            page.Append("<p>").Append(Text(problem)).Append("</p>");
        }

        page.Append("</div></section>\n");
    }

    private static void Mixes(StringBuilder page, ScanReport report)
    {
        foreach (var mix in report.Mixes)
        {
            page.Append("<section class=\"card bad\"><header><h2>Together: ").Append(Text(mix.Sentence)).Append("</h2></header><div class=\"body\"><dl>");
            foreach (var (part, tools) in mix.Parts)
            {
                page.Append("<dt>").Append(Text(part)).Append("</dt><dd>").Append(Text(ToxicMix.Brief(tools))).Append("</dd>");
            }

            page.Append("</dl></div></section>\n");
        }
    }

    private static void Dangerous(StringBuilder page, ScanReport report)
    {
        var worst = report.Tools.Where(one => one.Tool.Level >= RiskLevel.High).Take(Worst).ToArray();
        if (worst.Length == 0)
        {
            return;
        }

        page.Append("<section class=\"card\"><header><h2>Most dangerous</h2></header><div class=\"body\"><ol class=\"worst\">");
        foreach (var (server, tool) in worst)
        {
            page.Append("<li>").Append(Badge(tool.Level)).Append("<span><code>").Append(Text(tool.Name)).Append("</code> of <a href=\"#s-").Append(server.Target.Id)
                .Append("\">").Append(Text(server.Target.Id)).Append("</a></span><span class=\"fine\">").Append(Text(ScanText.Advice(tool))).Append("</span></li>");
        }

        page.Append("</ol></div></section>\n");
    }

    // An id is of a-z, 0-9 and - alone: it can stand in an address.
    private static void Server(StringBuilder page, ScannedServer server)
    {
        page.Append("<section class=\"card\" id=\"s-").Append(server.Target.Id).Append("\"><header><h2>").Append(Text(server.Target.Id)).Append("</h2>");
        foreach (var (level, count) in ScanText.Levels.Select(level => (Level: level, Count: server.Tools.Count(tool => tool.Level == level))).Where(pair => pair.Count > 0))
        {
            page.Append("<span class=\"badge ").Append(level.Word()).Append("\">").Append(count).Append(' ').Append(level.Word()).Append("</span>");
        }

        page.Append("<p class=\"fine\"><code>").Append(Text(server.Target.Shown)).Append("</code>");
        foreach (var place in server.Target.Places)
        {
            page.Append("<br>").Append(Text($"{place.Client}, {place.File}:{place.Line}"));
        }

        page.Append("</p></header>\n");
        if (server.Fault is { } fault)
        {
            page.Append("<div class=\"body\"><p>Not read: ").Append(Text(fault.Message)).Append("</p>");
            foreach (var line in server.LastWords)
            {
                page.Append("<p class=\"fine\"><code>").Append(Text(line)).Append("</code></p>");
            }

            page.Append("</div></section>\n");
            return;
        }

        if (server.IsCut || !server.Findings.IsEmpty)
        {
            page.Append("<div class=\"body\">").Append(server.IsCut ? "<div class=\"flaw stop\">It lists more tools than are taken.</div>" : "");
            Findings(page, "Its instructions:", server.Findings);
            page.Append("</div>");
        }

        page.Append("<table><thead><tr><th>Tool</th><th>Level</th><th>Category</th><th>Why</th><th>Recommended</th></tr></thead><tbody>\n");
        foreach (var tool in server.Tools.OrderByDescending(tool => tool.Level).ThenByDescending(tool => tool.Assessment.Category)
            .ThenBy(tool => tool.Name, StringComparer.Ordinal))
        {
            Tool(page, tool);
        }

        page.Append("</tbody></table></section>\n");
    }

    private static void Tool(StringBuilder page, ScannedTool tool)
    {
        page.Append("<tr><th scope=\"row\"><code>").Append(Text(tool.Name)).Append("</code>")
            .Append(tool.Change == ToolChange.None ? "" : $" <span class=\"badge\">{ScanText.Word(tool.Change)}</span>")
            .Append("<span class=\"fine\">").Append(WebUtility.HtmlEncode(Visible.Short(tool.Description, 300))).Append("</span>");
        Findings(page, "", tool.Findings);
        page.Append("</th><td>").Append(Badge(tool.Level)).Append("</td><td>").Append(tool.Assessment.Category.Word()).Append("</td><td class=\"wide fine\">")
            .Append(Text(ScanText.Why(tool))).Append("</td><td class=\"wide\">").Append(Text(ScanText.Advice(tool))).Append("</td></tr>\n");
    }

    private static void Findings(StringBuilder page, string about, IEnumerable<TextFinding> findings)
    {
        foreach (var one in findings)
        {
            page.Append("<div class=\"flaw").Append(one.Blocks ? " stop" : "").Append("\">")
                .Append(Text($"{about} it {one.Flaw.Sentence()} ({one.Place}): {one.Excerpt}".TrimStart())).Append("</div>");
        }
    }

    private static string Badge(RiskLevel level) => $"<span><span class=\"badge {level.Word()}\">{level.Word()}</span></span>";

    private static string Style()
    {
        using var reader = new StreamReader(typeof(ScanHtml).Assembly.GetManifestResourceStream("scan.css")!);
        return reader.ReadToEnd();
    }

    // SECURITY: hidden characters made visible first, then nothing of it is markup.
    private static string Text(string text) => WebUtility.HtmlEncode(Visible.Text(text));
}
