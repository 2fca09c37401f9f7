using Gatehouse.Control.Organisations;
using Gatehouse.Control.Routes;
using Microsoft.AspNetCore.Routing;

namespace Gatehouse.Control;

/// <summary>Every address of the API, subject by subject. Read this file first.</summary>
internal static class ControlApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = new ApiRoutes(routes);
        OrganisationEndpoints.Map(api);
    }
}
