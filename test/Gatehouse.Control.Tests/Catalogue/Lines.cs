using System.Text.Json;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>Entries as files have them.</summary>
internal static class Lines
{
    private static readonly JsonSerializerOptions _options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Server(string id, string description = "", string title = "", string[]? packages = null, string[]? names = null) =>
        Json(new { id, title, description, repo = (string?)null, packages = packages ?? [], sources = new[] { "list" }, names = names ?? [] });

    public static string Tool(string server, string tool, string description = "", object[]? args = null, string serverDescription = "") =>
        Json(new { source = "list", server, title = "", server_description = serverDescription, tool, description, args = args ?? [] });

    public static string Dump(string package, DateTimeOffset taken, params string[] tools) => Json(new
    {
        package, version = "1.0.0", licence = "MIT", taken, tools = tools.Select(name => new { name, description = "", inputSchema = new { type = "object" } }),
    });

    public static string Registry(
        string name, string description = "", string schema = "2025-12-11", string status = "active", string[]? npm = null, bool isLatest = true) =>
        "{\"server\":" + Json(new Dictionary<string, object>
        {
            ["$schema"] = $"https://static.modelcontextprotocol.io/schemas/{schema}/server.schema.json",
            ["name"] = name,
            ["description"] = description,
            ["version"] = "1.0.0",
            ["repository"] = new { url = "https://github.com/example/x", source = "github" },
            ["packages"] = (npm ?? []).Select(id => new { registryType = "npm", identifier = id }),
        }) + ",\"_meta\":" + Json(new Dictionary<string, object>
        {
            ["io.modelcontextprotocol.registry/official"] = new { status, publishedAt = "2026-01-01T00:00:00Z", updatedAt = "2026-02-01T00:00:00Z", isLatest },
        }) + "}";

    public static string Json(object value) => JsonSerializer.Serialize(value, _options);
}
