using System.Net;
using Gatehouse.Api.People;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.People;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Dialects.Postgres;
using Gatehouse.Ledger.Pins;
using Gatehouse.Postgres;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Tests;

/// <summary>A whole people's host over a database file of its own, listening on loopback.</summary>
internal sealed class ControlRig : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly string? _database;
    private readonly PostgresDatabase? _opened;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false, UseCookies = false, AllowAutoRedirect = false,
    });

    private ControlRig(TempFolder folder, string? database, PostgresDatabase? opened, OpenLedger ledger, PeopleHost host, WatchfulTime time, LogLines logs) =>
        (_folder, _database, _opened, Ledger, Host, Time, Logs) = (folder, database, opened, ledger, host, time, logs);

    /// <summary>What every answer is held to, whatever the test is about; null where nothing is.</summary>
    public static Func<ControlRig, string, string, Reply, string?>? Contract { get; set; }

    /// <summary>Journal, approvals and pins, in the same database.</summary>
    public OpenLedger Ledger { get; }

    public PeopleHost Host { get; }

    public WatchfulTime Time { get; }

    /// <summary>Whether the tables are in PostgreSQL: in test classes whose name begins so.</summary>
    public bool IsPostgres => _database is not null;

    public LogLines Logs { get; }

    /// <summary>The data folder.</summary>
    public string Folder => _folder.Path;

    public Uri Address => new(Host.Addresses.First());

    public static async Task<ControlRig> StartAsync(
        Func<PeopleListener, PeopleListener>? change = null, Func<PlaneSettings, PlaneSettings>? plane = null,
        Func<ControlSettings, ControlSettings>? control = null, DateTimeOffset? start = null, string? database = null)
    {
        // What blocks here must not do it on a socket's thread, where the test may have come to.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var folder = new TempFolder();
        database ??= TestContext.Current.TestClass!.TestClassSimpleName.StartsWith("Postgres", StringComparison.Ordinal)
            ? PostgresServer.OfThisRun.CreateDatabase()
            : null;
        var opened = database is null ? null : PostgresDatabase.Read(database).Database;
        var (ledger, unopened) = await Ledgers.OpenServerAsync(folder.Path, survivesPowerLoss: false, opened);
        Assert.Null(unopened);
        var settings = new PlaneSettings { Pins = (Pins)ledger!.Definitions, AgentsAddress = new Uri("https://mcp.example.com") };
        var time = new WatchfulTime(
            start ?? DateTimeOffset.Parse("2026-11-23T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var logs = new LogLines();
        var listener = new PeopleListener { Listen = new IPEndPoint(IPAddress.Loopback, 0) };
        listener = change?.Invoke(listener) ?? listener;
        var all = new ControlSettings
        {
            StateFile = ledger.Folder.State,
            Database = opened,
            Keys = ledger.Keys,
            PasswordRounds = 1_000,
            Address = new PeopleAddress { Public = "http://127.0.0.1:8090", IsLoopback = true },
            Ledger = ledger.Ledger,
            Plane = plane?.Invoke(settings) ?? settings,
            Records = new RecordSettings
            {
                Index = ledger.Ledger.Index, JournalFolder = ledger.Folder.Journal, AuditFolder = folder.At("audit"),
            },
            Time = time,
        };
        var (host, fault) = await PeopleHost.BuildAsync(
            listener, control?.Invoke(all) ?? all,
            LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)), CancellationToken.None);
        Assert.Null(fault);
        Assert.Null(await host!.StartAsync(CancellationToken.None));
        return new ControlRig(folder, database, opened, ledger, host, time, logs);
    }

    /// <summary>An empty database, as the ledger leaves one.</summary>
    public static async Task CreateAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL";
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a statement beside the server, on a connection of its own.</summary>
    public Task RunAsync(string statement) => RunAsync(Ledger.Folder.State, statement);

    /// <summary>The same on the store of arguments, whose table it names <c>stored_arguments</c>.</summary>
    public Task RunOnArgumentsAsync(string statement) => RunAsync(
        Ledger.Folder.Arguments,
        IsPostgres ? "SET search_path TO gatehouse_arguments; " + statement : statement);

    private async Task RunAsync(string file, string statement)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (_database is not null)
        {
            PostgresServer.Run(_database, statement);
            return;
        }

        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What is kept, for looking for what must not be in it: every file, and every table of a database outside.</summary>
    public IEnumerable<(string Name, string Text)> AtRest()
    {
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Where(static file => Path.GetFileName(file) is not ("lock" or "starting")))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            yield return (file, reader.ReadToEnd());
        }

        const string Tables = "SELECT string_agg(format('%I.%I', schemaname, tablename), ' ') FROM pg_tables WHERE schemaname !~ '^(pg_|information_)'";
        foreach (var table in _database is null ? [] : PostgresServer.Ask(_database, Tables)!.Split(' '))
        {
            yield return (table, PostgresServer.Ask(
                $"{_database};Options=-c bytea_output=escape", $"SELECT string_agg(kept::text, ' ') FROM {table} AS kept") ?? "");
        }
    }

    /// <summary>What a context of the tables has to know of Identity to have them all.</summary>
    public static ServiceProvider IdentityParts() =>
        new ServiceCollection().Configure<IdentityOptions>(IdentityRules.Set).BuildServiceProvider();

    /// <summary>Does something with the parts of one request.</summary>
    public async Task<T> WithAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var scope = Host.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>An organisation and an API key in it, put into the tables directly.</summary>
    public async Task<SeededKey> SeedAsync(Role role, string? organisationId = null)
    {
        var token = SecretForms.ApiKey.Create();
        return await WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            var organisation = organisationId ?? Ids.New("org");
            if (organisationId is null)
            {
                db.Organisations.Add(new Organisation { Id = organisation, Name = "Example", Created = Time.GetUtcNow() });
            }

            var key = new ApiKey
            {
                Id = Ids.New("key"), OrganisationId = organisation, Label = $"{role}", Role = role, TokenHash = SecretForms.Hash(SecretForms.ApiKey, token)!,
                Shown = SecretForms.ApiKey.Shown(token), CreatedById = "", CreatedBy = "test", Created = Time.GetUtcNow(), Expires = Time.GetUtcNow().AddDays(30),
            };
            db.ApiKeys.Add(key);
            await db.SaveChangesAsync();
            return new SeededKey(organisation, key.Id, token);
        });
    }

    /// <summary>Sends one request and reads the answer.</summary>
    public async Task<Reply> SendAsync(
        string method, string path, string? json = null, string? token = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, path));
        if (json is not null)
        {
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        }

        if (token is not null)
        {
            request.Headers.Add("Authorization", "Bearer " + token);
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var answer = await _http.SendAsync(request, CancellationToken.None);
        var reply = new Reply(
            (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(),
            answer.Headers.Concat(answer.Content.Headers).ToDictionary(
                header => header.Key, header => string.Join("\n", header.Value), StringComparer.OrdinalIgnoreCase));

        // Whatever a test is about: no answer is one that the document of the API does not tell of.
        var flaw = Contract?.Invoke(this, method, path, reply);
        Assert.True(flaw is null, flaw);
        return reply;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
        await Ledger.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (_opened is not null)
        {
            await _opened.DisposeAsync();
        }

        _folder.Dispose();
        Assert.Empty(Time.OnSocketThreads);
    }
}

/// <summary>An API key that a test made.</summary>
internal sealed record SeededKey(string OrganisationId, string Id, string Token);
