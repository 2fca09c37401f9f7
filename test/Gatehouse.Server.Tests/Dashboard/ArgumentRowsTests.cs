using System.Text.Json;
using Gatehouse.Server.Dashboard.Pages.Records;

namespace Gatehouse.Server.Tests.Dashboard;

public sealed class ArgumentRowsTests
{
    [Fact]
    public void Of_WhatTheJournalWrites_IsEachArgumentWithItsTypeAndSize()
    {
        using var json = JsonDocument.Parse("""[["amount","number",4],["note","string",20],"more"]""");

        Assert.Equal([("amount", "number", 4L), ("note", "string", 20L)], ArgumentRows.Of(json.RootElement));
        Assert.True(ArgumentRows.AreMore(json.RootElement));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""[["amount"],["amount",1,2],[1,"number",3],["amount","number","3"],7]""")]
    public void Of_WhatItDoesNotWrite_IsNothing(string text)
    {
        using var json = JsonDocument.Parse(text);

        Assert.Empty(ArgumentRows.Of(json.RootElement));
        Assert.False(ArgumentRows.AreMore(json.RootElement));
    }

    [Fact]
    public void Of_NoArguments_IsNothing() => Assert.Empty(ArgumentRows.Of(null));
}
