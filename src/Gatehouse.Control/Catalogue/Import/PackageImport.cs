using System.Globalization;
using System.Text.Json;
using Gatehouse.Api.Catalogue;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>Packages of npm or NuGet, one after the other; the cursor is how many were asked for.</summary>
internal sealed class PackageImport(SourceReading source, CatalogueSettings settings)
{
    private readonly NuGetPackages _nuget = new(source, settings.NuGet);

    /// <summary>The next package: what its registry says of it, and where to go on.</summary>
    public async Task<SourcePage> NextAsync(ImportRun run, CancellationToken cancel)
    {
        var names = run.Argument.Split('\n');
        var at = (int)run.Taken;
        var (document, problem) = await AskAsync(run.Kind, names[at], cancel);
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

    private async Task<(JsonDocument? Document, string? Problem)> AskAsync(ImportKind kind, string name, CancellationToken cancel)
    {
        try
        {
            return kind == ImportKind.Npm ? await NpmAsync(name, cancel) : await _nuget.ReadAsync(name, cancel);
        }
        catch (InvalidOperationException)
        {
            return (null, SourcePage.NoText);
        }
    }

    // Not every mirror has the short address of the newest version: all of them have the package's own.
    private async Task<(JsonDocument? Document, string? Problem)> NpmAsync(string name, CancellationToken cancel)
    {
        var address = $"{settings.Npm.ToString().TrimEnd('/')}/{name.Replace("/", "%2f", StringComparison.Ordinal)}";
        var (newest, problem) = await source.ReadAsync(address + "/latest", cancel);
        if (newest is not null || problem is not null)
        {
            return (newest, problem);
        }

        var (whole, unread) = await source.ReadAsync(address, cancel);
        if (whole is null)
        {
            return (null, unread);
        }

        using (whole)
        {
            var latest = whole.RootElement.Member("dist-tags").Reference("latest");
            return latest is not null && whole.RootElement.Member("versions").Member(latest) is { ValueKind: JsonValueKind.Object } manifest
                ? (JsonDocument.Parse(manifest.GetRawText()), null)
                : (null, null);
        }
    }
}
