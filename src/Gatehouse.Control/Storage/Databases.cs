using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Control.Storage.Postgres;
using Gatehouse.Control.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Storage;

/// <summary>Which database the tables are in.</summary>
internal static class Databases
{
    public static IServiceCollection AddTables(this IServiceCollection services, ControlSettings settings) => settings.Database is { } database
        ? services.AddScoped<StoreAccess>().AddDbContext<ControlDb, PostgresControlDb>((parts, db) => db
            .UseNpgsql(parts.GetRequiredService<StoreAccess>().IsReadOnly ? database.Reading : database.Source, PostgresDesign.Migrations)
            .ReplaceService<IRelationalTransactionFactory, SynchronousTransactions>()
            .AddInterceptors(
                new PostgresConnections(database), new PostgresTransactions(database), new SynchronousCommands(), new SynchronousSaving())
            .TrustMigrations())
        : services.AddScoped<StoreAccess>().AddDbContext<ControlDb, SqliteControlDb>((parts, db) => db
            .UseSqlite(ConnectionString(settings.StateFile, parts.GetRequiredService<StoreAccess>().IsReadOnly), SqliteDesign.Migrations)
            .AddInterceptors(new SqliteConnectionRules(settings.SurvivesPowerLoss))
            .TrustMigrations());

    /// <summary>The catalogue: a file of its own, or a schema of its own.</summary>
    public static IServiceCollection AddCatalogueStore(this IServiceCollection services, ControlSettings settings) => services.AddSingleton(
        _ => new CatalogueStore(settings.Database is { } database
            ? new PostgresCatalogue(database.Part(PostgresCatalogue.Schema))
            : new SqliteCatalogue(settings.CatalogueFile)));

    // A test holds the migrations against the tables as they are in code; at each start it would be half a second of work.
    private static DbContextOptionsBuilder TrustMigrations(this DbContextOptionsBuilder db) =>
        db.ConfigureWarnings(static warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));

    // The file is made by the ledger: never made anew here, where it would hide that a database was lost. The driver's own
    // time-out is below `busy_timeout`, which it would else wait through a second time.
    private static string ConnectionString(string file, bool isReadOnly) => new SqliteConnectionStringBuilder
    {
        DataSource = file, Mode = isReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite, DefaultTimeout = 1,
    }.ToString();
}
