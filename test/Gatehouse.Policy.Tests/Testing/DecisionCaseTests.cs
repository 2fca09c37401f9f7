using Gatehouse.Policy.Testing;
using Gatehouse.Policy.Tests.Language;
using Xunit;

namespace Gatehouse.Policy.Tests.Testing;

/// <summary>Every case of <c>test/cases/decisions</c>: the worked examples of `policy-language` and more.</summary>
public sealed class DecisionCaseTests
{
    public static IEnumerable<TheoryDataRow<string>> Files() =>
        Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(file => new TheoryDataRow<string>(Path.GetFileName(file)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Run_CasesOfAFile_AllPass(string name)
    {
        var reading = PolicyTestFile.Read(File.ReadAllBytes(Path.Combine(Folder, name)));
        Assert.Empty(reading.Findings);
        var policy = Policies.Load(File.ReadAllText(Path.Combine(Folder, reading.File!.Policy)));

        var results = PolicyTestRun.Run(reading.File, policy);

        Assert.NotEmpty(results);
        Assert.Equal([], results.Where(result => !result.Passed)
            .Select(result => $"{result.Case.Name}: call {result.CallNumber} gave {result.Actual}, expected {result.Expected}"));
    }

    private static string Folder
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(root.FullName, "Gatehouse.slnx")))
            {
                root = root.Parent!;
            }

            return Path.Combine(root.FullName, "test", "cases", "decisions");
        }
    }
}
