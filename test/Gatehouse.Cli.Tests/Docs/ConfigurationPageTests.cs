using System.Text.RegularExpressions;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Cli.Tests.Docs;

public sealed partial class ConfigurationPageTests
{
    private static readonly string Page = RepositoryFiles.Text("docs/reference/configuration.md");

    public static readonly TheoryData<string, string> Shapes = new()
    {
        { "The whole file", "configuration" },
        { "`organisation`", "organisation" },
        { "`tls`", "tls" },
        { "`sizes`", "sizes" },
        { "A server", "server" },
        { "Storing arguments", "argument storing" },
        { "What is left out", "redaction" },
        { "A tool statement", "tool statement" },
        { "A grant", "grant" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Page_HasEveryMemberAndNoOther(string heading, string shape)
    {
        var members = ConfigShapes.All.Single(one => one.Name == shape);

        Assert.Equal(members.Members.Order(StringComparer.Ordinal), Rows(heading).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_CoversEveryShape() => Assert.Equal(ConfigShapes.All.Length, Shapes.Count());

    [Fact]
    public void Example_Loads()
    {
        using var folder = new TempFolder();
        folder.Write("payments.json", """{"version":"1","default":"deny"}""");
        var config = folder.Write("gatehouse.json", Page.Split("```json\n")[1].Split("```")[0]);

        var load = new ConfigFile(config, TimeProvider.System, name => name == "PAYMENTS_TOKEN" ? "secret" : null).Load();

        Assert.Empty(load.Findings);
        Assert.NotNull(load.Snapshot);
    }

    private static IEnumerable<string> Rows(string heading)
    {
        var section = Page.Split($"\n## {heading}\n")[1].Split("\n## ")[0];
        return Row().Matches(section).Select(match => match.Groups[1].Value);
    }

    [GeneratedRegex("^\\| `([a-z0-9_$]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
