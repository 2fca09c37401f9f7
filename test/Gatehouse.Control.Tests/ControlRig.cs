using System.Net;
using Gatehouse.Api.People;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.People;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Pins;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Control.Tests;

/// <summary>A whole people's host over a database file of its own, listening on loopback.</summary>
internal sealed class ControlRig : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false, UseCookies = false, AllowAutoRedirect = false,
    });

    private ControlRig(TempFolder folder, OpenLedger ledger, PeopleHost host, FakeTimeProvider time, LogLines logs) =>
        (_folder, Ledger, Host, Time, Logs) = (folder, ledger, host, time, logs);

    /// <summary>Journal, approvals and pins, in the same database.</summary>
    public OpenLedger Ledger { get; }

    public PeopleHost Host { get; }

    public FakeTimeProvider Time { get; }

    public LogLines Logs { get; }

    /// <summary>What the database's files hold, for looking for what must not be in them.</summary>
    public string Folder => _folder.Path;

    public Uri Address => new(Host.Addresses.First());

    public static async Task<ControlRig> StartAsync(
        Func<PeopleListener, PeopleListener>? change = null, Func<PlaneSettings, PlaneSettings>? plane = null,
        Func<ControlSettings, ControlSettings>? control = null, DateTimeOffset? start = null)
    {
        var folder = new TempFolder();
        var (ledger, unopened) = await Ledgers.OpenServerAsync(folder.Path, survivesPowerLoss: false);
        Assert.Null(unopened);
        var settings = new PlaneSettings { Pins = (Pins)ledger!.Definitions, AgentsAddress = new Uri("https://mcp.example.com") };
        var time = new FakeTimeProvider(
            start ?? DateTimeOffset.Parse("2026-11-23T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var logs = new LogLines();
        var listener = new PeopleListener { Listen = new IPEndPoint(IPAddress.Loopback, 0) };
        listener = change?.Invoke(listener) ?? listener;
        var all = new ControlSettings
        {
            StateFile = ledger.Folder.State,
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
        return new ControlRig(folder, ledger, host, time, logs);
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

    /// <summary>Does something with the parts of one request.</summary>
    public async Task<T> WithAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
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
        return new Reply(
            (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(),
            answer.Headers.Concat(answer.Content.Headers).ToDictionary(
                header => header.Key, header => string.Join("\n", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
        await Ledger.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }
}

/// <summary>An API key that a test made.</summary>
internal sealed record SeededKey(string OrganisationId, string Id, string Token);
