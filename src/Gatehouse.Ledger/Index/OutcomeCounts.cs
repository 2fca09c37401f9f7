using System.Data.Common;
using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Index;

/// <summary>How many calls: first by what was decided, then by what came of the allowed ones.</summary>
/// <param name="Allowed">Let through.</param>
/// <param name="Denied">Not made.</param>
/// <param name="Pending">Had to wait for a person.</param>
/// <param name="Done">Answered with a result.</param>
/// <param name="Error">Answered with an error.</param>
/// <param name="Fault">Without a sound answer.</param>
/// <param name="Cancelled">The client went away first.</param>
/// <param name="Unknown">Nobody knows.</param>
public readonly record struct OutcomeCounts(
    long Allowed, long Denied, long Pending, long Done, long Error, long Fault, long Cancelled, long Unknown)
{
    /// <summary>The columns of the totals, in the order of the members.</summary>
    internal const string Columns = "allowed, denied, pending, done, error, fault, cancelled, unknown";

    /// <summary>What a conflicting insert does.</summary>
    internal static string AddUp(string table, string key)
    {
        var sums = string.Join(", ", Columns.Split(", ").Select(name => $"{name} = {table}.{name} + excluded.{name}"));
        return $"ON CONFLICT ({key}) DO UPDATE SET {sums}";
    }

    /// <summary>The columns summed up.</summary>
    internal static readonly string Sums = string.Join(", ", Columns.Split(", ").Select(static name => $"sum({name})"));

    /// <summary>Both together.</summary>
    public static OutcomeCounts operator +(OutcomeCounts left, OutcomeCounts right) => new(
        left.Allowed + right.Allowed, left.Denied + right.Denied, left.Pending + right.Pending, left.Done + right.Done,
        left.Error + right.Error, left.Fault + right.Fault, left.Cancelled + right.Cancelled, left.Unknown + right.Unknown);

    /// <summary>One call with this decision or outcome.</summary>
    internal static OutcomeCounts One(string word) => word switch
    {
        "allowed" => new() { Allowed = 1 },
        "pending" => new() { Pending = 1 },
        "done" => new() { Done = 1 },
        "error" => new() { Error = 1 },
        "fault" => new() { Fault = 1 },
        "cancelled" => new() { Cancelled = 1 },
        "unknown" => new() { Unknown = 1 },
        _ => new() { Denied = 1 },
    };

    internal static OutcomeCounts Read(DbDataReader row, int first) => new(
        row.GetInt64(first), row.GetInt64(first + 1), row.GetInt64(first + 2), row.GetInt64(first + 3),
        row.GetInt64(first + 4), row.GetInt64(first + 5), row.GetInt64(first + 6), row.GetInt64(first + 7));

    internal BulkInsert AddTo(BulkInsert row) => row
        .Add(Allowed).Add(Denied).Add(Pending).Add(Done).Add(Error).Add(Fault).Add(Cancelled).Add(Unknown);
}
