using Gatehouse.Policy;
using Npgsql;

namespace Gatehouse.Ledger.Dialects.Postgres;

/// <summary>The operator's connection string, and what must hold on every connection whatever it says.</summary>
internal static class PostgresConnection
{
    /// <summary>For what calls and people wait for. What holds the lock of writers for longer is broken.</summary>
    public static void State(NpgsqlConnectionStringBuilder connection) =>
        (connection.CommandTimeout, connection.Options) = (5, Keeps("-c lock_timeout=4000", connection));

    /// <summary>For who only reads the state: the database refuses what they try to change.</summary>
    public static void Reading(NpgsqlConnectionStringBuilder connection)
    {
        State(connection);
        (connection.MaxPoolSize, connection.Options) = (8, connection.Options + " -c default_transaction_read_only=on");
    }

    /// <summary>For the index, which can be made again, and for stored arguments, which no call waits for.</summary>
    public static void Beside(NpgsqlConnectionStringBuilder connection, string schema) =>
        (connection.CommandTimeout, connection.SearchPath, connection.Options) =
            (30, schema, Keeps("-c synchronous_commit=off", connection));

    /// <summary>For a part beside them. Readers plan each search with its own words: a common one is found another way than a rare one.</summary>
    public static void Part(NpgsqlConnectionStringBuilder connection, string schema, bool isForWriting)
    {
        (connection.CommandTimeout, connection.SearchPath, connection.MaxAutoPrepare, connection.AutoPrepareMinUsages) = (30, schema, 60, 2);
        connection.Options = Keeps(
            isForWriting
                ? "-c synchronous_commit=off -c lock_timeout=4000"
                : "-c default_transaction_read_only=on -c plan_cache_mode=force_custom_plan -c jit=off",
            connection);
    }

    /// <summary>The string, and whether there is a password in it.</summary>
    public static (string? Text, bool HasPassword, Fault? Fault) Read(string text)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(PostgresAddress.Read(text) ?? text);
            return string.IsNullOrEmpty(connection.Host)
                ? (null, false, Invalid("names no host"))
                : string.IsNullOrEmpty(connection.Database)
                    ? (null, false, Invalid("names no database"))
                    : (connection.ConnectionString, connection.Password is not null, null);
        }
        catch (Exception failed) when (failed is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            // SECURITY: the message may quote the text, and with it a password.
            return (null, false, Invalid("cannot be read"));
        }
    }

    public static NpgsqlDataSource Source(string text, Action<NpgsqlConnectionStringBuilder> rules)
    {
        var connection = new NpgsqlConnectionStringBuilder(text)
        {
            ApplicationName = "gatehouse",
            Timeout = 5,
            CancellationTimeout = -1, // What took too long is given up with its connection: a hung database does not answer that either.
            NoResetOnClose = true, // Nothing is set on a session that the next user of its connection must not see.
            IncludeErrorDetail = false, // It quotes values.
            Multiplexing = false,
            Enlist = false,
            MaxPoolSize = 20,
        };
        rules(connection);
        return new NpgsqlDataSourceBuilder(connection.ConnectionString).Build();
    }

    // The session of a machine that went away without a word ends within half a minute, and its lock with it.
    private static string Keeps(string more, NpgsqlConnectionStringBuilder connection) => string.Join(
        ' ', connection.Options, "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3", more).Trim();

    private static Fault Invalid(string why) => new(
        LedgerFaults.DatabaseInvalid, why,
        "write `Host=db.example.com;Database=gatehouse;Username=gatehouse`, or `postgresql://gatehouse@db.example.com/gatehouse`");
}
