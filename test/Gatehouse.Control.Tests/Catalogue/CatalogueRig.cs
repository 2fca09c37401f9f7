using System.Collections.Immutable;
using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Import;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Catalogue.Storage;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>A catalogue in a database of its own.</summary>
internal sealed class CatalogueRig : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();

    public CatalogueRig(Func<TempFolder, CatalogueDialect> dialect)
    {
        Store = new CatalogueStore(dialect(_folder));
        Assert.Null(Store.Migrate());
        Reading = new CatalogueReading(Store);
    }

    public CatalogueStore Store { get; }

    public CatalogueReading Reading { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Imports lines as a file has them; what was counted.</summary>
    public Task<ImmutableSortedDictionary<string, long>> TakeAsync(params IEnumerable<string> lines) => TakeAtAsync(Now, lines);

    public Task<ImmutableSortedDictionary<string, long>> TakeAtAsync(DateTimeOffset at, params IEnumerable<string> lines) => Store.WriteAsync(
        session =>
        {
            var tally = new ImportTally();
            ImportBatch.Write(session, tally, lines.Select(line => EntryReader.Read(line, new EntryDefaults(null, at))), at);
            return tally.Counts;
        },
        Cancel).AsTask();

    public async Task<(ImmutableArray<ToolHit> Hits, SearchCursor? Next)> FindAsync(ToolFilter filter) => await Reading.ToolsAsync(filter, Cancel);

    /// <summary>The names of all hits, page by page.</summary>
    public async Task<List<string>> NamesAsync(ToolFilter filter)
    {
        var names = new List<string>();
        do
        {
            var (hits, next) = await FindAsync(filter);
            names.AddRange(hits.Select(hit => hit.Tool.Name));
            filter = filter with { After = next };
        }
        while (filter.After is not null);
        return names;
    }

    public async Task<ServerAnswer?> ServerAsync(string slug) => await Reading.ServerAsync(slug, Cancel);

    public async Task<ToolAnswer?> ToolAsync(string server, string tool) => await Reading.ToolAsync(server, tool, Cancel);

    public async Task<CatalogueTotals> TotalsAsync() => await Reading.TotalsAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
    }
}
