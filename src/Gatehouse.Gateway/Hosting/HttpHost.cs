using Gatehouse.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Hosting;

/// <summary>The agents' listener: one handler, no routing, no middleware that could answer in its place.</summary>
public sealed class HttpHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DataPlane _plane;
    private readonly TimeSpan _drain;

    private HttpHost(WebApplication app, DataPlane plane, TimeSpan drain) => (_app, _plane, _drain) = (app, plane, drain);

    /// <summary>Where it listens, as addresses with their real ports.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    /// <summary>Starts to listen. The data plane stays the caller's.</summary>
    /// <remarks>Fault: <c>address-unusable</c>.</remarks>
    public static async Task<(HttpHost? Host, Fault? Fault)> StartAsync(
        AgentListener listener, DataPlane plane, ILoggerFactory logs, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        PartOfProcess.Set(builder);
        builder.Services.AddSingleton(logs);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = listener.Drain);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, listener));
        var app = builder.Build();
        app.Run(plane.HandleAsync);
        if (await Binding.StartAsync(app, listener.Listen, cancel) is { } fault)
        {
            await app.DisposeAsync();
            return (null, fault);
        }

        return (new HttpHost(app, plane, listener.Drain), null);
    }

    /// <summary>Ends what only listens, lets accepted calls finish for as long as the listener says, and stops.</summary>
    public async Task StopAsync()
    {
        // ORDER: streams that only listen close, accepted calls finish, and the listener goes.
        _plane.CloseStreams();
        using var patience = new CancellationTokenSource(_drain);
        try
        {
            await _app.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // What was not done by then is cut off; its record says that nobody knows.
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Configure(KestrelServerOptions kestrel, AgentListener listener)
    {
        kestrel.Listen(listener.Listen, listener.Certificate, listener.MaxConnections);
        kestrel.Limits.MaxRequestBodySize = null; // Read with a cap of our own, so that the answer is ours, too.
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
    }
}
