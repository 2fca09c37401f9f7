using System.Net;
using Gatehouse.Gateway.Downstream;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Hosting;

/// <summary>Health and metrics on a loopback listener of their own, away from agents.</summary>
public sealed class ManagementHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<bool> _isReady;
    private readonly MetricsText _metrics = new();
    private volatile bool _isOpen = true;

    private ManagementHost(WebApplication app, Func<bool> isReady) => (_app, _isReady) = (app, isReady);

    /// <summary>Where it listens, as addresses with their real ports.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    /// <summary>Not ready from now on: the process was told to stop.</summary>
    public void Close() => _isOpen = false;

    /// <summary>Starts the listener.</summary>
    /// <param name="endpoint">A loopback address.</param>
    /// <param name="isReady">Whether calls can be made now; asked on each look, and answered from memory.</param>
    /// <param name="logs">Where the listener logs.</param>
    /// <remarks>Fault: <c>address-unusable</c>.</remarks>
    public static async Task<(ManagementHost? Host, Fault? Fault)> StartAsync(IPEndPoint endpoint, Func<bool> isReady, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        PartOfProcess.Set(builder);
        builder.Services.AddSingleton(logs);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(endpoint);
        });
        var app = builder.Build();
        var host = new ManagementHost(app, isReady);
        app.Run(host.AnswerAsync);
        if (await Binding.StartAsync(app, endpoint, CancellationToken.None) is { } fault)
        {
            await host.DisposeAsync();
            return (null, fault);
        }

        return (host, null);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        return _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext http)
    {
        // SECURITY: by the name, too: a page whose name was bound anew to this machine is no reader of ours.
        if (!Hosts.IsLoopback(http.Request.Host.Host) || !Listener.IsLoopback(http) || !HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        switch (http.Request.Path.Value)
        {
            case "/livez":
                return http.Response.WriteAsync("ok\n");
            case "/readyz":
                var isReady = _isOpen && _isReady();
                http.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                return http.Response.WriteAsync(isReady ? "ready\n" : "not ready\n");
            case "/metrics":
                http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
                return http.Response.WriteAsync(_metrics.Write());
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }
}
