using System.Net;
using Gatehouse.Gateway;
using Gatehouse.Gateway.Downstream;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Cli.Hosting;

/// <summary>Health and metrics on a loopback listener of their own, away from agents.</summary>
internal sealed class ManagementHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ManagementHost(WebApplication app) => _app = app;

    private volatile bool _isOpen = true;

    /// <summary>Not ready from now on: the process was told to stop.</summary>
    public void Close() => _isOpen = false;

    /// <summary>Starts the listener; null where none is configured.</summary>
    public static async Task<(ManagementHost? Host, Fault? Fault)> StartAsync(IPEndPoint? endpoint, DataPlane plane, ILoggerFactory logs)
    {
        if (endpoint is null)
        {
            return default;
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(logs);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(endpoint);
        });
        var app = builder.Build();
        var host = new ManagementHost(app);
        var metrics = new MetricsText();
        app.Run(http => host.AnswerAsync(http, plane, metrics));
        if (await Binding.StartAsync(app, endpoint, CancellationToken.None) is { } fault)
        {
            await app.DisposeAsync();
            return (null, fault);
        }

        foreach (var address in app.Urls)
        {
            System.Console.Out.WriteLine($"health and metrics on {address}");
        }

        return (host, null);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext http, DataPlane plane, MetricsText metrics)
    {
        // SECURITY: by the name, too: a page whose name was bound anew to this machine is no reader of ours.
        if (!Hosts.IsLoopback(http.Request.Host.Host) || http.Connection.LocalIpAddress is not { } local || !IPAddress.IsLoopback(local) || !HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        switch (http.Request.Path.Value)
        {
            case "/livez":
                return http.Response.WriteAsync("ok\n");
            case "/readyz":
                var isReady = _isOpen && plane.IsReady;
                http.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                return http.Response.WriteAsync(isReady ? "ready\n" : "not ready\n");
            case "/metrics":
                http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
                return http.Response.WriteAsync(metrics.Write());
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }
}
