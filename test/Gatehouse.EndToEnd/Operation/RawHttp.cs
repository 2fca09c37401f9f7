using System.Net.Sockets;
using System.Text;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>A connection whose bytes are the test's own.</summary>
internal static class RawHttp
{
    /// <summary>Sends the text and reads until the server closes, or until it has been quiet for a while.</summary>
    /// <returns>What came, and whether the server closed.</returns>
    public static async Task<(string Answer, bool IsClosed)> SendAsync(Uri address, string text, double quietSeconds = 0.5)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        }
        catch (IOException)
        {
            // Refused before it was all sent.
        }

        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        using var quiet = new CancellationTokenSource();
        while (true)
        {
            // A busy machine may take its time for the first byte; after it, a response comes in one piece.
            quiet.CancelAfter(TimeSpan.FromSeconds(answer.Length == 0 ? 20 : quietSeconds));
            try
            {
                var read = await stream.ReadAsync(buffer, quiet.Token);
                if (read == 0)
                {
                    return (answer.ToString(), true);
                }

                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
            catch (OperationCanceledException)
            {
                return (answer.ToString(), false);
            }
            catch (IOException)
            {
                return (answer.ToString(), true);
            }
        }
    }

    /// <summary>The statuses of all responses in it, in order.</summary>
    public static int[] Statuses(string answer) =>
    [
        .. answer.Split("HTTP/1.1 ").Skip(1).Select(part => int.Parse(part[..3], System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
