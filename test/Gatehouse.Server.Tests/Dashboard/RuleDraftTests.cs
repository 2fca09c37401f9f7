using System.Text;
using Gatehouse.Control.Policies;
using Gatehouse.Policy.Language;
using Gatehouse.Server.Dashboard.Pages.Records;

namespace Gatehouse.Server.Tests.Dashboard;

/// <summary>A rule out of a recorded call: one that shuts never counts as one that opens.</summary>
public sealed class RuleDraftTests
{
    [Theory]
    [InlineData("deny", """{"version":"1","default":"deny"}""")]
    [InlineData("deny", """{"version":"1","default":"allow"}""")]
    [InlineData("deny", """{"version":"1","default":"deny","tools":{"pay":{}}}""")]
    [InlineData("deny", """{"version":"1","default":"deny","tools":{"p*":{}}}""")]
    [InlineData("deny", """{"version":"1","default":"allow","tools":{"pay":{"action":"require_approval","reason":"r"}}}""")]
    [InlineData("hide", """{"version":"1","default":"deny","tools":{"pay":{}}}""")]
    [InlineData("hide", """{"version":"1","default":"allow","hide":["x"]}""")]
    [InlineData("approve", """{"version":"1","default":"allow"}""")]
    [InlineData("limit", """{"version":"1","default":"allow"}""")]
    [InlineData("approve", """{"version":"1","default":"deny","tools":{"pay":{}}}""")]
    public void Put_ARuleThatShuts_IsNotWidening(string rule, string document) => Assert.False(IsWidening(rule, document));

    [Theory]
    [InlineData("allow", """{"version":"1","default":"deny"}""")]
    [InlineData("approve", """{"version":"1","default":"deny"}""")]
    [InlineData("limit", """{"version":"1","default":"deny"}""")]
    public void Put_ARuleThatLetsAToolPass_IsWidening(string rule, string document) => Assert.True(IsWidening(rule, document));

    private static bool IsWidening(string rule, string document)
    {
        var (before, after) = (Encoding.UTF8.GetBytes(document), Encoding.UTF8.GetBytes(RuleDraft.Put(document, "pay", rule)));
        Assert.DoesNotContain(PolicyReader.Read(after).Findings, found => found.Severity == FindingSeverity.Error);
        return Widening.MayOpen(before, after);
    }
}
