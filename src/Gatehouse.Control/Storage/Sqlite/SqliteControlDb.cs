using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Storage.Sqlite;

/// <summary>The tables in SQLite: the same <c>state.db</c> that the ledger uses.</summary>
internal sealed class SqliteControlDb(DbContextOptions<SqliteControlDb> options) : ControlDb(options);
