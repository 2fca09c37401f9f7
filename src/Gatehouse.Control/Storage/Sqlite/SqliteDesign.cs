using Gatehouse.Control.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Storage.Sqlite;

/// <summary>What <c>dotnet ef migrations add</c> looks at; no server runs it.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteControlDb>
{
    public SqliteControlDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteControlDb>()
            .UseSqlite("Data Source=:memory:", Migrations)
            .UseApplicationServiceProvider(
                new ServiceCollection().Configure<IdentityOptions>(IdentityRules.Set).BuildServiceProvider())
            .Options);

    /// <summary>Where EF notes which migrations were applied.</summary>
    internal static void Migrations(SqliteDbContextOptionsBuilder sqlite) => sqlite.MigrationsHistoryTable("control_schema");
}
