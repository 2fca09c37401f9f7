using Npgsql;

namespace Gatehouse.Ledger.Dialects.Postgres;

/// <summary>A connection string in the form of a URL, as hosting platforms hand it out: <c>postgresql://user:password@host:port/database?sslmode=…</c>.</summary>
internal static class PostgresAddress
{
    /// <summary>The same as pairs of key and value; null for what is no such URL.</summary>
    /// <exception cref="FormatException">It is one, and something in it is not known.</exception>
    public static string? Read(string text)
    {
        if (!text.StartsWith("postgres://", StringComparison.Ordinal) && !text.StartsWith("postgresql://", StringComparison.Ordinal))
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Fragment.Length > 0)
        {
            throw new FormatException();
        }

        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(url.Host), Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
        };
        if (url.Port > 0)
        {
            connection.Port = url.Port;
        }

        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            connection.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length == 2)
        {
            connection.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var key, var word] ? (key, Uri.UnescapeDataString(word)) : throw new FormatException();
            switch (name)
            {
                case "sslmode":
                    connection.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
                    break;
                case "sslrootcert":
                    connection.RootCertificate = value;
                    break;
                case "host":
                    connection.Host = value; // A folder with the server's socket.
                    break;
                default:
                    throw new FormatException();
            }
        }

        return connection.ConnectionString;
    }
}
