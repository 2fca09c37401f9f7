using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Site.Pages;

namespace Gatehouse.Server.Site;

/// <summary>Every page of the public site. Each is there as Markdown too, below the same address with <c>.md</c>.</summary>
internal static class SitePages
{
    private const string Why = "the catalogue is public";

    public static void Map(PageRoutes pages)
    {
        Both(pages, "/tools", ToolsPage.ShowAsync);
        Both(pages, "/tools/{server}", ServerPage.ShowAsync);
        Both(pages, "/tools/{server}/{tool}", ToolPage.ShowAsync);
        Both(pages, "/risk", RiskPages.AllAsync);
        Both(pages, "/risk/{level}", RiskPages.OneAsync);
        Both(pages, "/attacks", AttackPages.AllAsync);
        Both(pages, "/attacks/{slug}", AttackPages.OneAsync);
        Both(pages, "/stack", StackPages.AskAsync);
        One(pages, "/tools/{server}/policy.json", PolicyFile.ShowAsync);
        pages.Post("/stack", (call, sent) => StackPages.ShowAsync(new SiteCall(call), sent)).IsPublic("nothing that is sent is kept");
        pages.Post("/contact", ContactPage.SendAsync).IsPublic("anybody may write; a flood is slowed down");
        One(pages, "/llms.txt", MachinePages.LlmsAsync);
        One(pages, "/llms-full.txt", MachinePages.LlmsFullAsync);
        One(pages, "/robots.txt", MachinePages.RobotsAsync);
        One(pages, "/sitemap.xml", MachinePages.SitemapAsync);
        One(pages, "/sitemap-{number}.xml", MachinePages.SitemapPartAsync);
    }

    // A slug never holds a dot, so that what ends in `.md` is the Markdown of the page before it.
    private static void Both(PageRoutes pages, string pattern, Func<SiteCall, Task> show)
    {
        One(pages, pattern, show);
        if (!pattern.EndsWith('}'))
        {
            One(pages, pattern + ".md", show);
        }
    }

    private static void One(PageRoutes pages, string pattern, Func<SiteCall, Task> show) =>
        pages.Get(pattern, call => show(new SiteCall(call))).IsPublic(Why);
}
