using CsCheck;
using Gatehouse.Cli.Output;

namespace Gatehouse.Cli.Tests.Output;

public sealed class VisibleTests
{
    [Theory]
    [InlineData("plain text, with [brackets]", "plain text, with [brackets]")]
    [InlineData("Größe 東京 🙂", "Größe 東京 🙂")]
    [InlineData("a\u001b[2Jb", "a\\u{001B}[2Jb")]
    [InlineData("one\ntwo\r\tthree", "one\\ntwo\\r\\tthree")]
    [InlineData("pay\u202Ecod.exe", "pay\\u{202E}cod.exe")]
    [InlineData("zero\u200Bwidth\uFEFF", "zero\\u{200B}width\\u{FEFF}")]
    [InlineData("no\u00A0break\u2028", "no\\u{00A0}break\\u{2028}")]
    [InlineData("filler\u3164\u115F", "filler\\u{3164}\\u{115F}")]
    [InlineData("tag\U000E0041end", "tag\\u{E0041}end")]
    [InlineData("c1\u009B31m", "c1\\u{009B}31m")]
    [InlineData("private\uE000", "private\\u{E000}")]
    public void Text_HiddenCharacters_AreSpelt(string text, string expected) => Assert.Equal(expected, Visible.Text(text));

    [Fact]
    public void Text_HalfOfAPair_ShowsItsNumber() => Assert.Equal("half\\u{D800}!", Visible.Text("half\uD800!"));

    [Fact]
    public void Text_AnyString_HasNoControlOrFormatCharacterAndIsStable() => Gen.String.Sample(text =>
    {
        var seen = Visible.Text(text);
        Assert.Equal(seen, Visible.Text(seen));
        Assert.DoesNotContain(seen, character => char.IsControl(character)
            || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
    });

    [Fact]
    public void Short_LongText_IsCutAndCounted() =>
        Assert.Equal("aaaaa… (300 characters)", Visible.Short(new string('a', 300), 5));

    [Fact]
    public void Short_CutInsideAPair_LeavesNoHalf() =>
        Assert.Equal("aa… (6 characters)", Visible.Short("aa🙂🙂", 3));
}
