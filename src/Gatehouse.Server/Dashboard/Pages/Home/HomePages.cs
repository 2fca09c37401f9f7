using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Home;

/// <summary>Where people arrive.</summary>
internal static class HomePages
{
    public static void Map(PageRoutes pages)
    {
        pages.Get("/", call => call.GoAsync("/home")).IsPublic("it only leads on");
        pages.Get("/home", call => call.ShowAsync<HomePage>()).Needs(Right.ReadRecords);
        pages.Get("/parts", call => call.ShowAsync<PartsPage>()).Needs(Right.BeOneself);
    }
}
