using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Gatehouse.Policy.Operators.Patterns;
using Xunit;

namespace Gatehouse.Policy.Tests.Operators;

/// <summary>The matcher against .NET's, on patterns that mean the same to both.</summary>
public sealed class PatternTests
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Every UTF-16 unit that can stand in a text.</summary>
    [Theory]
    [InlineData("[a-z]")]
    [InlineData("(?i)[a-r]")]
    [InlineData("(?i)[^a-r]")]
    [InlineData("(?i)[à-ÿĀ-ſƀ-ɏ-[ſ]]", "(?i)[à-ÿĀ-žƀ-ɏ]")]
    [InlineData("(?i)[Ͱ-Ͽ]")]
    [InlineData("(?i)[\u0430-\u04ff]", "(?i)[а-ӿ]")]
    [InlineData("(?i)[ɐ-ͯԀ-ῼ]")]
    [InlineData("(?i)[Ⰰ-퟿豈-￮]")]
    [InlineData("(?i)\u212b", "(?i)\u00c5")]
    [InlineData("\\p{L}")]
    [InlineData("\\P{L}")]
    [InlineData("(?i)[\\p{N}\\P{S}x]")]
    [InlineData("[^\\p{Lu}\\p{Pd}é]")]
    [InlineData(".")]
    [InlineData("(?s).")]
    [InlineData("\\b.")]
    [InlineData("\\B")]
    [InlineData("(?m)^$")]
    public void Matches_EveryUnit_AsDotNet(string pattern, string? ours = null)
    {
        var (bound, error) = BoundPattern.Compile(ours ?? pattern);
        Assert.Null(error);
        var regex = new Regex(pattern, Options);
        var wrong = Enumerable.Range(0, 0x10000)
            .Where(unit => !char.IsSurrogate((char)unit))
            .Where(unit => bound!.Matches(Encoding.UTF8.GetBytes(((char)unit).ToString())) != Judgement.Of(regex.IsMatch(((char)unit).ToString())))
            .Select(unit => unit.ToString("X4"));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Matches_AnyPatternAndText_AsDotNet()
    {
        string[] atoms =
        [
            "a", "b", "é", "\\n", ".", "[a-c]", "[^b]", "\\p{L}", "\\P{N}", "\\b", "\\B", "^", "\\A", "\\z", "(?:a|bc)", "(?:|b)",
            "(?i:É)", "(?i)", "(?-i)", "(?m:^b)", "(?m:a$)", "(?s:.)", "(?s-i:.)", "(?:(?:a|b)*c)", "(?:a{2,3}b?)", "(?:😀)", "x", "_",
        ];
        string[] repeats = ["", "", "", "*", "+", "?", "{2}", "{0,3}", "{2,}", "*?"];
        string[] units = ["a", "b", "c", "A", "B", "é", "É", "\n", " ", "_", "😀", "x", "\u200d"];
        var part = Gen.Select(Choice(atoms), Choice(repeats), (atom, repeat) => atom.EndsWith("i)", StringComparison.Ordinal) ? atom : atom + repeat);
        var sequence = part.Array[0, 5].Select(parts => string.Concat(parts));
        var text = Choice(units).Array[0, 12].Select(parts => string.Concat(parts));
        var gen = Gen.Select(sequence, sequence, Gen.Bool, text.Array[4]);
        gen.Sample((first, second, isChoice, texts) =>
        {
            var pattern = isChoice ? $"{first}|{second}" : first + second;
            var (bound, error) = BoundPattern.Compile(pattern);
            Assert.Null(error);
            var regex = new Regex(pattern, Options);
            Assert.All(texts, text => Assert.Equal(Judgement.Of(regex.IsMatch(text)), bound!.Matches(Encoding.UTF8.GetBytes(text))));
        }, iter: 3_000);
    }

    /// <summary>Thousands of policies with patterns of their own must fit into a small process.</summary>
    private static Gen<string> Choice(string[] values) => Gen.Int[0, values.Length - 1].Select(place => values[place]);
}
