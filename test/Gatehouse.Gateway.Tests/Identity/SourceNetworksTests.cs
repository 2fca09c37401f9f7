using System.Net;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Tests.Identity;

public sealed class SourceNetworksTests
{
    [Theory]
    [InlineData("10.1.0.0/16", "10.1.255.255", true)]
    [InlineData("10.1.0.0/16", "10.2.0.0", false)]
    [InlineData("10.1.0.0/16", "::ffff:10.1.2.3", true)]
    [InlineData("192.0.2.7/32", "192.0.2.7", true)]
    [InlineData("192.0.2.7/32", "192.0.2.6", false)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("fe80::/10", "fe80::1%3", true)]
    public void Contain_AddressAndNetwork_IsAsWritten(string network, string address, bool isIn) =>
        Assert.Equal(isIn, SourceNetworks.Of([IPNetwork.Parse(network)])!.Contain(IPAddress.Parse(address)));

    [Fact]
    public void Contain_UnknownAddress_IsInNone() =>
        Assert.False(SourceNetworks.Of([IPNetwork.Parse("::/0")])!.Contain(null));

    [Fact]
    public void Of_NoNetworks_IsAnywhere() => Assert.Null(SourceNetworks.Of([]));
}
