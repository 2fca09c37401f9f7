using System.Text.Json;

namespace Gatehouse.Gateway.Identity;

/// <summary>What to put where in the usual MCP clients, token included.</summary>
/// <param name="server">Id of the grant's server.</param>
/// <param name="token">The grant's token.</param>
/// <param name="gateway">Address of the agents' listener, as clients reach it.</param>
public sealed class ClientForms(string server, string token, Uri gateway)
{
    /// <summary>The address that the client connects to.</summary>
    public string Endpoint { get; } = $"{gateway.ToString().TrimEnd('/')}/mcp/{server}";

    /// <summary>The forms in the order in which they are printed: where it goes, and the writer of the JSON.</summary>
    public IReadOnlyList<(string Key, string Where, Action<Utf8JsonWriter> Write)> Files =>
    [
        ("claude_desktop", "Claude Desktop (claude_desktop_config.json), and every client that starts commands", WriteBridge),
        ("cursor", "Cursor (.cursor/mcp.json)", json => WriteAddress(json, "mcpServers", type: null)),
        ("vscode", "VS Code (.vscode/mcp.json)", json => WriteAddress(json, "servers", "http")),
        ("windsurf", "Windsurf (~/.codeium/windsurf/mcp_config.json)", json => WriteAddress(json, "mcpServers", type: null, address: "serverUrl")),
        ("openai", "OpenAI's Responses API (a tool of its models; the address has to be reachable from the internet)", WriteHosted),
    ];

    /// <summary>The forms that are no JSON: where it goes, and the text.</summary>
    public IReadOnlyList<(string Key, string Where, string Text)> Texts =>
    [
        ("codex", "Codex (~/.codex/config.toml)",
            $"[mcp_servers.{server}]\nurl = \"{Endpoint}\"\nhttp_headers = {{ Authorization = \"Bearer {token}\" }}\n"),
        ("mcp_remote", "mcp-remote: a command, for every client that starts one",
            $"npx -y mcp-remote {Endpoint} --header \"Authorization:Bearer {token}\"{(AllowsHttp ? " --allow-http" : "")}"),
    ];

    /// <summary>Claude Code adds a server by a command.</summary>
    public string ClaudeCode =>
        $"claude mcp add --transport http {server} {Endpoint} --header \"Authorization: Bearer {token}\"";

    private bool AllowsHttp => gateway.Scheme == Uri.UriSchemeHttp && !gateway.IsLoopback;

    private void WriteHosted(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "mcp");
        json.WriteString("server_label", server);
        json.WriteString("server_url", Endpoint);
        json.WriteString("authorization", token);
        json.WriteString("require_approval", "never");
        json.WriteEndObject();
    }

    private void WriteAddress(Utf8JsonWriter json, string list, string? type, string address = "url")
    {
        json.WriteStartObject();
        json.WriteStartObject(list);
        json.WriteStartObject(server);
        if (type is not null)
        {
            json.WriteString("type", type);
        }

        json.WriteString(address, Endpoint);
        json.WriteStartObject("headers");
        json.WriteString("Authorization", $"Bearer {token}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // The token stands in the environment: some clients break an argument at its blank, and arguments are seen by others.
    private void WriteBridge(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("mcpServers");
        json.WriteStartObject(server);
        json.WriteString("command", "npx");
        json.WriteStartArray("args");
        foreach (var word in (string[])["-y", "mcp-remote", Endpoint, "--header", "Authorization:${GATEHOUSE_AUTHORIZATION}"])
        {
            json.WriteStringValue(word);
        }

        if (AllowsHttp)
        {
            json.WriteStringValue("--allow-http");
        }

        json.WriteEndArray();
        json.WriteStartObject("env");
        json.WriteString("GATEHOUSE_AUTHORIZATION", $"Bearer {token}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
