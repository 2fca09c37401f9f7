namespace Gatehouse.Policy.Tests.Operators;

public sealed class RegexTests
{
    [Theory]
    [InlineData("b+", "abc", true)]
    [InlineData("^abc$", "abc", true)]
    [InlineData("^abc$", "abc\n", false)]
    [InlineData("(?m)^abc$", "abc\n", true)]
    [InlineData("(?m:^b$)", "a\nb\nc", true)]
    [InlineData("(?m:^b)$", "a\nb\n", false)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("(?s)a.c", "a\nc", true)]
    [InlineData("^.$", "😀", false)]
    [InlineData("^..$", "😀", true)]
    [InlineData("^😀+$", "😀😀", true)]
    [InlineData("^\\d+$", "٣", false)]
    [InlineData("^\\D$", "٣", true)]
    [InlineData("^\\w$", "é", false)]
    [InlineData("^\\W$", "é", true)]
    [InlineData("^\\s$", "\u00a0", false)]
    [InlineData("^\\s$", "\v", false)]
    [InlineData("^\\s$", "\f", true)]
    [InlineData("^\\S$", "\u00a0", true)]
    [InlineData("^[\\d-]$", "-", true)]
    [InlineData("^[^\\w]$", "é", true)]
    [InlineData("^[^\\w]$", "_", false)]
    [InlineData("^[\\D]$", "5", false)]
    [InlineData("^[^\\S]$", " ", true)]
    [InlineData("\\bé\\b", "éa", false)]
    [InlineData("(?i)kill", "\u212Aill", true)]
    [InlineData("(?i)select", "\u017Felect", true)]
    [InlineData("(?i)[r-t]elect", "\u017Felect", true)]
    [InlineData("(?i)^[^s]$", "\u017F", false)]
    [InlineData("(?i)^\u017F$", "S", true)]
    [InlineData("(?i)^\\w$", "\u017F", true)]
    [InlineData("(?i)^\\W$", "k", false)]
    [InlineData("(?i)^[\\W]$", "K", false)]
    [InlineData("(?i)^[\\W]$", "\u212A", false)]
    [InlineData("(?i)^i$", "\u0130", false)]
    [InlineData("(?i)^i$", "\u0131", false)]
    [InlineData("(?i)É", "é", true)]
    [InlineData("a(?i)b|c", "C", true)]
    [InlineData("(?i:a)b", "AB", false)]
    [InlineData("(?i)a(?-i)b", "AB", false)]
    [InlineData("^[]a]$", "]", true)]
    [InlineData("^[^]a]$", "]", false)]
    [InlineData("^[a-]$", "-", true)]
    [InlineData("^[+--]$", ",", true)]
    [InlineData("^[\\[\\]^-]$", "^", true)]
    [InlineData("^{\"a\"}$", "{\"a\"}", true)]
    [InlineData("^a{2,3}$", "aaa", true)]
    [InlineData("^a{2}$", "aaa", false)]
    [InlineData("^(?<year>\\d{4})-(a|b)$", "2026-b", true)]
    [InlineData("^\\x41\\t\\.$", "A\t.", true)]
    [InlineData("^\\p{Lu}\\P{L}$", "É1", true)]
    [InlineData("\\Aab\\z", "ab", true)]
    [InlineData("^a # b$", "a # b", true)]
    [InlineData("x*?y", "xxy", true)]
    public void Regex_Text_Matches(string pattern, string text, bool matches) =>
        Assert.Equal(matches ? "true" : "false", Judged.Of("regex", Judged.Json(pattern), Judged.Json(text)));

    [Theory]
    [InlineData("(?=a)")]
    [InlineData("(?!a)")]
    [InlineData("(?<=a)")]
    [InlineData("(?<!a)")]
    [InlineData("(a)\\1")]
    [InlineData("(?<n>a)\\k<n>")]
    [InlineData("(?>a)")]
    [InlineData("(?(a)b|c)")]
    [InlineData("a\\Z")]
    [InlineData("\\Ga")]
    [InlineData("(?x)a")]
    [InlineData("(?n)a")]
    [InlineData("(?U)a")]
    [InlineData("(?i-)a")]
    [InlineData("(?)a")]
    [InlineData("(?#c)a")]
    [InlineData("[[:alpha:]]")]
    [InlineData("[a[:digit:]]")]
    [InlineData("[a-z-[aeiou]]")]
    [InlineData("[a-[b]]")]
    [InlineData("[😀]")]
    [InlineData("[a-😀]")]
    [InlineData("[a-\\d]")]
    [InlineData("[z-a]")]
    [InlineData("[a")]
    [InlineData("[")]
    [InlineData("[\\")]
    [InlineData("[a-")]
    [InlineData("[\\b]")]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("a)")]
    [InlineData("*a")]
    [InlineData("(|*)")]
    [InlineData("a**")]
    [InlineData("a*+")]
    [InlineData("a{2}{3}")]
    [InlineData("a{1001}")]
    [InlineData("a{3,2}")]
    [InlineData("a{,5}")]
    [InlineData("(?'n'a)")]
    [InlineData("(?<a-b>x)")]
    [InlineData("(?<n>a)(?<n>b)")]
    [InlineData("(?P<n>a)")]
    [InlineData("\\")]
    [InlineData("\\e")]
    [InlineData("\\cA")]
    [InlineData("\\u0041")]
    [InlineData("\\x{41}")]
    [InlineData("\\x4")]
    [InlineData("\\pL")]
    [InlineData("\\p{Greek}")]
    [InlineData("\\p{IsGreek}")]
    [InlineData("\\p{C}")]
    [InlineData("(?i)\\p{Lu}")]
    [InlineData("\\Qa\\E")]
    [InlineData("\\_")]
    [InlineData("\\é")]
    [InlineData("(?:a{1000}){11}")]
    [InlineData("((a{1000}){1000}){1000}")]
    public void Bind_PatternThatIsNotShared_IsRefused(string pattern) =>
        Assert.Equal(FaultCode.PatternInvalid, Judged.Fault("regex", Judged.Json(pattern)).Code);

    [Theory]
    [InlineData(null, "false")]
    [InlineData("5", "WrongType")]
    [InlineData("[\"a\"]", "WrongType")]
    [InlineData("\"\\ud800\"", "NotPlain")]
    [InlineData("\"\\u0061\"", "true")]
    public void Regex_OtherValue_IsJudged(string? value, string expected) =>
        Assert.Equal(expected, Judged.Of("regex", "\"^a$\"", value));

    [Fact]
    public void Regex_LongText_IsJudgedUpToTheCap()
    {
        Assert.Equal("true", Judged.Of("regex", "\"^a\"", Judged.Json(new string('a', 65_536))));
        Assert.Equal("TooLong", Judged.Of("regex", "\"^a\"", Judged.Json(new string('a', 65_537))));
        Assert.Equal("true", Judged.Of("regex", "\"^€\"", Judged.Json(new string('€', 65_536))));
        Assert.Equal("TooLong", Judged.Of("regex", "\"^€\"", Judged.Json(new string('€', 65_537))));
    }

    [Fact]
    public void Bind_PatternAboveTheCap_IsRefused()
    {
        Judged.Bind("regex", Judged.Json(new string('a', 1024)));
        Assert.Equal(FaultCode.OperandInvalid, Judged.Fault("regex", Judged.Json(new string('a', 1025))).Code);
    }

    [Theory]
    [InlineData("^[a-z0-9 ]*$")]
    [InlineData("secret|token|password|key")]
    [InlineData("([a-z]+ )*done$")]
    public void Regex_OrdinaryPattern_JudgesTheLongestText(string pattern) =>
        Assert.NotEqual("TooLong", Judged.Of("regex", Judged.Json(pattern), Judged.Json(string.Concat(Enumerable.Repeat("some words ", 5_957)))));

    [Fact]
    public void Regex_ExpensiveMatch_IsUnknown() => Assert.Equal(
        "TooLong",
        Judged.Of("regex", Judged.Json("(?:a|b|ab){500}.{500}(?:a.{300}){5}c"), Judged.Json(new string('a', 65_536))));

    // The memory of a match comes from the stack or from a pool, by these lengths.
    [Theory]
    [InlineData(510)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(65_000)]
    public void Regex_TextOfAnyLength_EndsAtItsEnd(int length)
    {
        var text = new string('a', length);
        Assert.Equal("false", Judged.Of("regex", "\"^a*b$\"", Judged.Json(text + "bc")));
        Assert.Equal("true", Judged.Of("regex", "\"^a*b$\"", Judged.Json(text + "b")));
    }
}
