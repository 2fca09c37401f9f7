using ModelContextProtocol.AspNetCore;

namespace Gatehouse.Fixture;

/// <summary>The fixture over HTTP, on loopback only: <c>/mcp</c> with sessions, <c>/stateless</c> without.</summary>
public static class FixtureSite
{
    public static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        AddServer(builder.Services, HttpServerSessionMode.Stateful);

        var site = builder.Build();
        site.Use(RefuseForeignHosts);
        MapStateless(site);
        site.MapMcp("/mcp");
        return site;
    }

    private static void AddServer(IServiceCollection services, HttpServerSessionMode mode)
    {
        services.AddDistributedMemoryCache();
        var server = FixtureServer.Add(services).WithHttpTransport(http => http.SessionMode = mode);
        if (mode == HttpServerSessionMode.Stateful)
        {
            // Streams that a client may leave and take up again need a place where their events are kept.
            server.WithDistributedCacheEventStreamStore();
        }
    }

    // The SDK has one session mode per set of services, so the second path is a pipeline with services of its own.
    private static void MapStateless(WebApplication site)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddRouting();
        services.AddSingleton(site.Lifetime);
        services.AddSingleton<IHostApplicationLifetime>(site.Lifetime);
        services.AddSingleton(new System.Diagnostics.DiagnosticListener("fixture"));
        AddServer(services, HttpServerSessionMode.Stateless);
        var own = services.BuildServiceProvider();
        var pipeline = new ApplicationBuilder(own)
            .UseRouting()
            .UseEndpoints(endpoints => endpoints.MapMcp("/stateless"))
            .Build();

        site.Use(async (context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments("/stateless", StringComparison.Ordinal))
            {
                await next(context);
                return;
            }

            await using var scope = own.CreateAsyncScope();
            context.SetEndpoint(null);
            context.RequestServices = scope.ServiceProvider;
            await pipeline(context);
        });
    }

    // A page of another site must not reach a server on loopback by a name that it controls.
    private static async Task RefuseForeignHosts(HttpContext context, RequestDelegate next)
    {
        var origin = context.Request.Headers.Origin.ToString();
        var ok = IsLocal(context.Request.Host.Host)
            && (origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsLocal(uri.Host)));
        if (ok)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
    }

    private static bool IsLocal(string host) => host is "localhost" or "127.0.0.1" or "[::1]";
}
