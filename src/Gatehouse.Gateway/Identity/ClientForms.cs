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
    ];

    /// <summary>Claude Code adds a server by a command.</summary>
    public string ClaudeCode =>
        $"claude mcp add --transport http {server} {Endpoint} --header \"Authorization: Bearer {token}\"";

    private void WriteAddress(Utf8JsonWriter json, string list, string? type)
    {
        json.WriteStartObject();
        json.WriteStartObject(list);
        json.WriteStartObject(server);
        if (type is not null)
        {
            json.WriteString("type", type);
        }

        json.WriteString("url", Endpoint);
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

        if (gateway.Scheme == Uri.UriSchemeHttp && !gateway.IsLoopback)
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
