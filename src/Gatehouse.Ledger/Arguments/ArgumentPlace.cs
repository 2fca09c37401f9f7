using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Dialects.Sqlite;
using Gatehouse.Ledger.Migrations;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Arguments;

/// <summary>Where stored arguments are: a file that is there from the first call on, or a schema of a database outside.</summary>
internal abstract class ArgumentPlace
{
    /// <summary>Whether something may have been stored there.</summary>
    public abstract bool Exists { get; }

    /// <summary>Opens it, and makes it where it is not there.</summary>
    public abstract (LedgerStore? Store, Fault? Fault) Open();

    /// <summary>A file of its own.</summary>
    public static ArgumentPlace File(string path) => new InFile(path);

    /// <summary>In the database of state and index.</summary>
    public static ArgumentPlace In(LedgerDatabase database) => new InDatabase(database);

    private sealed class InFile(string path) : ArgumentPlace
    {
        public override bool Exists => System.IO.File.Exists(path);

        public override (LedgerStore? Store, Fault? Fault) Open() =>
            SqliteStore.Open(path, isPowerSafe: false, ArgumentsSchema.Current, mayCreate: true, mostChecked: 0);
    }

    private sealed class InDatabase(LedgerDatabase database) : ArgumentPlace
    {
        public override bool Exists => true;

        public override (LedgerStore? Store, Fault? Fault) Open() => database.OpenArguments();
    }
}
