using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gatehouse.Control.Routes;

/// <summary>Looks at every mapped endpoint before the listener starts.</summary>
internal static class AccessList
{
    /// <summary>Throws where an endpoint is on neither list, or on both: that is a bug and must never be served.</summary>
    public static void Check(IEnumerable<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.OfType<Access>().Count() != 1)
            {
                throw new InvalidOperationException(
                    $"the endpoint {endpoint.DisplayName} must say once who may come: Needs(...) or IsPublic(...)");
            }
        }
    }
}
