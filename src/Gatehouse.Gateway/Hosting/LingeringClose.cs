using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Gatehouse.Gateway.Hosting;

/// <summary>Reads what a refused client still sends before its connection closes, so that the answer reaches it.</summary>
/// <remarks>
/// A socket that closes with bytes unread resets the connection, and the reset overtakes the answer: a client whose header was too
/// long would see a broken connection instead of the status that says so.
/// </remarks>
internal static class LingeringClose
{
    private const long MaxBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1);

    // What was on its way when the answer was written comes within this time; nobody else waits longer for the close.
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);

    /// <summary>Connection middleware: outermost, so that it sees the socket's own bytes.</summary>
    public static ConnectionDelegate Around(ConnectionDelegate next) => async connection =>
    {
        await next(connection);
        await ReadRestAsync(connection.Transport.Input, connection.ConnectionClosed);
    };

    private static async Task ReadRestAsync(PipeReader input, CancellationToken closed)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(closed);
            patience.CancelAfter(First);
            var read = await input.ReadAsync(patience.Token);
            patience.CancelAfter(MaxTime);
            for (var left = MaxBytes; ; read = await input.ReadAsync(patience.Token))
            {
                left -= read.Buffer.Length;
                input.AdvanceTo(read.Buffer.End);
                if (left <= 0 || read.IsCompleted || read.IsCanceled)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // Gone, silent, too slow, or read to its end before: it closes either way.
        }
    }
}
