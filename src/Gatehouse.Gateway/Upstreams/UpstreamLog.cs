using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>What upstreams write to the log. Texts of outsiders come escaped.</summary>
internal static partial class UpstreamLog
{
    [LoggerMessage(1, LogLevel.Information, "server {Server}: stderr: {Text}{LeftOut}")]
    public static partial void Stderr(this ILogger log, string server, string text, string leftOut);

    [LoggerMessage(2, LogLevel.Warning, "server {Server}: a line that is no message: {Text}{LeftOut}")]
    public static partial void Noise(this ILogger log, string server, string text, string leftOut);

    [LoggerMessage(3, LogLevel.Warning, "server {Server}: a message that belongs to no request{LeftOut}")]
    public static partial void Unmatched(this ILogger log, string server, string leftOut);

    [LoggerMessage(4, LogLevel.Warning, "server {Server}: a line of more than {Max} bytes was left out")]
    public static partial void LineTooLong(this ILogger log, string server, int max);

    [LoggerMessage(5, LogLevel.Information, "server {Server}: process {Pid} ended with {ExitCode}")]
    public static partial void Ended(this ILogger log, string server, int pid, int exitCode);

    [LoggerMessage(6, LogLevel.Warning, "server {Server}: its program could not be started: {Reason}")]
    public static partial void NotStarted(this ILogger log, string server, string reason);

    [LoggerMessage(7, LogLevel.Error, "server {Server}: its output could not be read")]
    public static partial void ReaderFailed(this ILogger log, string server, Exception exception);

    [LoggerMessage(8, LogLevel.Warning, "server {Server}: there is no program {Program}; look at its name, and at PATH")]
    public static partial void NotFound(this ILogger log, string server, string program);

    /// <summary>What stands behind a line when others before it were not written; nothing where none were.</summary>
    public static string LeftOut(int dropped) =>
        dropped == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({dropped} left out before)");
}
