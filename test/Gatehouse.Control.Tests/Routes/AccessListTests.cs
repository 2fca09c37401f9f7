using Gatehouse.Control.Routes;
using Gatehouse.Control.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gatehouse.Control.Tests.Routes;

public sealed class AccessListTests
{
    [Fact]
    public void Check_EndpointThatSaysNothing_StopsTheStart() =>
        Assert.Throws<InvalidOperationException>(() => AccessList.Check([Endpoint()]));

    [Fact]
    public void Check_EndpointThatSaysTwoThings_StopsTheStart() =>
        Assert.Throws<InvalidOperationException>(() => AccessList.Check([Endpoint(Access.Public("a"), Access.Of(Right.Freeze))]));

    [Fact]
    public void Check_EndpointThatSaysOneThing_Passes() => AccessList.Check([Endpoint(Access.Of(Right.Freeze)), Endpoint(Access.Public("a"))]);

    [Fact]
    public async Task Host_Pages_ThatSayNothing_DoNotStart() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => ControlRig.StartAsync(
            listener => listener with { MapPages = routes => routes.MapGet("/page", () => "") }));

    private static RouteEndpoint Endpoint(params Access[] access) =>
        new(_ => Task.CompletedTask, RoutePatternFactory.Parse("/x"), 0, new EndpointMetadataCollection(access), "x");
}
