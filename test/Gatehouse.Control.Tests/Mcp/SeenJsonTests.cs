using System.Text;
using System.Text.Json;
using Gatehouse.Control.Mcp;

namespace Gatehouse.Control.Tests.Mcp;

public sealed class SeenJsonTests
{
    [Theory]
    [InlineData("plain \"text\" with \\ and /", "plain \"text\" with \\ and /")]
    [InlineData("two\nlines\tand\r\nmore", "two\nlines\tand\r\nmore")]
    [InlineData("a\u202eb", @"a\u202eb")]
    [InlineData("a\u200bb\ufeff", @"a\u200bb\ufeff")]
    [InlineData("over\rwritten\u001b[2J", @"over\u000dwritten\u001b[2J")]
    [InlineData("tag \U000E0041", @"tag \udb40\udc41")]
    [InlineData("Ä 漢 🙂", "Ä 漢 🙂")]
    public void Seen_SpellsOutWhatCannotBeSeen(string text, string seen) => Assert.Equal(seen, SeenJson.Seen(text));

    [Fact]
    public void Of_LeavesValuesAsTheyAre_AndNamesHideNothing()
    {
        var json = Encoding.UTF8.GetString(SeenJson.Of("""{"a\u200b":[1.10,true,null,{"b":"<x>"}]}"""u8).Span);

        Assert.Equal("""{"a\\u200b":[1.10,true,null,{"b":"<x>"}]}""", json);
    }

    [Fact]
    public void Document_CarriedAsText_MeansTheSameAfterwards()
    {
        const string Document = "{\"version\":\"1\",\"description\":\"a\u202eb\"}";
        var sent = SeenJson.Of(JsonSerializer.SerializeToUtf8Bytes(new { document = Document }));

        var got = JsonDocument.Parse(sent).RootElement.GetProperty("document").GetString()!;

        Assert.DoesNotContain('\u202e', got);
        Assert.Equal("a\u202eb", JsonDocument.Parse(got).RootElement.GetProperty("description").GetString());
    }
}
