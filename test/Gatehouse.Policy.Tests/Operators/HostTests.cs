namespace Gatehouse.Policy.Tests.Operators;

public sealed class HostTests
{
    [Theory]
    [InlineData("api.x.io", "https://api.x.io", "true")]
    [InlineData("api.x.io", "HTTPS://API.X.IO:443/", "true")]
    [InlineData("api.x.io", "https://api.x.io?q", "true")]
    [InlineData("api.x.io", "https://api.x.io#f", "true")]
    [InlineData("api.x.io", "https://api.x.io/r?to=https://evil.test&to=x@y", "true")]
    [InlineData("API.X.io", "https://api.x.io/", "true")]
    [InlineData("api.x.io", "http://api.x.io/", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io:8443/", "NotPlain")]
    [InlineData("http://api.x.io", "http://api.x.io/", "true")]
    [InlineData("http://api.x.io", "http://api.x.io:80/", "true")]
    [InlineData("http://api.x.io", "https://api.x.io/", "NotPlain")]
    [InlineData("api.x.io:8443", "https://api.x.io:8443", "true")]
    [InlineData("api.x.io:8443", "https://api.x.io", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io.evil.io/", "false")]
    [InlineData("api.x.io", "https://evil.test#api.x.io", "false")]
    [InlineData("api.x.io", "https://evil.test/?https://api.x.io", "false")]
    [InlineData("api.x.io", "https://xn--pi-8cb.x.io/", "false")]
    [InlineData("api.x.io", "https://u@api.x.io/", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io@evil.test/", "NotPlain")]
    [InlineData("api.x.io", "https://evil.test\\@api.x.io/", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io/a\\b", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io./", "NotPlain")]
    [InlineData("api.x.io", "https://api..x.io/", "NotPlain")]
    [InlineData("api.x.io", "https://.x.io/", "NotPlain")]
    [InlineData("api.x.io", "https:///x", "NotPlain")]
    [InlineData("api.x.io", "//api.x.io/", "NotPlain")]
    [InlineData("api.x.io", "api.x.io", "NotPlain")]
    [InlineData("api.x.io", "", "NotPlain")]
    [InlineData("api.x.io", "https:api.x.io", "NotPlain")]
    [InlineData("api.x.io", "https:/api.x.io", "NotPlain")]
    [InlineData("api.x.io", "ftp://api.x.io/", "NotPlain")]
    [InlineData("api.x.io", "file:///etc/passwd", "NotPlain")]
    [InlineData("api.x.io", "javascript:alert(1)", "NotPlain")]
    [InlineData("api.x.io", " https://api.x.io/", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io/a b", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io/a\u00a0b", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io/a\u3000b", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io\t.evil.test/", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io/\n", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io/\u0085", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io/é", "true")]
    [InlineData("api.x.io", "https://api.x.io:/", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io:0/", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io:0443/", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io:65536/", "NotPlain")]
    [InlineData("api.x.io:65535", "https://api.x.io:65535/", "true")]
    [InlineData("api.x.io", "https://api.x.io:+443/", "NotPlain")]
    [InlineData("api.x.io", "https://api.x.io:443:443/", "NotPlain")]
    [InlineData("api.x.io", "https://api%2ex.io/", "NotPlain")]
    [InlineData("api.x.io", "https://äpi.x.io/", "NotPlain")]
    [InlineData("api.x.io", "https://api。x.io/", "NotPlain")]
    [InlineData("my_host", "https://my_host/", "true")]
    public void HostIn_Name_IsJudged(string entry, string url, string expected) => Check(entry, url, expected);

    [Theory]
    [InlineData("*.example.com", "https://a.example.com/", "true")]
    [InlineData("*.example.com", "https://A.B.EXAMPLE.com/", "true")]
    [InlineData("*.example.com", "https://example.com/", "false")]
    [InlineData("*.example.com", "https://badexample.com/", "false")]
    [InlineData("*.example.com", "http://a.example.com/", "NotPlain")]
    [InlineData("http://*.example.com:8080", "http://a.example.com:8080/", "true")]
    [InlineData("*.example.com", "https://.example.com/", "NotPlain")]
    public void HostIn_Wildcard_IsEverySubDomain(string entry, string url, string expected) => Check(entry, url, expected);

    [Theory]
    [InlineData("127.0.0.1", "https://127.0.0.1/", "true")]
    [InlineData("127.0.0.1", "https://127.1/", "NotPlain")]
    [InlineData("127.0.0.1", "https://2130706433/", "NotPlain")]
    [InlineData("127.0.0.1", "https://0x7f000001/", "NotPlain")]
    [InlineData("127.0.0.1", "https://0X/", "NotPlain")]
    [InlineData("127.0.0.1", "https://a.0x1/", "NotPlain")]
    [InlineData("127.0.0.1", "https://a.b.c.1/", "NotPlain")]
    [InlineData("127.0.0.1", "https://0177.0.0.1/", "NotPlain")]
    [InlineData("127.0.0.1", "https://127.0.0.256/", "NotPlain")]
    [InlineData("127.0.0.1", "https://127.0.0.1.1/", "NotPlain")]
    [InlineData("127.0.0.1", "https://127.0.0.01/", "NotPlain")]
    [InlineData("127.0.0.1", "https://10.0.0.1/", "false")]
    [InlineData("[::1]", "https://[::1]/", "true")]
    [InlineData("[::1]:8443", "https://[::1]:8443/", "true")]
    [InlineData("[::1]", "https://[0:0:0:0:0:0:0:1]/", "NotPlain")]
    [InlineData("[::1]", "https://[::01]/", "NotPlain")]
    [InlineData("[2001:db8::1]", "https://[2001:DB8::1]/", "true")]
    [InlineData("[2001:db8::1]", "https://[2001:db8:0::1]/", "NotPlain")]
    [InlineData("[2001:db8::1]", "https://[2001:db8::0:1]/", "NotPlain")]
    [InlineData("[2001:db8:0:1:1:1:1:1]", "https://[2001:db8:0:1:1:1:1:1]/", "true")]
    [InlineData("[::1]", "https://[2001:db8::1:1:1:1:1]/", "NotPlain")]
    [InlineData("[2001:0:0:1::1]", "https://[2001:0:0:1::1]/", "true")]
    [InlineData("[2001:db8:0:0:1::1]", "https://[2001:db8:0:0:1::1]/", "NotPlain", true)]
    [InlineData("[2001:db8::1:0:0:1]", "https://[2001:db8::1:0:0:1]/", "true")]
    [InlineData("[2001:db8::1:0:0:1]", "https://[2001:db8:0:0:1::1]/", "NotPlain")]
    [InlineData("[1::]", "https://[1::]/", "true")]
    [InlineData("[::]", "https://[::]/", "true")]
    [InlineData("[::1]", "https://[::ffff:1.2.3.4]/", "NotPlain")]
    [InlineData("[::1]", "https://[::ffff:102:304]/", "NotPlain")]
    [InlineData("[::1]", "https://[::102:304]/", "NotPlain")]
    [InlineData("[::1]", "https://[64:ff9b::102:304]/", "NotPlain")]
    [InlineData("[::1]", "https://[fe80::1%25eth0]/", "NotPlain")]
    [InlineData("[::1]", "https://[::1/", "NotPlain")]
    [InlineData("[::1]", "https://::1/", "NotPlain")]
    [InlineData("[::1]", "https://[::1]x/", "NotPlain")]
    [InlineData("[::1]", "https://[1:2:3:4:5:6:7:8:9]/", "NotPlain")]
    [InlineData("[::1]", "https://[1:2:3:4:5:6:7:8::]/", "NotPlain")]
    [InlineData("[::1]", "https://[1::2::3]/", "NotPlain")]
    [InlineData("[::1]", "https://[:1]/", "NotPlain")]
    [InlineData("[::1]", "https://[1:2:3:4:5:6:7:]/", "NotPlain")]
    [InlineData("[::1]", "https://[12345::]/", "NotPlain")]
    [InlineData("[::1]", "https://[g::]/", "NotPlain")]
    [InlineData("[::1]", "https://[]/", "NotPlain")]
    [InlineData("[::1]", "https://[2001:db8::1]/", "false")]
    public void HostIn_Address_IsJudged(string entry, string url, string expected, bool entryIsWrong = false)
    {
        if (entryIsWrong)
            Judged.Fault("host_in", $"[{Judged.Json(entry)}]");
        Check(entryIsWrong ? "x.io" : entry, url, expected);
    }

    [Theory]
    [InlineData("[\"a.io\",\"b.io\"]", "\"https://b.io\"", "true")]
    [InlineData("[\"http://b.io\",\"b.io\"]", "\"https://b.io\"", "true")]
    [InlineData("[\"a.io\"]", "\"https:\\/\\/\\u0061.io\"", "true")]
    [InlineData("[\"a.io\"]", "[\"https://a.io\"]", "WrongType")]
    [InlineData("[\"a.io\"]", null, "false")]
    public void HostIn_List_IsJoinedByOr(string operand, string? value, string expected) =>
        Assert.Equal(expected, Judged.Of("host_in", operand, value));

    [Fact]
    public void HostNotIn_Missing_IsUnknown() => Assert.Equal("Missing", Judged.Of("host_not_in", "[\"a.io\"]", null));

    [Theory]
    [InlineData("\"a.io\"")]
    [InlineData("[]")]
    [InlineData("[\"\"]")]
    [InlineData("[5]")]
    [InlineData("[\"a.io/\"]")]
    [InlineData("[\"https://a.io/x\"]")]
    [InlineData("[\"ftp://a.io\"]")]
    [InlineData("[\"u@a.io\"]")]
    [InlineData("[\"a.io.\"]")]
    [InlineData("[\"a.io:\"]")]
    [InlineData("[\"a.io:0\"]")]
    [InlineData("[\"*\"]")]
    [InlineData("[\"*.\"]")]
    [InlineData("[\"a.*.io\"]")]
    [InlineData("[\"*a.io\"]")]
    [InlineData("[\"*.1.2.3.4\"]")]
    [InlineData("[\"*.[::1]\"]")]
    [InlineData("[\"127.1\"]")]
    [InlineData("[\"::1\"]")]
    [InlineData("[\"ä.io\"]")]
    public void Bind_NoPlainHost_IsRefused(string operand)
    {
        Assert.Equal(FaultCode.OperandInvalid, Judged.Fault("host_in", operand).Code);
        Assert.Equal(FaultCode.OperandInvalid, Judged.Fault("host_not_in", operand).Code);
    }

    // The other polarity is the same judgement turned round, in every row.
    private static void Check(string entry, string url, string expected)
    {
        var operand = $"[{Judged.Json(entry)}]";
        Assert.Equal(expected, Judged.Of("host_in", operand, Judged.Json(url)));
        var turned = expected switch { "true" => "false", "false" => "true", _ => expected };
        Assert.Equal(turned, Judged.Of("host_not_in", operand, Judged.Json(url)));
    }
}
