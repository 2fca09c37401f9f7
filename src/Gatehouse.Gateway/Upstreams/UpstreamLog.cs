using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>What upstreams write to the log. Texts of outsiders come escaped.</summary>
internal static partial class UpstreamLog
{
    [LoggerMessage(1, LogLevel.Information, "server {Server}: stderr: {Text} ({Dropped} lines left out before)")]
    public static partial void Stderr(this ILogger log, string server, string text, int dropped);

    [LoggerMessage(2, LogLevel.Warning, "server {Server}: a line that is no message: {Text} ({Dropped} left out before)")]
    public static partial void Noise(this ILogger log, string server, string text, int dropped);

    [LoggerMessage(3, LogLevel.Warning, "server {Server}: a message that belongs to no request ({Dropped} left out before)")]
    public static partial void Unmatched(this ILogger log, string server, int dropped);

    [LoggerMessage(4, LogLevel.Warning, "server {Server}: a line of more than {Max} bytes was left out")]
    public static partial void LineTooLong(this ILogger log, string server, int max);

    [LoggerMessage(5, LogLevel.Information, "server {Server}: process {Pid} ended with {ExitCode}")]
    public static partial void Ended(this ILogger log, string server, int pid, int exitCode);

    [LoggerMessage(6, LogLevel.Warning, "server {Server}: its program could not be started")]
    public static partial void NotStarted(this ILogger log, string server, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "server {Server}: its output could not be read")]
    public static partial void ReaderFailed(this ILogger log, string server, Exception exception);
}
