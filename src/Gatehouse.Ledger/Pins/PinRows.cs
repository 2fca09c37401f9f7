using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Gateway.Tools;
using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Pins;

/// <summary>The tables of pinned definitions.</summary>
internal static class PinRows
{
    private const string Columns = "tool, is_waiting, definition, who, at, category, risk, risk_by";

    /// <summary>Every server that anything was accepted of.</summary>
    public static IEnumerable<string> Servers(DbTransaction transaction) =>
        Sql.Rows(transaction, static row => row.GetString(0), "SELECT server_id FROM pinned_server");

    /// <summary>All definitions of a server; null where nothing was ever accepted.</summary>
    public static ImmutableArray<Pin>? Of(DbTransaction transaction, string serverId) =>
        Sql.Number(transaction, "SELECT count(*) FROM pinned_server WHERE server_id = $1", serverId) == 0
            ? null
            : [.. Sql.Rows(transaction, Read, $"SELECT {Columns} FROM pin WHERE server_id = $1 ORDER BY tool, is_waiting", serverId)];

    /// <summary>The same as the gateway asks for it.</summary>
    public static AcceptedTools? Accepted(DbTransaction transaction, string serverId) => Of(transaction, serverId) is { } pins
        ? AcceptedTools.Of(
            pins.Where(static pin => !pin.IsWaiting).Select(static pin => pin.Tool),
            pins.Where(static pin => pin.IsWaiting).Select(static pin => pin.Tool))
        : null;

    /// <summary>Writes what differs, and nothing else: who accepted what is unchanged stays.</summary>
    public static void Write(
        DbTransaction transaction, string serverId, AcceptedTools? before, AcceptedTools after, string? who, DateTimeOffset now)
    {
        Sql.Execute(transaction, "INSERT INTO pinned_server VALUES ($1, $2) ON CONFLICT DO NOTHING", serverId, now.UtcTicks);
        Write(transaction, serverId, isWaiting: false, before?.ByName.Values ?? [], after.ByName.Values, who, now);
        Write(transaction, serverId, isWaiting: true, before?.Waiting.Values ?? [], after.Waiting.Values, null, now);
    }

    /// <summary>Writes down what definitions can do that were pinned before that was told.</summary>
    public static void Record(DbTransaction transaction, string serverId, IEnumerable<ToolDefinition> told)
    {
        foreach (var tool in told.Where(static tool => tool.Risk is not null))
        {
            Sql.Execute(
                transaction, "UPDATE pin SET category = $3, risk = $4, risk_by = $5 WHERE server_id = $1 AND tool = $2 AND category IS NULL AND definition = $6",
                serverId, tool.Name, tool.Risk!.Category, tool.Risk.Level, (long)tool.Risk.By, tool.Json.ToArray());
        }
    }

    /// <summary>Forgets a server whole.</summary>
    public static void Delete(DbTransaction transaction, string serverId)
    {
        Sql.Execute(transaction, "DELETE FROM pin WHERE server_id = $1", serverId);
        Sql.Execute(transaction, "DELETE FROM pinned_server WHERE server_id = $1", serverId);
    }

    private static void Write(
        DbTransaction transaction, string serverId, bool isWaiting, ImmutableArray<ToolDefinition> before,
        ImmutableArray<ToolDefinition> after, string? who, DateTimeOffset now)
    {
        var old = before.ToDictionary(static tool => tool.Name, static tool => tool.Hash, StringComparer.Ordinal);
        foreach (var tool in after)
        {
            if (!old.Remove(tool.Name, out var hash) || !string.Equals(hash, tool.Hash, StringComparison.Ordinal))
            {
                Sql.Execute(
                    transaction,
                    """
                    INSERT INTO pin (server_id, tool, is_waiting, definition, who, at, category, risk, risk_by)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (server_id, tool, is_waiting)
                    DO UPDATE SET definition = $4, who = $5, at = $6, category = $7, risk = $8, risk_by = $9
                    """,
                    serverId, tool.Name, isWaiting ? 1 : 0, tool.Json.ToArray(), who, now.UtcTicks,
                    tool.Risk?.Category, tool.Risk?.Level, (long?)tool.Risk?.By);
            }
        }

        foreach (var gone in old.Keys)
        {
            Sql.Execute(
                transaction, "DELETE FROM pin WHERE server_id = $1 AND tool = $2 AND is_waiting = $3", serverId, gone, isWaiting ? 1 : 0);
        }
    }

    private static Pin Read(DbDataReader row) => new(
        ToolDefinition.Stored(row.GetString(0), row.GetFieldValue<byte[]>(2)) with
        {
            Risk = row.IsDBNull(5) ? null : new RecordedRisk(row.GetString(5), row.GetString(6), row.GetInt32(7)),
        },
        row.GetInt64(1) != 0, row.TextOrNull(3),
        new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero));
}
