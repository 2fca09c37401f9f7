using System.Data.Common;
using Gatehouse.Policy;
using Npgsql;

namespace Gatehouse.Ledger.Dialects.Postgres;

/// <summary>What PostgreSQL's errors mean to a caller. Its messages may quote values, so they are not passed on.</summary>
internal static class PostgresFaults
{
    public static Fault Of(Exception failed) => failed switch
    {
        DatabaseTaken taken => taken.Fault,
        PostgresException { SqlState: var state } => Unavailable($"it said {state}"),
        { InnerException: TimeoutException } or TimeoutException => Unavailable("it took too long"),
        _ => Unavailable("it cannot be reached"),
    };

    /// <summary>Whether the exception is of the database or of the way to it.</summary>
    public static bool IsOurs(Exception failed) => failed is DbException or TimeoutException;

    public static Fault Unavailable(string why) =>
        new(LedgerFaults.StoreUnavailable, $"the PostgreSQL database did not answer: {why}", "see that it runs and that the `database` setting is right");
}

/// <summary>Another process has taken the database over while this one could not reach it.</summary>
internal sealed class DatabaseTaken : DbException
{
    public DatabaseTaken()
        : base("the database was taken over by another process")
    {
    }

    public Fault Fault { get; } = new(
        LedgerFaults.DatabaseInUse, "another server process has taken the database over", "end one of the two, then start this one again");
}
