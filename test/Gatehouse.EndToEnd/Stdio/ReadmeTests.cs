using System.Text.RegularExpressions;
using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Stdio;

/// <summary>What the README says to someone without a client, as it stands there.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task Inspector_AsTheReadmeStartsIt_ListsTheToolsBehindThePolicy()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Places.Root, "README.md"), TestContext.Current.CancellationToken);
        var words = Line().Match(readme).Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var data = Directory.CreateTempSubdirectory("gatehouse-readme-").FullName;

        var (code, output, errors) = await RunningProgram.RunAsync(
            [
                Places.Node, Path.Combine(Places.Modules, ".bin/mcp-inspector"), .. words,
                "-e", $"GATEHOUSE={Places.Gatehouse}", "-e", $"XDG_DATA_HOME={data}",
            ],
            Places.Root);

        Assert.True(code == 0, output + errors);
        Assert.Contains("\"read_text_file\"", output, StringComparison.Ordinal);
        Assert.Contains("\"list_allowed_directories\"", output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?m)^npx -y @modelcontextprotocol/inspector (--cli .*)$")]
    private static partial Regex Line();
}
