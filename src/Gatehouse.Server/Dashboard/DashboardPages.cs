using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Assets;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Dashboard.Pages.Home;
using Gatehouse.Server.Dashboard.Pages.Links;
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
        HomePages.Map(pages);
        SitePages.Map(pages);
    }
}
