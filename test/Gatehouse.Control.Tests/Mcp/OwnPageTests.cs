using System.Text.RegularExpressions;
using Gatehouse.Control.Mcp;

namespace Gatehouse.Control.Tests.Mcp;

/// <summary>docs/reference/own-mcp-server.md and the table of tools say the same.</summary>
public sealed partial class OwnPageTests
{
    [Fact]
    public void Page_Rows_AreTheTable()
    {
        var rows = Row.Matches(RepositoryFiles.Text("docs/reference/own-mcp-server.md"))
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value));

        Assert.Equal(
            OwnToolTable.All.Select(static tool => (
                tool.Name, tool.Description,
                string.Join(", ", tool.Takes.Select(static one => one.IsNeeded ? $"**`{one.Name}`**" : $"`{one.Name}`")))),
            rows);
    }

    [Fact]
    public void Page_Refusals_AreThoseOfTheSource()
    {
        var page = RepositoryFiles.Text("docs/reference/own-mcp-server.md");
        var source = RepositoryFiles.Text("src/Gatehouse.Control/Mcp/OwnServer.cs");

        Assert.All(
            Reason.Matches(source).Select(match => match.Groups[1].Value),
            reason => Assert.Contains($"| `{reason}` |", page, StringComparison.Ordinal));
        Assert.Equal(6, Reason.Count(source));
    }

    [GeneratedRegex(@"(?m)^\| `([a-z_]+)` \| ([^|]+) \| ([^|]*) \|$")]
    private static partial Regex Row { get; }

    [GeneratedRegex("""StatusCodes\.Status[0-9A-Za-z]+, "([a-z-]+)",""")]
    private static partial Regex Reason { get; }
}
