using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Language;

public sealed class FindingCodeTests
{
    [Fact]
    public void All_Reference_HasOneLineForEachCode()
    {
        var lines = RepositoryFiles.Text("docs/reference/findings.md").Split('\n').Where(line =>
            line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Equal(
            FindingCode.All.Select(code => $"| `{code.Word}` | {code.Explanation} |").Order(StringComparer.Ordinal),
            lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_Fields_AreAllListed()
    {
        var fields = typeof(FindingCode).GetFields().Where(field => field.FieldType == typeof(FindingCode));

        Assert.Equal(fields.Select(field => ((FindingCode)field.GetValue(null)!).Word),
            FindingCode.All.Select(code => code.Word));
    }

    [Fact]
    public void All_Words_AreKebabCaseAndUnique()
    {
        Assert.All(FindingCode.All, code => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", code.Word));
        Assert.Equal(FindingCode.All.Length, FindingCode.All.Select(code =>
            code.Word).Distinct(StringComparer.Ordinal).Count());
    }
}
