using System.Text.Json;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Cli.Tests.Commands;

public sealed class GrantNewCommandTests
{
    [Fact]
    public async Task GrantNew_Json_EntryHasTheTokensHashAndNotTheToken()
    {
        var run = await CommandRun.Of("grant", "new", "--server", "payments", "--policy", "p.json", "--label", "bot", "--json");

        var root = run.Json();
        var token = root.GetProperty("token").GetString()!;
        var entry = root.GetProperty("entry");
        Assert.True(GrantToken.IsWellFormed(token));
        Assert.Equal(TokenHash.Of(token)!.Value.ToHex(), entry.GetProperty("token_sha256").GetString());
        Assert.Equal(("payments", "p.json", "bot"), (Text(entry, "server"), Text(entry, "policy"), Text(entry, "label")));
        Assert.DoesNotContain(token, entry.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GrantNew_Entry_LoadsInAConfiguration()
    {
        using var folder = new TempFolder();
        folder.Write("p.json", """{"version":"1","default":"deny"}""");
        var run = await CommandRun.Of("grant", "new", "--server", "payments", "--policy", "p.json", "--json");
        var entry = run.Json().GetProperty("entry").GetRawText();
        var config = folder.Write(
            "gatehouse.json", """{"servers":{"payments":{"url":"http://127.0.0.1:9/mcp"}},"grants":[ENTRY]}""".Replace("ENTRY", entry, StringComparison.Ordinal));

        var load = new ConfigFile(config, TimeProvider.System, _ => null).Load();

        Assert.Empty(load.Findings);
        var grant = Assert.Single(load.Snapshot!.Grants);
        Assert.Equal(TokenHash.Of(run.Json().GetProperty("token").GetString()), grant.Token);
    }

    [Fact]
    public async Task GrantNew_Json_HasClientsThatReachTheServer()
    {
        var run = await CommandRun.Of("grant", "new", "--server", "payments", "--url", "https://mcp.example.com/", "--json");

        var root = run.Json();
        var token = Text(root, "token");
        var clients = root.GetProperty("clients");
        Assert.Equal("https://mcp.example.com/mcp/payments", Text(root, "endpoint"));
        Assert.Contains(token, Text(clients, "claude_code"), StringComparison.Ordinal);
        var cursor = clients.GetProperty("cursor").GetProperty("mcpServers").GetProperty("payments");
        Assert.Equal($"Bearer {token}", Text(cursor.GetProperty("headers"), "Authorization"));
        var vscode = clients.GetProperty("vscode").GetProperty("servers").GetProperty("payments");
        Assert.Equal(("http", Text(root, "endpoint")), (Text(vscode, "type"), Text(vscode, "url")));
        var bridge = clients.GetProperty("claude_desktop").GetProperty("mcpServers").GetProperty("payments");
        Assert.DoesNotContain(token, bridge.GetProperty("args").GetRawText(), StringComparison.Ordinal);
        Assert.Equal($"Bearer {token}", Text(bridge.GetProperty("env"), "GATEHOUSE_AUTHORIZATION"));
    }

    [Fact]
    public async Task GrantNew_Text_ShowsTheTokenOnceAsTheToken()
    {
        var run = await CommandRun.Of("grant", "new", "--server", "payments");

        Assert.Equal(0, run.Code);
        Assert.StartsWith("Token (shown only now", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"token_sha256\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("claude mcp add", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--server", "Pay ments")]
    [InlineData("--server", "payments", "--expires", "0d")]
    [InlineData("--server", "payments", "--expires", "2001-01-01T00:00:00Z")]
    [InlineData("--server", "payments", "--url", "ftp://x")]
    [InlineData("--server", "payments", "--url", "https://user@x")]
    public async Task GrantNew_WrongOptions_Exits2WithoutAToken(params string[] options)
    {
        var run = await CommandRun.Of(["grant", "new", .. options]);

        Assert.Equal((2, ""), (run.Code, run.Output));
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
