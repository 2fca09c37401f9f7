using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Assets;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Dashboard.Pages.Account;
using Gatehouse.Server.Dashboard.Pages.Approvals;
using Gatehouse.Server.Dashboard.Pages.Audit;
using Gatehouse.Server.Dashboard.Pages.Connections;
using Gatehouse.Server.Dashboard.Pages.Grants;
using Gatehouse.Server.Dashboard.Pages.Home;
using Gatehouse.Server.Dashboard.Pages.Inventory;
using Gatehouse.Server.Dashboard.Pages.Links;
using Gatehouse.Server.Dashboard.Pages.People;
using Gatehouse.Server.Dashboard.Pages.Policies;
using Gatehouse.Server.Dashboard.Pages.Records;
using Gatehouse.Server.Dashboard.Pages.Servers;
using Gatehouse.Server.Dashboard.Pages.Settings;
using Gatehouse.Server.Dashboard.Pages.Start;
using Gatehouse.Server.Site;

namespace Gatehouse.Server.Dashboard;

/// <summary>Every page for people, subject by subject. Read this file first.</summary>
internal static class DashboardPages
{
    /// <summary>What pages need.</summary>
    public static void AddParts(IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddScoped<Viewer>().AddSingleton<IRefusalPages, RefusalPages>();
    }

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        AssetEndpoints.Map(routes);
        var pages = new PageRoutes(routes);
        Themes.Map(pages);
        SignInPages.Map(pages);
        LinkPages.Map(pages);
        EmailPages.Map(pages);
        HomePages.Map(pages);
        SitePages.Map(pages);
        StartPages.Map(pages);
        ApprovalPages.Map(pages);
        ServerPages.Map(pages);
        GrantPages.Map(pages);
        ConsentPages.Map(pages, routes);
        PolicyPages.Map(pages);
        InventoryPages.Map(pages);
        RecordPages.Map(pages);
        AuditPages.Map(pages);
        MemberPages.Map(pages);
        ApiKeyPages.Map(pages);
        SettingsPages.Map(pages);
        AccountPages.Map(pages);
    }
}
