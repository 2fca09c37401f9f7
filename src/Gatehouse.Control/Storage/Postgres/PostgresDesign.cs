using Gatehouse.Control.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Gatehouse.Control.Storage.Postgres;

/// <summary>What <c>dotnet ef migrations add</c> looks at; no server runs it, and no database is asked.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresControlDb>
{
    public PostgresControlDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresControlDb>()
            .UseNpgsql("Host=nowhere;Database=none", Migrations)
            .UseApplicationServiceProvider(
                new ServiceCollection().Configure<IdentityOptions>(IdentityRules.Set).BuildServiceProvider())
            .Options);

    /// <summary>Where EF notes which migrations were applied, and how long a statement may take.</summary>
    internal static void Migrations(NpgsqlDbContextOptionsBuilder postgres) =>
        postgres.MigrationsHistoryTable("control_schema").CommandTimeout(5);
}
