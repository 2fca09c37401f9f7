using System.Text.Json;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>What npm and NuGet say of a package. Neither says which tools are in it.</summary>
internal static class PackageEntry
{
    /// <summary>The manifest of npm's <c>/NAME/latest</c>.</summary>
    public static (ImportEntry? Entry, string? Skipped) OfNpm(JsonElement manifest, EntryDefaults defaults)
    {
        if (manifest.Reference("name") is not { } name)
        {
            return (null, SkipWords.NoName);
        }

        var repository = manifest.Reference("repository") ?? manifest.Member("repository").Reference("url");
        return (Entry(
            "npm", name, manifest.Text("description", Caps.Description), manifest.Reference("version"), manifest.Reference("homepage"),
            Plain(repository), manifest.Reference("license") ?? manifest.Member("license").Reference("type") ?? defaults.Licence, defaults.At), null);
    }

    /// <summary>The registration index of NuGet; the newest version that is listed counts.</summary>
    public static (ImportEntry? Entry, string? Skipped) OfNuGet(JsonElement index, EntryDefaults defaults)
    {
        var newest = index.Items("items").SelectMany(static page => page.Items("items"))
            .Select(static leaf => leaf.Member("catalogEntry"))
            .LastOrDefault(static entry => entry.ValueKind == JsonValueKind.Object && entry.Member("listed").ValueKind != JsonValueKind.False);
        if (newest.ValueKind != JsonValueKind.Object || newest.Reference("id") is not { } name)
        {
            return (null, SkipWords.NoName);
        }

        return (Entry(
            "nuget", name, newest.Text("description", Caps.Description), newest.Reference("version"), newest.Reference("projectUrl"),
            null, newest.Reference("licenseExpression") ?? defaults.Licence, newest.Time("published") ?? defaults.At), null);
    }

    private static ImportEntry Entry(
        string source, string name, string description, string? version, string? website, string? repository, string? licence, DateTimeOffset at) =>
        new(
            new ServerFacts
            {
                Name = name,
                Description = description,
                Version = version,
                Website = website,
                Repository = repository,
                Packages = [$"{source}:{name}"],
                Source = source,
                Licence = licence,
                At = at,
                Precedence = Precedence.Package,
            },
            []);

    // npm writes git+https://… and …/name.git, or owner/name.
    private static string? Plain(string? address)
    {
        if (address is null)
        {
            return null;
        }

        var plain = address.StartsWith("git+", StringComparison.Ordinal) ? address[4..] : address;
        plain = plain.StartsWith("git://", StringComparison.Ordinal) ? "https" + plain[3..] : plain;
        return plain.EndsWith(".git", StringComparison.Ordinal) ? plain[..^4] : plain;
    }
}
