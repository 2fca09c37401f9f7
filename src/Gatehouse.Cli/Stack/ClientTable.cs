using System.Collections.Immutable;

namespace Gatehouse.Cli.Stack;

/// <summary>Every client whose configuration is looked for, with its places on Linux, macOS and Windows.</summary>
internal static class ClientTable
{
    private static readonly string[] Usual = ["mcpServers"];

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<Client> All =
    [
        new("claude-desktop", "Claude Desktop", [Usual], at => [Path.Combine(at.Applications, "Claude", "claude_desktop_config.json")]),
        new("claude-code", "Claude Code", [Usual, ["projects", "*", "mcpServers"]], at =>
        [
            Path.Combine(at.Own("CLAUDE_CONFIG_DIR") ?? at.Home, ".claude.json"), Path.Combine(at.Folder, ".mcp.json"),
        ]),
        new("cursor", "Cursor", [Usual], at => Both(at, ".cursor/mcp.json")),
        new("vscode", "VS Code", [["servers"], ["mcp", "servers"]], at =>
        [
            Path.Combine(at.Applications, "Code", "User", "mcp.json"), Path.Combine(at.Applications, "Code", "User", "settings.json"),
            Path.Combine(at.Applications, "Code - Insiders", "User", "mcp.json"), Path.Combine(at.Folder, ".vscode", "mcp.json"),
        ]),
        new("windsurf", "Windsurf", [Usual], at =>
        [
            Path.Combine(at.Home, ".codeium", "windsurf", "mcp_config.json"), Path.Combine(at.Home, ".codeium", "mcp_config.json"),
        ]),
        new("codex", "Codex", [["mcp_servers"]], at =>
        [
            Path.Combine(at.Own("CODEX_HOME") ?? Path.Combine(at.Home, ".codex"), "config.toml"), Path.Combine(at.Folder, ".codex", "config.toml"),
        ]),
        new("gemini", "Gemini CLI", [Usual], at => Both(at, ".gemini/settings.json")),
        new("zed", "Zed", [["context_servers"]], at =>
        [
            Path.Combine(at.System == MachineSystem.Windows ? at.Applications : at.Configurations, at.System == MachineSystem.Windows ? "Zed" : "zed", "settings.json"),
            Path.Combine(at.Folder, ".zed", "settings.json"),
        ]),
        new("cline", "Cline", [Usual], at => [Inside(at, "saoudrizwan.claude-dev", "cline_mcp_settings.json")]),
        new("roo", "Roo Code", [Usual], at => [Inside(at, "rooveterinaryinc.roo-cline", "mcp_settings.json"), Path.Combine(at.Folder, ".roo", "mcp.json")]),
        new("copilot", "Copilot CLI", [Usual], at => [Path.Combine(at.Home, ".copilot", "mcp-config.json")]),
        new("kiro", "Kiro", [Usual], at => Both(at, ".kiro/settings/mcp.json")),
        new("amazon-q", "Amazon Q", [Usual], at => [Path.Combine(at.Home, ".aws", "amazonq", "mcp.json"), Path.Combine(at.Folder, ".amazonq", "mcp.json")]),
        new("junie", "Junie", [Usual], at => Both(at, ".junie/mcp/mcp.json")),
        new("lm-studio", "LM Studio", [Usual], at => [Path.Combine(at.Home, ".lmstudio", "mcp.json")]),
        new("opencode", "opencode", [["mcp"]], at =>
        [
            Path.Combine(at.Configurations, "opencode", "opencode.json"), Path.Combine(at.Configurations, "opencode", "opencode.jsonc"),
            Path.Combine(at.Folder, "opencode.json"), Path.Combine(at.Folder, "opencode.jsonc"),
        ]),
    ];

    /// <summary>What a file that was named by hand is taken for: the client whose file has that name, else one with every list.</summary>
    public static Client For(string file, Machine machine)
    {
        var full = Path.GetFullPath(file, machine.Folder);
        return All.FirstOrDefault(client => client.Files(machine).Any(known => string.Equals(Path.GetFullPath(known), full, StringComparison.Ordinal)))
            ?? new Client(
                "file", Path.GetFileName(file), [.. All.SelectMany(client => client.Lists).DistinctBy(path => string.Join('/', path))],
                _ => [full]);
    }

    private static string[] Both(Machine at, string path) => [Path.Combine(at.Home, path), Path.Combine(at.Folder, path)];

    private static string Inside(Machine at, string extension, string file) =>
        Path.Combine(at.Applications, "Code", "User", "globalStorage", extension, "settings", file);
}
