using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Api.Servers;

namespace Gatehouse.Cli.Declared.Served;

/// <summary>The <c>gatehouse.json</c> that lies where one is written: what only a file can say is taken over from it.</summary>
internal sealed class EarlierFile(JsonElement root)
{
    /// <summary>Members of the file that a server keeps itself.</summary>
    public static readonly FrozenSet<string> Shared = FrozenSet.Create(StringComparer.Ordinal, "servers", "grants", "policy", "organisation");

    /// <summary>Members of a server of the file that a server keeps itself.</summary>
    public static readonly FrozenSet<string> SharedOfServer =
        FrozenSet.Create(StringComparer.Ordinal, "name", "url", "headers", "transport", "definitions", "allow", "policy", "store_arguments");

    /// <summary>There is none.</summary>
    public static EarlierFile None { get; } = new(default);

    /// <summary>Whether the file tells how to start a server.</summary>
    public bool HasCommand(string id) => Server(id) is { } server && server.TryGetProperty("command", out _);

    /// <summary>The text of a header, with its references, where the server had the same address; null where there is none.</summary>
    public JsonProperty? Header(ServerView server, string header)
    {
        foreach (var known in Headers(server))
        {
            if (known.Name.Equals(header, StringComparison.OrdinalIgnoreCase) && known.Value.ValueKind == JsonValueKind.String)
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>The headers of a server that had the same address.</summary>
    public IEnumerable<JsonProperty> Headers(ServerView server) =>
        Server(server.Id) is { } before && before.TryGetProperty("url", out var url) && Url(url) == Url(server.Url)
        && before.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object
            ? headers.EnumerateObject()
            : [];

    /// <summary>Writes what only the file knows.</summary>
    public void WriteRest(Utf8JsonWriter json) => WriteRest(json, root, Shared);

    /// <summary>Writes what only the file knows of a server; nothing where it was reached in another way.</summary>
    public void WriteRest(Utf8JsonWriter json, ServerView server)
    {
        if (Server(server.Id) is { } before && before.TryGetProperty("command", out _) == (server.Url is null))
        {
            WriteRest(json, before, SharedOfServer);
        }
    }

    private static void WriteRest(Utf8JsonWriter json, JsonElement from, FrozenSet<string> shared)
    {
        if (from.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in from.EnumerateObject().Where(member => !shared.Contains(member.Name)))
        {
            member.WriteTo(json);
        }
    }

    private static string? Url(JsonElement url) => url.ValueKind == JsonValueKind.String ? Url(url.GetString()) : null;

    private static string? Url(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.AbsoluteUri : null;

    private JsonElement? Server(string id) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("servers", out var servers) && servers.ValueKind == JsonValueKind.Object
        && servers.TryGetProperty(id, out var server) && server.ValueKind == JsonValueKind.Object
            ? server
            : null;
}
