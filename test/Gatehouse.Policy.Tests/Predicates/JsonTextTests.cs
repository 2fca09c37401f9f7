using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Policy.Predicates;
using Xunit;

namespace Gatehouse.Policy.Tests.Predicates;

public sealed class JsonTextTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Int[0, 0x7F], Gen.Int[0x80, 0x7FF], Gen.Int[0xE000, 0xFFFF], Gen.Int[0x10000, 0x10FFFF])
        .Array[0, 12].Select(points => string.Concat(points.Select(char.ConvertFromUtf32)));

    [Fact]
    public void Quote_AnyText_IsReadBackByTheStandardReader() =>
        Texts.Sample(text => Assert.Equal(text, JsonDocument.Parse(JsonText.Quote(text)).RootElement.GetString()));

    [Fact]
    public void Decode_AnyTextAsTheStandardWriterEscapesIt_IsTheText() => Texts.Sample(text =>
    {
        var json = JsonEncodedText.Encode(text).EncodedUtf8Bytes;
        Assert.Equal(text, JsonText.Decode(json));
        Assert.True(JsonText.IsExactly(Encoding.UTF8.GetBytes(text), json, escaped: true));
    });

    [Fact]
    public void Decode_ShortEscapes_AreTheirCharacters() =>
        Assert.Equal("\b\f\n\r\t/\\\"é😀", JsonText.Decode("""\b\f\n\r\t\/\\\"\u00e9\ud83D\uDE00"""u8));

    [Theory]
    [InlineData("Straße", "STRAßE", true)]
    [InlineData("ſ", "S", true)]
    [InlineData("\u212A", "k", true)]
    [InlineData("ı", "i", false)]
    [InlineData("İ", "i", false)]
    [InlineData("\u00B5", "\u03BC", true)]
    [InlineData("𐐨", "𐐀", true)]
    [InlineData("ab", "abc", false)]
    public void IsVariant_Names_ByUpperCaseOfEachCharacter(string name, string other, bool variant)
    {
        Assert.Equal(variant, NameFolding.IsVariant(name, other));
        Assert.Equal(variant, NameFolding.Fold(name).SequenceEqual(NameFolding.Fold(other)));
    }
}
