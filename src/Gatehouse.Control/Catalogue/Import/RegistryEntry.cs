using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>An entry of the official registry's API v0.1: a <c>server.json</c> and what the registry says about it.</summary>
/// <remarks>SPEC: server.schema.json 2025-07-09 to 2025-12-11. The first spells members with underscores, all others without.</remarks>
internal static class RegistryEntry
{
    private const string Official = "io.modelcontextprotocol.registry/official";
    private const string SchemaStart = "https://static.modelcontextprotocol.io/schemas/";
    private const string SchemaEnd = "/server.schema.json";

    /// <summary>The schema versions that are known. Another may mean other things by the same words: such an entry is skipped.</summary>
    public static readonly FrozenSet<string> Schemas = new[]
    {
        "2025-07-09", "2025-09-16", "2025-09-29", "2025-10-11", "2025-10-17", "2025-12-11",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static (ImportEntry? Entry, string? Skipped) Read(JsonElement entry, EntryDefaults defaults)
    {
        var server = entry.Member("server");
        if (!IsKnown(server.Text("$schema")))
        {
            return (null, SkipWords.UnknownSchema);
        }

        if (server.Reference("name") is not { } name)
        {
            return (null, SkipWords.NoName);
        }

        var official = entry.Member("_meta").Member(Official);
        var status = official.Text("status") ?? server.Text("status");
        var repository = server.Member("repository");
        return (new ImportEntry(
            new ServerFacts
            {
                Name = name,
                Title = server.Text("title", Caps.Title),
                Description = server.Text("description", Caps.Description),
                Repository = repository.Reference("url"),
                Website = server.Reference("websiteUrl") ?? server.Reference("website_url"),
                Packages = Packages(server),
                Addresses = [.. server.Items("remotes").Select(static remote => remote.Reference("url")).OfType<string>().Take(Caps.Names)],
                Version = server.Reference("version"),
                Source = "registry",
                Licence = defaults.Licence,
                At = official.Time("updatedAt") ?? official.Time("publishedAt") ?? defaults.At,
                Precedence = Precedence.Registry,
                IsWithdrawn = status == "deleted",
            },
            []), null);
    }

    /// <summary>Whether an entry is of the newest version of its server: older versions are in the registry too.</summary>
    public static bool IsLatest(JsonElement entry) =>
        entry.Member("_meta").Member(Official).Member("isLatest").ValueKind is not JsonValueKind.False;

    // What states no version is read as well: only one that is not known may mean something else.
    private static bool IsKnown(string? schema)
    {
        if (schema is null)
        {
            return true;
        }

        var address = schema.Split('#', 2)[0];
        return address.StartsWith(SchemaStart, StringComparison.Ordinal) && address.EndsWith(SchemaEnd, StringComparison.Ordinal)
            && address.Length > SchemaStart.Length + SchemaEnd.Length && Schemas.Contains(address[SchemaStart.Length..^SchemaEnd.Length]);
    }

    private static ImmutableArray<string> Packages(JsonElement server) =>
    [
        .. server.Items("packages").Select(static package =>
            (package.Reference("registryType") ?? package.Reference("registry_type"), package.Reference("identifier")) is ({ } type, { } id)
                ? $"{type}:{id}"
                : null).OfType<string>().Distinct(StringComparer.Ordinal).Take(Caps.Names),
    ];
}
