using System.Net;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Gateway.Tests.Egress;

public sealed class AddressTableTests
{
    [Theory]
    [InlineData("8.8.8.8", "Public")]
    [InlineData("169.254.169.254", "Metadata")]
    [InlineData("169.254.170.2", "Metadata")]
    [InlineData("100.100.100.200", "Metadata")]
    [InlineData("168.63.129.16", "Metadata")]
    [InlineData("fd00:ec2::254", "Metadata")]
    [InlineData("169.254.1.1", "LinkLocal")]
    [InlineData("fe80::1", "LinkLocal")]
    [InlineData("127.0.0.1", "Loopback")]
    [InlineData("127.255.255.254", "Loopback")]
    [InlineData("::1", "Loopback")]
    [InlineData("0.0.0.0", "Unspecified")]
    [InlineData("::", "Unspecified")]
    [InlineData("10.1.2.3", "Private")]
    [InlineData("172.16.0.1", "Private")]
    [InlineData("172.31.255.255", "Private")]
    [InlineData("172.32.0.1", "Public")]
    [InlineData("192.168.1.1", "Private")]
    [InlineData("100.64.0.1", "Shared")]
    [InlineData("100.128.0.1", "Public")]
    [InlineData("198.18.0.1", "Benchmarking")]
    [InlineData("203.0.113.5", "Documentation")]
    [InlineData("224.0.0.1", "Multicast")]
    [InlineData("255.255.255.255", "Reserved")]
    [InlineData("2606:4700::1111", "Public")]
    [InlineData("fd12:3456::1", "UniqueLocal")]
    [InlineData("fec0::1", "Private")]
    [InlineData("ff02::1", "Multicast")]
    [InlineData("2001:db8::1", "Documentation")]
    [InlineData("4000::1", "Reserved")]
    [InlineData("::7f00:1", "Reserved")]
    public void ClassOf_Address_IsOfItsRange(string address, string kind) =>
        Assert.Equal(kind, AddressTable.ClassOf(IPAddress.Parse(address)).ToString());

    [Theory]
    [InlineData("::ffff:127.0.0.1", "Loopback")]
    [InlineData("::ffff:8.8.8.8", "Public")]
    [InlineData("64:ff9b::169.254.169.254", "Metadata")]
    [InlineData("64:ff9b::10.0.0.1", "Private")]
    [InlineData("64:ff9b::8.8.8.8", "Public")]
    [InlineData("2002:7f00:1::", "SixToFour")] // as strict as loopback
    [InlineData("2002:a9fe:a9fe::1", "Metadata")]
    [InlineData("2001:0:4136:e378:8000:63bf:5601:5601", "Metadata")] // Teredo holding 169.254.169.254, inverted
    [InlineData("2001:0:4136:e378:8000:63bf:f7f7:f7f7", "Teredo")]
    public void ClassOf_AddressInsideAnother_IsTheStricterOfBoth(string address, string kind) =>
        Assert.Equal(kind, AddressTable.ClassOf(IPAddress.Parse(address)).ToString());

    [Fact]
    public void AdmissionOf_EveryClassButPublic_IsNotForAnyone()
    {
        foreach (var kind in Enum.GetValues<AddressClass>())
            Assert.Equal(kind == AddressClass.Public, AddressTable.AdmissionOf(kind) == Admission.Anyone);
    }
}
