using System.Text;
using CsCheck;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class SpliceTests
{
    [Theory]
    [InlineData("""{"id":1,"method":"m","params":{"_meta":{"progressToken":"p"}}}""", """{"id":99,"method":"m","params":{"_meta":{"progressToken":77}}}""")]
    [InlineData("""{"params":{"_meta":{"progressToken":1.5}},"id":"x"}""", """{"params":{"_meta":{"progressToken":1.5}},"id":99}""")]
    [InlineData("{ \"id\" :\n1,\r\n\"method\":\"a\\n\" }", "{ \"id\" : 99,  \"method\":\"a\\n\" }")]
    public void Line_Parts_AreReplacedAndNothingElse(string text, string expected)
    {
        Assert.True(MessageParts.TryRead(Encoding.UTF8.GetBytes(text), JsonCaps.Answer, out var parts));

        var line = Splice.Line(parts, (parts.ProgressToken, "77"u8.ToArray()), (parts.Id, "99"u8.ToArray()));

        Assert.Equal(expected, Encoding.UTF8.GetString(line));
    }

    [Theory]
    [InlineData("""{"id":1,"id":2,"method":"m"}""")]
    [InlineData("""{"jsonrpc":"2.0"}""")]
    [InlineData("""[{"id":1}]""")]
    [InlineData("Starting")]
    [InlineData("x{\"id\":1}")]
    [InlineData("")]
    public void TryRead_NoSoundMessage_IsFalse(string text) =>
        Assert.False(MessageParts.TryRead(Encoding.UTF8.GetBytes(text), JsonCaps.Answer, out _));

    [Theory]
    [InlineData("\"a\"", "\"\\u0061\"", true)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("1", "1", true)]
    public void Of_Ids_AreOneKeyWhenTheyAreOneValue(string one, string other, bool areSame) => Assert.Equal(
        areSame, RpcKey.Of(Encoding.UTF8.GetBytes(one)) == RpcKey.Of(Encoding.UTF8.GetBytes(other)));

    [Fact]
    public void Escape_AnyBytes_AreOneLineOfVisibleAscii() => Gen.Byte.Array[0, 700].Sample(bytes =>
        LogText.Escape(bytes).All(c => c is >= ' ' and <= '~'));
}
