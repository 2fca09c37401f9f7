using Gatehouse.Risk.Model;

namespace Gatehouse.Risk.Tests.Model;

public sealed class NetworkTests
{
    private static readonly Network Shared = Network.Instance;

    [Fact]
    public void Row_EveryFeatureOfTheFile_IsFoundByItsNumber()
    {
        for (var row = 0; row < Shared.Features.Count; row++)
        {
            Assert.Equal(row, Shared.Features.Row(FeatureHash.Of(Shared.Features.Name(row))));
        }
    }

    [Theory]
    [InlineData("name=nobodywrotethis")]
    [InlineData("name=nobody wrotethis")]
    [InlineData("=")]
    public void Row_FeatureThatTrainingLeftOut_IsNone(string feature) => Assert.Equal(-1, Shared.Features.Row(FeatureHash.Of(feature)));

    // More rows than one sum of 16 bits takes; what is left beside the features' parts is the thresholds' part and stays.
    [Theory]
    [InlineData(3)]
    [InlineData(700)]
    public void Part_OfAllFeatures_IsAllThatMovesAnOutput(int count)
    {
        var rows = Enumerable.Range(0, count).Select(static at => at * 37).ToArray();
        var compared = 0;
        for (var left = 0; left < 50; left++)
        {
            var fewer = rows.Where((_, at) => at != left % count).ToArray();
            var (all, some) = (Listen(rows), Listen(fewer));
            if (all.Select(static unit => unit > 0).SequenceEqual(some.Select(static unit => unit > 0)))
            {
                compared++;
                Assert.Equal(Rest(rows, all), Rest(fewer, some), 1e-6);
            }
        }

        Assert.True(compared > 0);
    }

    [Fact]
    public void Shares_OfCategories_AddUpToOne()
    {
        var opinion = new Opinion([1, 5, 5, 1_000, 30_000]);

        Assert.Equal(1, Enum.GetValues<RiskCategory>().Sum(opinion.Share), 1e-9);
        Assert.Equal(0, opinion.Share(RiskCategory.Other));
        Assert.Null(opinion.Graver(RiskCategory.Financial));
    }

    [Fact]
    public void Share_OfRowThatComesTwice_IsAsOfOne() =>
        Assert.Equal(new Opinion([7, 9_000]).Share(RiskCategory.Write), new Opinion([9_000, 7, 9_000, 7]).Share(RiskCategory.Write));

    [Fact]
    public void Choose_DangerousCategories_CountTogether()
    {
        var opinion = new Opinion([.. Enumerable.Range(0, 40)]);
        var danger = opinion.Share(RiskCategory.Execute) + opinion.Share(RiskCategory.Destructive) + opinion.Share(RiskCategory.Financial);

        Assert.True(opinion.Choose(danger - 1e-9).Category >= RiskCategory.Execute);
        Assert.Equal(danger > 0.5, opinion.Choose(danger + 1e-9).Category >= RiskCategory.Execute);
    }

    private static int[] Listen(int[] rows)
    {
        var units = new int[Network.Units];
        Shared.Listen(rows, units);
        return units;
    }

    private static double Rest(int[] rows, int[] units) =>
        Shared.Output(0, units) - Shared.Output(5, units) - rows.Sum(row => Shared.Part(row, 0, 5, units));
}
