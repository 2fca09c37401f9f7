using Gatehouse.Cli.Stack;
using Gatehouse.Gateway.Tools.Texts;

namespace Gatehouse.Cli.Tests.Docs;

/// <summary>The guide knows what the scan knows.</summary>
public sealed class ScanPageTests
{
    private static readonly string Page = RepositoryFiles.Text("docs/guide/scan.md");

    public static TheoryData<TextFlaw> Flaws => [.. Enum.GetValues<TextFlaw>()];

    [Theory]
    [MemberData(nameof(Flaws))]
    public void Page_Flaw_IsThereWithWhatItDoes(TextFlaw flaw)
    {
        var row = Page.Split('\n').Single(line => line.StartsWith($"| `{flaw.Word()}` |", StringComparison.Ordinal));

        // What only shows across servers is no matter of one definition, so the gateway cannot hold it.
        Assert.Equal(flaw.Blocks() && flaw != TextFlaw.NamesForeignTool, row.Contains("waits", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_EveryClient_IsNamed() => Assert.All(
        ClientTable.All, client => Assert.Contains(client.Name, Page, StringComparison.Ordinal));

    [Fact]
    public void Hook_Files_AreThoseThatTheTableKnows()
    {
        var hook = RepositoryFiles.Text(".pre-commit-hooks.yaml");
        var here = Path.GetFullPath("/somewhere");
        var machine = new Machine(MachineSystem.Linux, "/home/x", here, _ => null);
        var pattern = new System.Text.RegularExpressions.Regex(hook.Split("files: ")[1].Trim());

        foreach (var path in (string[])[".mcp.json", ".vscode/mcp.json", ".cursor/mcp.json", ".roo/mcp.json", ".amazonq/mcp.json", ".kiro/settings/mcp.json", ".codex/config.toml"])
        {
            Assert.Matches(pattern, path);
            Assert.NotEqual("file", ClientTable.For(Path.Combine(here, path), machine).Word);
        }
    }
}
