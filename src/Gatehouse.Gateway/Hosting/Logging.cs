using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Gatehouse.Gateway.Hosting;

/// <summary>Logs go to standard error: standard output belongs to the protocol, or to what a verb prints.</summary>
public static class Logging
{
    /// <summary>Makes the factory.</summary>
    /// <param name="least">What is logged at all.</param>
    /// <param name="more">Where logs go beside standard error; null for nowhere.</param>
    public static ILoggerFactory Create(LogLevel least = LogLevel.Information, Action<ILoggingBuilder>? more = null) => LoggerFactory.Create(logs =>
    {
        ToStandardError(logs, least);
        more?.Invoke(logs);
    });

    private static void ToStandardError(ILoggingBuilder all, LogLevel least) => all
        .SetMinimumLevel(least)
        .AddFilter("Microsoft", LogLevel.Warning)
        // SECURITY: it logs each request to the authorization server whole, with its state and its proof.
        .AddFilter("OpenIddict", LogLevel.Warning)
        // What a server prints on its standard error, and how it ends, is how one finds out why it does not work.
        .AddFilter("Gatehouse.Gateway.Upstreams", LogLevel.Information)
        // A listener that does not start is told of by a fault, once and without a stack.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", static level => level is LogLevel.Warning or LogLevel.Error)
        // Its mere readiness to log makes the host create an activity and a logging scope for each request.
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss'Z' ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        })
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
