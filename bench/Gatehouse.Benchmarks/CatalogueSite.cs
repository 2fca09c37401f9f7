using System.Net;
using Gatehouse.Control;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Snapshots;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Dialects.Postgres;
using Gatehouse.Ledger.Pins;
using Gatehouse.Postgres;
using Gatehouse.Server.Dashboard;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Benchmarks;

/// <summary>The people's host with the catalogue and its pages in this process, over SQLite or a PostgreSQL of its own.</summary>
internal sealed class CatalogueSite : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly PostgresServer? _server;
    private readonly string? _text;
    private readonly PostgresDatabase? _database;
    private readonly OpenLedger _ledger;
    private readonly PeopleHost _host;

    private CatalogueSite(DirectoryInfo folder, PostgresServer? server, string? text, PostgresDatabase? database, OpenLedger ledger, PeopleHost host) =>
        (_folder, _server, _text, _database, _ledger, _host) = (folder, server, text, database, ledger, host);

    public CatalogueStore Store => _host.Services.GetRequiredService<CatalogueStore>();

    /// <summary>Where its pages are.</summary>
    public Uri Address => new(_host.Addresses.First());

    public static async Task<CatalogueSite> StartAsync(bool isPostgres)
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-catalogue-");

        // As Debian sets it up, but for its place.
        var server = isPostgres ? new PostgresServer("-c shared_buffers=128MB") : null;
        var text = server?.CreateDatabase();
        var database = text is null ? null : PostgresDatabase.Read(text).Database!;
        var (ledger, unopened) = await Ledgers.OpenServerAsync(folder.FullName, survivesPowerLoss: false, database);
        if (ledger is null)
        {
            throw new InvalidOperationException(unopened!.Message);
        }

        // Nobody is slowed down: what is measured is the page.
        var all = new RateShare(int.MaxValue / 2, 1_000, TimeSpan.FromSeconds(1));
        var (host, fault) = await PeopleHost.BuildAsync(
            new PeopleListener { Listen = new IPEndPoint(IPAddress.Loopback, 0), AddPages = DashboardPages.AddParts, MapPages = DashboardPages.Map },
            new ControlSettings
            {
                StateFile = ledger.Folder.State, Database = database, Keys = ledger.Keys, Ledger = ledger.Ledger,
                Address = new PeopleAddress { Public = "https://gatehouse.example.com", IsLoopback = true },
                Plane = new PlaneSettings { Pins = (Pins)ledger.Definitions, AgentsAddress = new Uri("https://mcp.example.com") },
                Records = new RecordSettings
                {
                    Index = ledger.Ledger.Index, JournalFolder = ledger.Folder.Journal, AuditFolder = Path.Combine(folder.FullName, "audit"),
                },
                Rates = new RateSettings { StrangersReads = all },
            },
            LoggerFactory.Create(static _ => { }), CancellationToken.None);
        if ((fault ?? await host!.StartAsync(CancellationToken.None)) is { } unready)
        {
            throw new InvalidOperationException(unready.Message);
        }

        return new CatalogueSite(folder, server, text, database, ledger, host!);
    }

    /// <summary>What a database does by itself after a large import, some minutes later.</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        if (_text is not null)
        {
            PostgresServer.Run(_text, "VACUUM (ANALYZE)");
        }
        else
        {
            await Store.WriteAsync(static session => session.Execute("PRAGMA optimize"), cancel);
        }
    }

    /// <summary>Bytes that the catalogue has on the disk.</summary>
    public async Task<long> SizeAsync(CancellationToken cancel) => _server is null
        ? new FileInfo(Path.Combine(_folder.FullName, "catalogue.db")).Length
        : await Store.ReadAsync(
            static session => session.Number(
                $"SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '{PostgresCatalogue.Schema}' AND c.relkind = 'r'") ?? 0,
            cancel);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _ledger.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        _server?.Dispose();
        _folder.Delete(recursive: true);
    }
}
