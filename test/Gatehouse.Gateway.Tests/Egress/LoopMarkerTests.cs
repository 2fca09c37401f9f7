using Gatehouse.Gateway.Egress;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Tests.Egress;

public sealed class LoopMarkerTests
{
    [Fact]
    public void IsOwn_WhatThisProcessSent_IsALoop()
    {
        var marker = new LoopMarker();

        Assert.True(marker.IsOwn(Headers(marker.Extend(null))));
    }

    [Fact]
    public void IsOwn_AfterAnotherGateway_IsStillALoop()
    {
        var (one, other) = (new LoopMarker(), new LoopMarker());
        var back = other.Extend(LoopMarker.Read(Headers(one.Extend(null))));

        Assert.True(one.IsOwn(Headers(back)));
        Assert.False(new LoopMarker().IsOwn(Headers(back)));
    }

    [Fact]
    public void IsOwn_NoMarker_IsNoLoop() => Assert.False(new LoopMarker().IsOwn(new HeaderDictionary()));

    [Theory]
    [InlineData("x")]
    [InlineData("0123456789abcdef,")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("")]
    public void IsOwn_MalformedMarker_CountsAsALoop(string value)
    {
        Assert.True(new LoopMarker().IsOwn(Headers(value)));
        Assert.Null(LoopMarker.Read(Headers(value)));
    }

    [Fact]
    public void IsOwn_TooManyHops_CountsAsALoop()
    {
        string? chain = null;
        for (var i = 0; i < 8; i++)
            chain = new LoopMarker().Extend(chain);

        Assert.False(new LoopMarker().IsOwn(Headers(chain!)));
        Assert.True(new LoopMarker().IsOwn(Headers(new LoopMarker().Extend(chain))));
    }

    private static HeaderDictionary Headers(string value) => new() { [LoopMarker.Header] = value };
}
