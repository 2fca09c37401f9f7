using Gatehouse.Gateway.Egress;

namespace Gatehouse.Gateway.Tests.Egress;

public sealed class HeaderTextTests
{
    [Theory]
    [InlineData("Authorization", "Bearer abc.def", true)]
    [InlineData("X-Api-Key", "a b~!", true)]
    [InlineData("X-Api-Key", "abc\r\nX-Admin: 1", false)]
    [InlineData("X-Api-Key", "abc\nX", false)]
    [InlineData("X-Api-Key", "abc\0", false)]
    [InlineData("X-Api-Key", "käse", false)]
    [InlineData("X-Api-Key", "a\tb", false)]
    [InlineData("X-Api-Key", " a", false)]
    [InlineData("X-Api-Key", "a ", false)]
    [InlineData("X-Api-Key", "", false)]
    [InlineData("X Api", "a", false)]
    [InlineData("X-Api:", "a", false)]
    [InlineData("", "a", false)]
    [InlineData("Schlüssel", "a", false)]
    [InlineData("Host", "a", false)]
    [InlineData("content-length", "1", false)]
    [InlineData("Transfer-Encoding", "chunked", false)]
    [InlineData("mcp-session-id", "1", false)]
    [InlineData("Mcp-Param-X", "1", false)]
    [InlineData("Gatehouse-Via", "1", false)]
    public void Check_ConfiguredHeader_IsATokenAndVisible(string name, string value, bool isAllowed) =>
        Assert.Equal(isAllowed, HeaderText.Check(name, value) is null);

    [Fact]
    public void Check_SecretWithLineBreak_IsNotShownInTheFault()
    {
        var fault = HeaderText.Check("X-Api-Key", "hunter2\r\n");

        Assert.Equal("header-invalid", fault?.Code.Word);
        Assert.DoesNotContain("hunter2", fault?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TryAdd_ValueWithLineBreak_AddsNothing()
    {
        using var message = new HttpRequestMessage();

        Assert.False(HeaderText.TryAdd(message.Headers, "X-Api-Key", "a\r\nX-Admin: 1"));
        Assert.Empty(message.Headers);
    }
}
