using System.Text;
using Gatehouse.Control.Approvals;

namespace Gatehouse.Control.Tests.Approvals;

public sealed class ArgumentTextTests
{
    [Theory]
    [InlineData("\"a\u202eb\"", "\"a\\{U+202E}b\"", 1)]
    [InlineData("\"a\\u200bb\"", "\"a\\{U+200B}b\"", 1)]
    [InlineData("\"\\u001b[8m\"", "\"\\{U+001B}[8m\"", 1)]
    [InlineData("\"a\\\\{U+202E}\"", "\"a\\\\{U+202E}\"", 0)]
    [InlineData("\"ok\\n\\t\\\"\"", "\"ok\\n\\t\\\"\"", 0)]
    [InlineData("\"<img src=x onerror=alert(1)>\"", "\"<img src=x onerror=alert(1)>\"", 0)]
    [InlineData("\"\ud83d\ude00 Grüße, привет\"", "\"\ud83d\ude00 Grüße, привет\"", 0)]
    [InlineData("\"p\u0430ypal\"", "\"p\\{U+0430}ypal\"", 1)]
    [InlineData("\"\ue000\"", "\"\\{U+E000}\"", 1)]
    [InlineData("\"\udb40\udc41\"", "\"\\{U+E0041}\"", 1)]
    [InlineData("\"a\u00a0b\"", "\"a\\{U+00A0}b\"", 1)]
    [InlineData("{\"a\u202eb\":1e2}", "{\n  \"a\\{U+202E}b\": 1e2\n}", 1)]
    [InlineData("[10.0,true,null,{}]", "[\n  10.0,\n  true,\n  null,\n  {}\n]", 0)]
    public void Of_Text_ShowsWhatIsThere(string json, string shown, int hidden)
    {
        var text = ArgumentText.Of(Encoding.UTF8.GetBytes(json));

        Assert.Equal((shown, hidden), (text.Text, text.Hidden));
    }

    [Fact]
    public void Of_FiveThousandBlanks_AreCountedAndWhatFollowsIsSeen()
    {
        var text = ArgumentText.Of(Encoding.UTF8.GetBytes($"\"ok{new string(' ', 5_000)}rm -rf\""));

        Assert.Equal("\"ok\\{5000 × U+0020}rm -rf\"", text.Text);
    }
}
