using Gatehouse.Control.Policies;

namespace Gatehouse.Control.Tests.Policies;

public sealed class LineDiffTests
{
    [Theory]
    [InlineData("a\nb", "a\nb", "")]
    [InlineData("a\nb\nc", "a\nx\nc", " a\n-b\n+x\n c\n")]
    [InlineData("a", "a\nb", " a\n+b\n")]
    [InlineData("", "a", "-\n+a\n")]
    [InlineData("1\n2\n3\n4\n5\n6", "1\n2\n3\n4\n5\nx", "@@\n 3\n 4\n 5\n-6\n+x\n")]
    public void Of_Texts_TellsTheLinesThatDiffer(string before, string after, string diff) =>
        Assert.Equal(diff, LineDiff.Of(before, after));

    [Fact]
    public void Of_LongTexts_IsBounded()
    {
        var before = string.Join('\n', Enumerable.Range(0, 5000).Select(n => $"a{n}"));
        var after = string.Join('\n', Enumerable.Range(0, 5000).Select(n => $"b{n}"));

        Assert.Equal(10_000, LineDiff.Of(before, after).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
