using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Language;

public sealed class ValidationCaseTests
{
    // What cannot be written in a case file, or only at great length: PolicyTextTests, TimeZonesTests, CapTests.
    private static readonly string[] _elsewhere =
        ["byte-order-mark", "not-utf8", "timezone-data-missing", "too-large", "too-many"];

    private static readonly Dictionary<string, ValidationCase> _cases = ValidationCase.All();

    public static TheoryData<string> Names => [.. _cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Case_FindsExactlyWhatItNames(string name) =>
        Assert.Equal(_cases[name].Expected, _cases[name].Find());

    [Fact]
    public void Read_EveryCode_HasACase()
    {
        var found = _cases.Values.SelectMany(test => test.Expected).Select(finding => finding.Split(' ')[0]);

        Assert.Equal(
            FindingCode.All.Select(code => code.Word).Order(StringComparer.Ordinal),
            found.Concat(_elsewhere).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Read_EveryFinding_IsOneSentenceOnOneLine()
    {
        var findings = _cases.Values.SelectMany(test => Policies.Read(test.Text).Findings);

        Assert.All(findings.SelectMany(finding => new[] { finding.Message, finding.Hint ?? "none" }), text =>
        {
            Assert.InRange(text.Length, 1, 250);
            Assert.False(text.EndsWith('.') || text.Any(char.IsControl), text);
        });
    }
}
