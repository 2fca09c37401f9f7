using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>The official registry, page by page. Its cursor is kept with each page, so that a run that was cut off goes on behind it.</summary>
/// <remarks>SPEC: registry API v0.1, <c>GET /v0.1/servers</c>.</remarks>
internal static class RegistryImport
{
    private const int PageSize = 100;

    /// <summary>One page: its entries and where to go on, or what was in the way. No cursor: it was the last one.</summary>
    public static async Task<SourcePage> NextAsync(SourceReading source, Uri registry, ImportRun run, CancellationToken cancel)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"{registry.ToString().TrimEnd('/')}/v0.1/servers?limit={PageSize}");
        if (run.Since is not null)
        {
            address += "&updated_since=" + Uri.EscapeDataString(run.Since);
        }

        if (run.Cursor is not null)
        {
            address += "&cursor=" + Uri.EscapeDataString(run.Cursor);
        }

        var (document, problem) = await source.ReadAsync(address, cancel);
        if (document is null)
        {
            return new SourcePage([], null, problem ?? "there is no registry at the address");
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.Member("servers").ValueKind != JsonValueKind.Array)
            {
                return new SourcePage([], null, "the source's answer is no page of a registry");
            }

            return Page(root, run);
        }
    }

    private static SourcePage Page(JsonElement root, ImportRun run)
    {
        var entries = root.Items("servers").Where(RegistryEntry.IsLatest).Select(entry => Read(entry, run.Defaults)).ToArray();
        try
        {
            var next = root.Member("metadata").Reference("nextCursor") ?? root.Member("metadata").Reference("next_cursor");
            return next is not null && next == run.Cursor
                ? new SourcePage([], null, "the source gave the same cursor twice")
                : new SourcePage(entries, next, null);
        }
        catch (InvalidOperationException)
        {
            return new SourcePage([], null, SourcePage.NoText);
        }
    }

    private static (ImportEntry? Entry, string? Skipped) Read(JsonElement entry, EntryDefaults defaults)
    {
        try
        {
            return RegistryEntry.Read(entry, defaults);
        }
        catch (InvalidOperationException)
        {
            return (null, SkipWords.NotText);
        }
    }
}

/// <summary>A part of what a source has.</summary>
/// <param name="Entries">As they were read.</param>
/// <param name="Next">Where to go on; null at the end.</param>
/// <param name="Problem">What was in the way.</param>
internal sealed record SourcePage(IReadOnlyList<(ImportEntry? Entry, string? Skipped)> Entries, string? Next, string? Problem)
{
    /// <summary>What is in the way where half of a surrogate pair stands in something that has to be read.</summary>
    public const string NoText = "the source's answer has a text that is none";
}
