using System.Globalization;
using System.Text.Json;
using Gatehouse.Api.Catalogue;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>Packages of npm or NuGet, one after the other; the cursor is how many were asked for.</summary>
internal static class PackageImport
{
    public static async Task<SourcePage> NextAsync(SourceReading source, CatalogueSettings settings, ImportRun run, CancellationToken cancel)
    {
        var names = run.Argument.Split('\n');
        var at = (int)run.Taken;
        var (document, problem) = run.Kind == ImportKind.Npm
            ? await source.ReadAsync($"{settings.Npm.ToString().TrimEnd('/')}/{names[at].Replace("/", "%2f", StringComparison.Ordinal)}/latest", cancel)
            : await NuGetAsync(source, settings, names[at], cancel);
        if (problem is not null)
        {
            return new SourcePage([], null, problem);
        }

        using (document)
        {
            var next = at + 1 < names.Length ? (at + 1).ToString(CultureInfo.InvariantCulture) : null;
            return new SourcePage([document is null ? (null, SkipWords.NotThere) : Read(run, document.RootElement)], next, null);
        }
    }

    private static (ImportEntry? Entry, string? Skipped) Read(ImportRun run, JsonElement root)
    {
        try
        {
            return run.Kind == ImportKind.Npm ? PackageEntry.OfNpm(root, run.Defaults) : PackageEntry.OfNuGet(root, run.Defaults);
        }
        catch (InvalidOperationException)
        {
            return (null, SkipWords.NotText);
        }
    }

    // A package with many versions has its pages elsewhere; the last page has the newest ones.
    private static async Task<(JsonDocument? Document, string? Problem)> NuGetAsync(
        SourceReading source, CatalogueSettings settings, string name, CancellationToken cancel)
    {
        var (index, problem) = await source.ReadAsync($"{settings.NuGet.ToString().TrimEnd('/')}/{name.ToLowerInvariant()}/index.json", cancel);
        if (index is null || index.RootElement.Items("items").LastOrDefault() is not { ValueKind: JsonValueKind.Object } last
            || last.Member("items").ValueKind == JsonValueKind.Array || last.Reference("@id") is not { } address)
        {
            return (index, problem);
        }

        index.Dispose();
        var (page, unread) = await source.ReadAsync(address, cancel);
        if (page is null)
        {
            return (null, unread);
        }

        using (page)
        {
            return (JsonDocument.Parse($$"""{"items":[{{page.RootElement.GetRawText()}}]}"""), null);
        }
    }
}
