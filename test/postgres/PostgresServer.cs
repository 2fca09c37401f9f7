using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Gatehouse.Postgres;

/// <summary>Debian's PostgreSQL on loopback, in a folder of its own; it ends, and the folder goes, with the process that started it.</summary>
internal sealed class PostgresServer : IDisposable
{
    // The shell ends the server when its input does: also when the process that holds the other end was killed.
    private const string Script =
        """
        dir=$1; bin=$2; port=$3; settings=$4; as=
        trap '' INT TERM
        if [ "$(id -u)" -eq 0 ]; then chown postgres "$dir"; as="runuser -u postgres --"; fi
        cd "$dir"
        $as "$bin/initdb" -D "$dir/data" -U gatehouse --auth=trust --no-sync -E UTF8 --locale-provider=icu --icu-locale=en-US >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log"; echo failed; exit 1; }
        run() {
          $as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$dir -c max_connections=200 $settings" start >/dev/null 2>&1 && echo started || { cat "$dir/log"; echo failed; }
        }
        halt() { $as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1; }
        run
        while read -r word; do
          case $word in
            stop) halt; echo stopped ;;
            start) run ;;
            freeze) kill -STOP $(cat "$dir/data/postmaster.pid" | head -n 1) $(pgrep -P $(head -n 1 "$dir/data/postmaster.pid")); echo frozen ;;
            thaw) kill -CONT $(cat "$dir/data/postmaster.pid" | head -n 1) $(pgrep -P $(head -n 1 "$dir/data/postmaster.pid")); echo thawed ;;
          esac
        done
        halt
        cd /; rm -rf "$dir"
        """;

    // Ended by the end of this process, and not waited for.
    private static readonly Lazy<PostgresServer> _ofThisRun = new(static () => new PostgresServer());

    private readonly Process _shell;
    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-pg-").FullName;
    private readonly int _port = FreePort();
    private int _databases;
    private int _schemas;
    private string? _shared;

    /// <summary>Starts one.</summary>
    /// <param name="settings">Settings as its command line has them: for tests, small and without a thought for the power.</param>
    public PostgresServer(string settings = "-c fsync=off -c shared_buffers=16MB")
    {
        var binaries = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin";
        _shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", _folder, binaries, $"{_port}", settings])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        Expect("started");
    }

    /// <summary>One for all tests of a run; nobody stops it.</summary>
    public static PostgresServer OfThisRun => _ofThisRun.Value;

    /// <summary>A new, empty database.</summary>
    /// <returns>The connection string.</returns>
    public string CreateDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        Run(Text("postgres"), $"CREATE DATABASE {name}");
        return Text(name);
    }

    /// <summary>A new, empty schema in a database that others use as well: quick, where no more is needed.</summary>
    public string CreateSchema()
    {
        string shared;
        lock (_shell)
        {
            shared = _shared ??= CreateDatabase();
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _schemas)}");
        Run(shared, $"CREATE SCHEMA {name}");
        return $"{shared};Search Path={name}";
    }

    /// <summary>Runs a statement on a connection of its own.</summary>
    public static void Run(string connectionString, string statement)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>What a query says, as text.</summary>
    public static string? Ask(string connectionString, string query)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(query, connection);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>As a crash does: nothing is finished.</summary>
    public void Stop() => Say("stop", "stopped");

    public void Start() => Say("start", "started");

    /// <summary>Connections stay, and nothing answers.</summary>
    public void Freeze() => Say("freeze", "frozen");

    public void Thaw() => Say("thaw", "thawed");

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit(20_000);
        _shell.Dispose();
    }

    // Somebody else may take it before the server does; then the start fails, and says so.
    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private string Text(string database) => $"Host=127.0.0.1;Port={_port};Username=gatehouse;Database={database}";

    private void Say(string word, string answer)
    {
        _shell.StandardInput.WriteLine(word);
        _shell.StandardInput.Flush();
        Expect(answer);
    }

    private void Expect(string answer)
    {
        var said = new List<string?>();
        while (said.LastOrDefault() != answer)
        {
            said.Add(_shell.StandardOutput.ReadLine());
            if (said[^1] is null or "failed")
            {
                throw new InvalidOperationException("PostgreSQL does not run: " + string.Join('\n', said));
            }
        }
    }
}
