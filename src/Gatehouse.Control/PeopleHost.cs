using System.Net;
using Gatehouse.Control.Catalogue.Import;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Routes;
using Gatehouse.Gateway.Hosting;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control;

/// <summary>The people's listener: the API, and the pages of whoever hosts it. Calls never come here.</summary>
internal sealed class PeopleHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IPEndPoint _listen;

    private PeopleHost(WebApplication app, IPEndPoint listen) => (_app, _listen) = (app, listen);

    /// <summary>Where it listens, as addresses with their real ports.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    /// <summary>The parts, for the rest of the process.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Every mapped endpoint.</summary>
    public IEnumerable<Endpoint> Endpoints => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints);

    /// <summary>Brings the database up to this version and puts everything together; nothing listens yet.</summary>
    /// <remarks>Faults: those of <see cref="Storage.ControlMigration"/>.</remarks>
    public static async Task<(PeopleHost? Host, Fault? Fault)> BuildAsync(
        PeopleListener listener, ControlSettings settings, ILoggerFactory logs, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        PartOfProcess.Set(builder);
        builder.Services.AddSingleton(logs).AddLogging();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = listener.Drain);
        builder.Services.AddRouting().AddControl(settings).AddRates(settings.Rates);
        listener.AddPages(builder.Services);
        builder.Services.KeepInMemory();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, listener));
        var app = builder.Build();
        if ((await Storage.ControlMigration.ApplyAsync(app.Services, cancel)
            ?? app.Services.GetRequiredService<CatalogueStore>().Migrate()) is { } fault)
        {
            await app.DisposeAsync();
            return (null, fault);
        }

        await DemoServer.SeedAsync(app.Services.GetRequiredService<CatalogueStore>(), settings.Time, cancel);

        // ORDER: failures are caught outermost, strangers are turned away before routing, rights are asked for before endpoints,
        // and who is known is counted by who they are. OAuth's protocol is read behind all of them.
        app.UseMiddleware<FailureGate>();
        app.UseMiddleware<OriginGate>();
        app.UsePublicName();
        app.UseRouting();
        app.UseMiddleware<AccessGate>();
        app.UseRateLimiter();
        app.UseAuthentication();
        ControlApi.Map(app);
        listener.MapPages(app);
        var host = new PeopleHost(app, listener.Listen);
        AccessList.Check(host.Endpoints);
        return (host, null);
    }

    /// <summary>Starts to listen.</summary>
    /// <remarks>Fault: <c>address-unusable</c>.</remarks>
    public async Task<Fault?> StartAsync(CancellationToken cancel)
    {
        if (await Binding.StartAsync(_app, _listen, cancel) is { } fault)
        {
            return fault;
        }

        Services.GetRequiredService<PeopleAddress>().Bound(new Uri(_app.Urls.First()).Port);
        return null;
    }

    /// <summary>Lets requests finish, and stops.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Configure(KestrelServerOptions kestrel, PeopleListener listener)
    {
        kestrel.Listen(listener.Listen, listener.Certificate, listener.MaxConnections);
        kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024; // The API reads less, and says so itself.
    }
}
