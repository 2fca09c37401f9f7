namespace Gatehouse.Cli.Tests.Scanning;

/// <summary>A server that answers a scan with what is in a file, whatever it is: two lines of shell.</summary>
internal static class CannedServer
{
    private const string Hello =
        """{"jsonrpc":"2.0","id":"survey-1","result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"NAME","version":"1"},"instructions":"ABOUT"}}""";

    /// <summary>Writes it; the entry of a configuration for it comes back.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="name">Its name.</param>
    /// <param name="tools">The elements of its list.</param>
    /// <param name="about">Its instructions, as JSON text.</param>
    /// <param name="more">Further members of the entry, with a comma in front.</param>
    public static string Write(TempFolder folder, string name, string tools, string about = "", string more = "")
    {
        folder.Write(name + ".hello", Hello.Replace("NAME", name, StringComparison.Ordinal).Replace("ABOUT", about, StringComparison.Ordinal) + "\n");
        folder.Write(name + ".tools", $$$"""{"jsonrpc":"2.0","id":"survey-2","result":{"tools":[{{{tools.ReplaceLineEndings(" ")}}}]}}""" + "\n");
        var script = folder.Write(name + ".sh", $"read a; cat '{folder.Path}/{name}.hello'; read b; read c; cat '{folder.Path}/{name}.tools'; cat >/dev/null\n");
        return $$"""
            "{{name}}": { "command": "/bin/sh", "args": ["{{script}}"]{{more}} }
            """;
    }

    /// <summary>A configuration of such servers.</summary>
    public static string Config(TempFolder folder, params string[] entries) =>
        folder.Write("mcp.json", "{\n\"mcpServers\": {\n" + string.Join(",\n", entries) + "\n}\n}\n");

    /// <summary>A definition.</summary>
    public static string Tool(string name, string description) => $$$"""{"name":"{{{name}}}","description":"{{{description}}}","inputSchema":{"type":"object"}}""";
}
