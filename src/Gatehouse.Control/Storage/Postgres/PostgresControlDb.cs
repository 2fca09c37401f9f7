using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Storage.Postgres;

/// <summary>The tables in PostgreSQL, beside the ledger's.</summary>
internal sealed class PostgresControlDb(DbContextOptions<PostgresControlDb> options) : ControlDb(options)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        base.ConfigureConventions(configuration);

        // Compared byte by byte, as in SQLite and in .NET, whatever the database's language is: pages of a list depend on it.
        configuration.Properties<string>().UseCollation("C");
    }
}
