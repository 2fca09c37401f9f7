using Gatehouse.Risk.Signals;

namespace Gatehouse.Risk.Tests;

/// <summary>docs/reference/risk.md and the code name the same categories, levels, signals and rules.</summary>
public sealed class RiskPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "reference", "risk.md"));

    [Fact]
    public void Page_Signals_AreThoseOfTheTableInItsOrder() =>
        Assert.Equal(SignalTable.All.Select(signal => signal.Name), Rows("signal"));

    [Fact]
    public void Page_Categories_AreThoseOfTheCodeFromTheLeastSevere() =>
        Assert.Equal(Enum.GetValues<RiskCategory>().Select(category => category.Word()), Rows("category | a call can"));

    [Fact]
    public void Page_Levels_BeginWhereTheCodeBegins()
    {
        foreach (var category in Enum.GetValues<RiskCategory>())
        {
            Assert.Contains($"| `{category.Word()}` | {SignalTable.Start(category).Word()} |", Page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Page_Rules_AreAllThere()
    {
        foreach (var one in Recommendation.All)
        {
            Assert.Contains($"`{one.Name}`:", Page, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Rows(string heading) => Page[Page.IndexOf($"| {heading} ", StringComparison.Ordinal)..].Split('\n')
        .Skip(2).TakeWhile(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Gatehouse.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
