using System.Net;
using Gatehouse.Gateway;
using Gatehouse.Gateway.Snapshots;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Cli.Hosting;

/// <summary>The agents' listener: one handler, no routing, no middleware that could answer in its place.</summary>
internal static class HttpHost
{
    public static async Task<int> RunAsync(
        GatewayConfig config, TlsCertificate? certificate, ISnapshotSource snapshots, OpenLedger ledger, ILoggerFactory logs,
        CancellationToken cancel)
    {
        await using var plane = new DataPlane(ledger.Ports(snapshots, logs));

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(logs);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = config.Drain);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, config, certificate));
        await using var app = builder.Build();
        app.Run(plane.HandleAsync);
        if (await Binding.StartAsync(app, config.Listen, cancel) is { } fault)
        {
            return Commands.Console.Fail(fault);
        }

        foreach (var address in app.Urls)
        {
            System.Console.Out.WriteLine($"listening on {address}");
        }

        var (management, unusable) = await ManagementHost.StartAsync(config.Management, plane, logs);
        if (unusable is not null)
        {
            return Commands.Console.Fail(unusable);
        }

        await using var health = management;
        await Stopping.WaitAsync(cancel);

        // ORDER: not ready first; then streams that only listen close, accepted calls finish, and the listener goes.
        management?.Close();
        plane.CloseStreams();
        using var patience = new CancellationTokenSource(config.Drain);
        try
        {
            await app.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // What was not done by then is cut off; its record says that nobody knows.
        }

        return Commands.ExitCode.Success;
    }

    private static void Configure(KestrelServerOptions kestrel, GatewayConfig config, TlsCertificate? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.RequestHeaderEncodingSelector = name =>
            string.Equals(name, "Content-Length", StringComparison.OrdinalIgnoreCase) ? DigitsOnly.Instance : null;
        kestrel.Limits.MaxConcurrentConnections = config.MaxConnections;
        kestrel.Limits.MaxRequestBodySize = null; // Read with a cap of our own, so that the answer is ours, too.
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
        kestrel.Listen(config.Listen, listen =>
        {
            listen.Protocols = certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            if (certificate is not null)
            {
                listen.UseHttps(certificate.Options);
            }
        });
    }
}
