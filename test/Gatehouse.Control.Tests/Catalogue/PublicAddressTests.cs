using Gatehouse.Control.Routes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>Which addresses of the catalogue anybody may ask: reading the index, and nothing else.</summary>
public sealed class PublicAddressTests
{
    [Fact]
    public async Task Address_OfTheCatalogueThatIsPublic_IsOnThisList()
    {
        await using var rig = await ControlRig.StartAsync();

        Assert.Equal(
            [
                "GET /api/v1/catalogue", "GET /api/v1/catalogue/servers", "GET /api/v1/catalogue/servers/{server}",
                "GET /api/v1/catalogue/servers/{server}/tools", "GET /api/v1/catalogue/servers/{server}/tools/{tool}", "GET /api/v1/catalogue/tools",
            ],
            rig.Host.Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => IsOfIt(endpoint.RoutePattern.RawText!) && endpoint.Metadata.GetRequiredMetadata<Access>().PublicBecause is not null)
                .Select(endpoint => $"{endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single()} {endpoint.RoutePattern.RawText}")
                .Order(StringComparer.Ordinal));
    }

    internal static bool IsOfIt(string pattern) => pattern.StartsWith("/api/v1/catalogue", StringComparison.Ordinal);
}
