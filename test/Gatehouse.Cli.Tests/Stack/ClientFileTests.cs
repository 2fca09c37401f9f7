using Gatehouse.Cli.Stack;

namespace Gatehouse.Cli.Tests.Stack;

public sealed class ClientFileTests : IDisposable
{
    private const string Json = """{ "LIST": { "a": { "command": "x", "args": ["y"] } } }""";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("claude-desktop", 0, ".config/Claude/claude_desktop_config.json", "mcpServers")]
    [InlineData("claude-desktop", 1, "Library/Application Support/Claude/claude_desktop_config.json", "mcpServers")]
    [InlineData("claude-desktop", 2, "AppData/Roaming/Claude/claude_desktop_config.json", "mcpServers")]
    [InlineData("claude-code", 0, ".claude.json", "mcpServers")]
    [InlineData("claude-code", 2, "work/.mcp.json", "mcpServers")]
    [InlineData("cursor", 0, ".cursor/mcp.json", "mcpServers")]
    [InlineData("cursor", 1, "work/.cursor/mcp.json", "mcpServers")]
    [InlineData("vscode", 0, ".config/Code/User/mcp.json", "servers")]
    [InlineData("vscode", 1, "Library/Application Support/Code/User/mcp.json", "servers")]
    [InlineData("vscode", 2, "AppData/Roaming/Code/User/mcp.json", "servers")]
    [InlineData("vscode", 0, "work/.vscode/mcp.json", "servers")]
    [InlineData("windsurf", 2, ".codeium/windsurf/mcp_config.json", "mcpServers")]
    [InlineData("gemini", 0, ".gemini/settings.json", "mcpServers")]
    [InlineData("zed", 0, ".config/zed/settings.json", "context_servers")]
    [InlineData("zed", 1, ".config/zed/settings.json", "context_servers")]
    [InlineData("zed", 2, "AppData/Roaming/Zed/settings.json", "context_servers")]
    [InlineData("cline", 1, "Library/Application Support/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json", "mcpServers")]
    [InlineData("roo", 0, "work/.roo/mcp.json", "mcpServers")]
    [InlineData("copilot", 0, ".copilot/mcp-config.json", "mcpServers")]
    [InlineData("kiro", 0, ".kiro/settings/mcp.json", "mcpServers")]
    [InlineData("amazon-q", 0, ".aws/amazonq/mcp.json", "mcpServers")]
    [InlineData("junie", 0, ".junie/mcp/mcp.json", "mcpServers")]
    [InlineData("lm-studio", 0, ".lmstudio/mcp.json", "mcpServers")]
    [InlineData("opencode", 0, ".config/opencode/opencode.jsonc", "mcp")]
    public void Find_ConfigurationInItsPlace_IsRead(string client, int system, string path, string list)
    {
        Put(path, Json.Replace("LIST", list, StringComparison.Ordinal));

        var file = Assert.Single(ClientFile.Find(At((MachineSystem)system)));

        Assert.Equal(client, file.Client.Word);
        Assert.Equal(["x", "y"], Assert.Single(file.Servers).Command);
    }

    [Fact]
    public void Table_EveryClient_HasATestOfItsPlace()
    {
        var rows = typeof(ClientFileTests).GetMethod(nameof(Find_ConfigurationInItsPlace_IsRead))!
            .GetCustomAttributes(false).OfType<InlineDataAttribute>().Select(row => (string)row.Data[0]!);

        Assert.Equal(["codex"], ClientTable.All.Select(client => client.Word).Except(rows, StringComparer.Ordinal));
    }

    [Fact]
    public void Find_Codex_ReadsToml()
    {
        Put(".codex/config.toml", """
            model = "x" # a comment with = and "
            [mcp_servers.fs]
            command = 'npx'
            args = [ "-y", # why
              "@scope/server", ]
            env = { "KEY" = "v\u0041" }
            [mcp_servers."two words"]
            url = "https://mcp.example.com/mcp"
            bearer_token_env_var = "TOKEN"
            [mcp_servers.off]
            command = "x"
            enabled = false
            """);

        var servers = Assert.Single(ClientFile.Find(At(MachineSystem.Linux, ("TOKEN", "t0ken")))).Servers;

        Assert.Equal(["npx", "-y", "@scope/server"], servers[0].Command);
        Assert.Equal("vA", servers[0].Environment["KEY"]);
        Assert.Equal(("two words", "https://mcp.example.com/mcp", "Bearer t0ken"), (servers[1].Name, servers[1].Address, servers[1].Headers["Authorization"]));
        Assert.True(servers[2].IsDisabled);
        Assert.Equal(7, servers[1].Line);
    }

    [Fact]
    public void Find_ClaudeCode_ReadsTheServersOfProjects()
    {
        Put(".claude.json", """{"mcpServers":{"a":{"command":"x"}},"projects":{"/srv/p":{"mcpServers":{"b":{"command":"${workspaceFolder}/b"}}}}}""");

        Assert.Equal(["x", "/srv/p/b"], Assert.Single(ClientFile.Find(At(MachineSystem.Linux))).Servers.Select(server => server.Command[0]));
    }

    [Fact]
    public void Read_CommentsAndTrailingCommas_ArePassedOver()
    {
        var path = Put("mcp.json", "// one\n{ /* two */ \"mcpServers\": { \"a\": { \"command\": \"x\", \"args\": [\"// no comment\",], }, }, }\n");

        Assert.Equal(["x", "// no comment"], Assert.Single(ClientFile.Read(path, At(MachineSystem.Linux)).Servers).Command);
    }

    [Theory]
    [InlineData("mcp.json", "{\n  \"mcpServers\": {\n    \"a\": nope\n  }\n}", ":3:")]
    [InlineData("mcp.json", "", ":1:1:")]
    [InlineData("mcp.json", "{}\n{}", ":2:1:")]
    [InlineData("config.toml", "[mcp_servers.a]\ncommand = \"x\nargs = []", ":2:")]
    [InlineData("config.toml", "a = 1\na = 2", ":2:")]
    [InlineData("config.toml", "[a\nb = 1", ":1:")]
    [InlineData("config.toml", "a = [1, [2]", ":1:12:")]
    [InlineData("config.toml", "a = \"\\q\"", ":1:")]
    public void Read_DoesNotParse_SaysWhere(string name, string text, string place)
    {
        var file = ClientFile.Read(Put(name, text), At(MachineSystem.Linux));

        Assert.Empty(file.Servers);
        Assert.Contains(place, file.Fault!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${HOME_X}/a", "v/a", null)]
    [InlineData("${env:HOME_X}/a", "v/a", null)]
    [InlineData("{env:HOME_X}", "v", null)]
    [InlineData("${NONE:-d}", "d", null)]
    [InlineData("${userHome}", "HOME", null)]
    [InlineData("plain {} $x", "plain {} $x", null)]
    [InlineData("${NONE}", "", "${NONE}")]
    [InlineData("${input:key}", "", "${input:key}")]
    [InlineData("{file:~/.key}", "", "{file:~/.key}")]
    public void Fill_Variables_AreThoseOfTheMachine(string written, string filled, string? missing)
    {
        var variables = new ClientVariables(At(MachineSystem.Linux, ("HOME_X", "v")), "/srv");

        Assert.Equal(filled.Replace("HOME", _folder.Path, StringComparison.Ordinal), variables.Fill(written));
        Assert.Equal(missing is null ? [] : [missing], variables.Missing);
    }

    private Machine At(MachineSystem system, params (string Name, string Value)[] variables) => new(
        system, _folder.Path, Path.Combine(_folder.Path, "work"), name => variables.FirstOrDefault(one => one.Name == name).Value);

    private string Put(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
