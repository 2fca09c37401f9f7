using System.Text.RegularExpressions;
using CsCheck;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Language;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "A", false)]
    [InlineData("a*", "a", true)]
    [InlineData("*a*", "bab", true)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*b*c", "abbc", true)]
    [InlineData("a?", "ab", false)]
    [InlineData("*.x", "ax", false)]
    [InlineData("", "", true)]
    [InlineData("**", "", true)]
    [InlineData("ä", "a\u0308", false)]
    public void Matches_Pattern_IsOrdinalAndOnlyStarIsSpecial(string pattern, string name, bool matches) =>
        Assert.Equal(matches, new NamePattern(pattern).Matches(name));

    [Fact]
    public void Matches_AnyPattern_AgreesWithTheRegularExpression()
    {
        var letters = Gen.Char["ab*"].Array[0, 8].Select(chars => new string(chars));
        Gen.Select(letters, Gen.Char["ab"].Array[0, 12]).Sample((pattern, name) =>
        {
            var regex = "\\A(?:" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + ")\\z";
            return new NamePattern(pattern).Matches(name)
                == Regex.IsMatch(new string(name), regex, RegexOptions.NonBacktracking);
        });
    }
}
