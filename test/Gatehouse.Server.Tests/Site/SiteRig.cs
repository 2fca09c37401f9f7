using System.Net;
using Gatehouse.Control;
using Gatehouse.Control.Catalogue.Import;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Snapshots;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Pins;
using Gatehouse.Server.Dashboard;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Server.Tests.Site;

/// <summary>The people's host with all pages, in this process, on loopback.</summary>
internal sealed class SiteRig : IAsyncDisposable
{
    public const string Root = "https://gatehouse.example.com";

    private readonly TempFolder _folder;
    private readonly OpenLedger _ledger;
    private readonly PeopleHost _host;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    private SiteRig(TempFolder folder, OpenLedger ledger, PeopleHost host) => (_folder, _ledger, _host) = (folder, ledger, host);

    public IServiceProvider Parts => _host.Services;

    /// <summary>Journal and approvals, in the same folder.</summary>
    public GatehouseLedger Ledger => _ledger.Ledger;

    /// <summary>Every address, for those who walk them.</summary>
    public IEnumerable<RouteEndpoint> Endpoints => _host.Endpoints.OfType<RouteEndpoint>();

    public static async Task<SiteRig> StartAsync(params IEnumerable<string> lines)
    {
        var folder = new TempFolder();
        var (ledger, unopened) = await Ledgers.OpenServerAsync(folder.Path, survivesPowerLoss: false);
        Assert.Null(unopened);
        var (host, fault) = await PeopleHost.BuildAsync(
            new PeopleListener { Listen = new IPEndPoint(IPAddress.Loopback, 0), AddPages = DashboardPages.AddParts, MapPages = DashboardPages.Map },
            new ControlSettings
            {
                StateFile = ledger!.Folder.State, Keys = ledger.Keys, Ledger = ledger.Ledger,
                Address = new PeopleAddress { Public = Root, IsLoopback = true },
                Plane = new PlaneSettings { Pins = (Pins)ledger.Definitions, AgentsAddress = new Uri("https://mcp.example.com") },
                Records = new RecordSettings { Index = ledger.Ledger.Index, JournalFolder = ledger.Folder.Journal, AuditFolder = Path.Combine(folder.Path, "audit") },
            },
            LoggerFactory.Create(static _ => { }), CancellationToken.None);
        Assert.Null(fault);
        Assert.Null(await host!.StartAsync(CancellationToken.None));
        var rig = new SiteRig(folder, ledger, host);
        await rig.TakeAsync(lines);
        return rig;
    }

    /// <summary>Imports lines as a file has them.</summary>
    public Task TakeAsync(params IEnumerable<string> lines) => Parts.GetRequiredService<CatalogueStore>().WriteAsync(
        session =>
        {
            var now = TimeProvider.System.GetUtcNow();
            ImportBatch.Write(session, new ImportTally(), lines.Select(line => EntryReader.Read(line, new EntryDefaults(null, now))), now);
            return 0;
        },
        CancellationToken.None).AsTask();

    /// <summary>A page.</summary>
    public async Task<SiteReply> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_host.Addresses.First() + path));
        return await SendAsync(request, headers);
    }

    /// <summary>A form.</summary>
    public Task<SiteReply> PostAsync(string path, params (string Name, string Value)[] fields) => PostAsync(path, [], fields);

    /// <summary>A form of somebody's browser.</summary>
    public async Task<SiteReply> PostAsync(string path, (string Name, string Value)[] headers, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_host.Addresses.First() + path))
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        return await SendAsync(request, [.. headers, ("Sec-Fetch-Site", "same-origin")]);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        await _ledger.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private async Task<SiteReply> SendAsync(HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new SiteReply(
            (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType ?? "", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            answer.Headers.TryGetValues("Content-Security-Policy", out var policy) ? policy.Single() : "", answer.Headers.Location?.OriginalString);
    }
}

/// <summary>A page that came.</summary>
internal sealed record SiteReply(int Status, string Kind, string Text, string ContentPolicy, string? Location);
