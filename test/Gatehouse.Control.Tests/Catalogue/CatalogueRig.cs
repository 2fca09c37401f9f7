using System.Collections.Immutable;
using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Import;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Dialects.Postgres;
using Gatehouse.Postgres;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>A catalogue in an SQLite file or, in a test class whose name begins with <c>Postgres</c>, in PostgreSQL.</summary>
internal sealed class CatalogueRig : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder;
    private readonly OpenLedger? _ledger;
    private readonly PostgresDatabase? _database;

    private CatalogueRig(TempFolder folder, OpenLedger? ledger, PostgresDatabase? database)
    {
        (_folder, _ledger, _database) = (folder, ledger, database);
        Store = new CatalogueStore(
            database is null ? new SqliteCatalogue(folder.At("catalogue.db")) : new PostgresCatalogue(
                database.Part(PostgresCatalogue.Schema),
                TestContext.Current.TestClass!.TestClassSimpleName.StartsWith("PostgresCommon", StringComparison.Ordinal) ? 0 : 1_000));
        Assert.Null(Store.Migrate());
        Reading = new CatalogueReading(Store);
    }

    public CatalogueStore Store { get; }

    public CatalogueReading Reading { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<CatalogueRig> StartAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var folder = new TempFolder();
        if (!TestContext.Current.TestClass!.TestClassSimpleName.StartsWith("Postgres", StringComparison.Ordinal))
        {
            return new CatalogueRig(folder, null, null);
        }

        var database = PostgresDatabase.Read(PostgresServer.OfThisRun.CreateDatabase()).Database!;
        var (ledger, fault) = await Ledgers.OpenServerAsync(folder.Path, survivesPowerLoss: false, database);
        Assert.Null(fault);
        return new CatalogueRig(folder, ledger, database);
    }

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
        if (_database is not null)
        {
            await _ledger!.DisposeAsync();
            await _database.DisposeAsync();
        }

        _folder.Dispose();
    }
}
