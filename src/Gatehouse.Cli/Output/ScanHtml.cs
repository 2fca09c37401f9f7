using System.Net;
using System.Text;
using Gatehouse.Cli.Scanning;
using Gatehouse.Gateway.Tools.Texts;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Output;

/// <summary>A scan as one page that needs nothing else: no script, no image, no address.</summary>
internal static class ScanHtml
{
    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
        <title>Gatehouse scan</title>
        <style>
        :root { color-scheme: light dark; } body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; overflow-wrap: anywhere; }
        .critical { color: #b00020; font-weight: 700; } .high { color: #c2410c; font-weight: 700; } .medium { color: #92700c; } code { font-size: .92em; }
        @media (prefers-color-scheme: dark) { .critical { color: #ff6b81; } .high { color: #ff9f5a; } .medium { color: #e3c55f; } }
        .bad { border-left: 4px solid #b00020; padding-left: .7rem; } .note { color: #777; }
        </style></head><body>

        """;

    /// <summary>The page.</summary>
    public static string Page(ScanReport report)
    {
        var page = new StringBuilder(Head);
        page.Append("<h1>Which tools can your agents call?</h1>\n<p>").Append(report.Tools.Length).Append(" tools of ")
            .Append(report.Servers.Count(server => server.Fault is null)).Append(" servers: ");
        page.AppendJoin(", ", ((RiskLevel[])[RiskLevel.Critical, RiskLevel.High, RiskLevel.Medium, RiskLevel.Low])
            .Select(level => $"<span class=\"{level.Word()}\">{report.Count(level)} {level.Word()}</span>")).Append(".</p>\n");
        foreach (var file in report.Files.Where(file => file.Fault is not null))
        {
            page.Append("<p class=\"bad\">Not read: ").Append(Text(file.Fault!.Message)).Append("</p>\n");
        }

        foreach (var mix in report.Mixes)
        {
            page.Append("<section class=\"bad\"><h2>Together: ").Append(Text(mix.Sentence)).Append("</h2><ul>");
            foreach (var (part, tools) in mix.Parts)
            {
                page.Append("<li>").Append(Text(part)).Append(": ").Append(Text(ToxicMix.Brief(tools))).Append("</li>");
            }

            page.Append("</ul></section>\n");
        }

        foreach (var server in report.Servers)
        {
            Server(page, server);
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static void Server(StringBuilder page, ScannedServer server)
    {
        page.Append("<section><h2>").Append(Text(server.Target.Id)).Append("</h2>\n<p class=\"note\"><code>").Append(Text(server.Target.Shown)).Append("</code>");
        foreach (var place in server.Target.Places)
        {
            page.Append("<br>").Append(Text($"{place.Client}, {place.File}:{place.Line}"));
        }

        page.Append("</p>\n");
        if (server.Fault is { } fault)
        {
            page.Append("<p class=\"bad\">Not read: ").Append(Text(fault.Message)).Append("</p></section>\n");
            return;
        }

        Findings(page, "Its instructions", server.Findings);
        if (server.IsCut)
        {
            page.Append("<p class=\"bad\">It lists more tools than are taken.</p>\n");
        }

        page.Append("<table><thead><tr><th>Level</th><th>Category</th><th>Tool</th><th>Why</th><th>Recommended</th></tr></thead><tbody>\n");
        foreach (var tool in server.Tools.OrderByDescending(tool => tool.Level).ThenBy(tool => tool.Name, StringComparer.Ordinal))
        {
            page.Append("<tr><td class=\"").Append(tool.Level.Word()).Append("\">").Append(tool.Level.Word()).Append("</td><td>")
                .Append(tool.Assessment.Category.Word()).Append("</td><td><code>").Append(Text(tool.Name)).Append("</code>")
                .Append(tool.Change == ToolChange.None ? "" : $" ({ScanText.Word(tool.Change)})")
                .Append("<br><span class=\"note\">").Append(WebUtility.HtmlEncode(Visible.Short(tool.Description, 300))).Append("</span>");
            Findings(page, "", tool.Findings);
            page.Append("</td><td>").AppendJoin("<br>", tool.Assessment.Signals.Select(signal => Text($"{signal.Name}: {signal.Evidence}")))
                .Append("</td><td>").Append(Text(ScanText.Advice(tool))).Append("</td></tr>\n");
        }

        page.Append("</tbody></table></section>\n");
    }

    private static void Findings(StringBuilder page, string about, IEnumerable<TextFinding> findings)
    {
        foreach (var one in findings)
        {
            page.Append("<div class=\"").Append(one.Blocks ? "bad" : "note").Append("\">")
                .Append(Text($"{about} {one.Flaw.Sentence()} ({one.Place}): {one.Excerpt}".TrimStart())).Append("</div>");
        }
    }

    // SECURITY: hidden characters made visible first, then nothing of it is markup.
    private static string Text(string text) => WebUtility.HtmlEncode(Visible.Text(text));
}
