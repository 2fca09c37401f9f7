using Gatehouse.Gateway.Egress;

namespace Gatehouse.Gateway.Tests.Egress;

public sealed class HostSpellingTests
{
    [Theory]
    [InlineData("example.com", true)]
    [InlineData("a-b.example.com", true)]
    [InlineData("xn--bcher-kva.example", true)]
    [InlineData("8.8.8.8", true)]
    [InlineData("[2606:4700::1111]", true)]
    [InlineData("1and1.com", true)]
    [InlineData("127.1", false)]
    [InlineData("2130706433", false)]
    [InlineData("0177.0.0.1", false)]
    [InlineData("0x7f.0.0.1", false)]
    [InlineData("0x7f000001", false)]
    [InlineData("a.0x7f", false)]
    [InlineData("008.8.8.8", false)]
    [InlineData("169.254.169.254.", false)]
    [InlineData("example.com.", false)]
    [InlineData("①②⑦.⓪.⓪.①", false)]
    [InlineData("bücher.example", false)]
    [InlineData("a_b.example", false)]
    [InlineData("-a.example", false)]
    [InlineData("a..b", false)]
    [InlineData("user@host", false)]
    [InlineData("%6c%6f", false)]
    [InlineData("[fe80::1%25eth0]", false)]
    [InlineData("[0:0::1]", false)]
    [InlineData("::1", false)]
    [InlineData("", false)]
    public void IsPlain_Host_HasOneSpelling(string host, bool isPlain) =>
        Assert.Equal(isPlain, HostSpelling.IsPlain(host));

    [Theory]
    [InlineData("https://example.com:8443/a:b", "example.com")]
    [InlineData("http://[::1]:80/", "[::1]")]
    [InlineData("http://[::1]", "[::1]")]
    [InlineData("http://127.1", "127.1")]
    [InlineData("http://a.example\\@evil/", "a.example")]
    [InlineData("http://u@h/", "u@h")]
    [InlineData("nothing", "")]
    public void HostOf_Url_IsTheHostAsWritten(string url, string host) => Assert.Equal(host, HostSpelling.HostOf(url));
}
