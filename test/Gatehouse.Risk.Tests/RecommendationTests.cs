using System.Text;
using Gatehouse.Policy.Language;

namespace Gatehouse.Risk.Tests;

public sealed class RecommendationTests
{
    // The taxonomy's table, line for line.
    [Theory]
    [InlineData(RiskCategory.Read, RiskLevel.Low, "open")]
    [InlineData(RiskCategory.Read, RiskLevel.Medium, "limit-60")]
    [InlineData(RiskCategory.Read, RiskLevel.High, "limit-60")]
    [InlineData(RiskCategory.Other, RiskLevel.Medium, "limit-60")]
    [InlineData(RiskCategory.Write, RiskLevel.Medium, "limit-30")]
    [InlineData(RiskCategory.Write, RiskLevel.High, "limit-10")]
    [InlineData(RiskCategory.Execute, RiskLevel.High, "limit-10")]
    [InlineData(RiskCategory.Execute, RiskLevel.Critical, "approval")]
    [InlineData(RiskCategory.Destructive, RiskLevel.High, "approval")]
    [InlineData(RiskCategory.Destructive, RiskLevel.Critical, "hide")]
    [InlineData(RiskCategory.Financial, RiskLevel.Critical, "approval")]
    public void Of_CategoryAndLevel_IsTheRowOfTheTaxonomy(RiskCategory category, RiskLevel level, string name) =>
        Assert.Equal(name, Recommendation.Of(category, level).Name);

    [Fact]
    public void Of_AnyPair_IsNeverMilderThanALowerLevel()
    {
        foreach (var category in Enum.GetValues<RiskCategory>())
        {
            var ranks = Enum.GetValues<RiskLevel>().Select(level => Rank(Recommendation.Of(category, level))).ToArray();

            Assert.Equal(ranks.Order(), ranks);
        }
    }

    [Fact]
    public void All_Rules_AreValidPolicies()
    {
        foreach (var one in Recommendation.All)
        {
            var policy = one.IsHidden
                ? """{"version":"1","default":"allow","hide":["t"]}"""
                : """{"version":"1","default":"deny","tools":{"t":""" + one.Rule + "}}";
            var reading = PolicyReader.Read(Encoding.UTF8.GetBytes(policy));

            Assert.True(reading.Document is not null, one.Name + ": " + string.Join("; ", reading.Findings));
        }
    }

    private static int Rank(Recommendation one) => Recommendation.All.ToList().IndexOf(one);
}
