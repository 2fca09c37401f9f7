using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Reads a request's body whole, within its cap and its time.</summary>
internal static class BodyReading
{
    /// <summary>The body, or a status: 413 when it is too large, 408 when it is too slow, 400 when it breaks off.</summary>
    /// <remarks>The bytes are the caller's own: what was judged is what is sent, whatever the connection does next.</remarks>
    public static async ValueTask<(byte[]? Body, int Status)> ReadAsync(HttpContext http, int max, TimeSpan within)
    {
        if (http.Request.ContentLength > max)
        {
            return (null, StatusCodes.Status413PayloadTooLarge);
        }

        var reader = http.Request.BodyReader;

        try
        {
            // A body that came with its headers is there at once: no timer for it.
            if (reader.TryRead(out var ready))
            {
                if (ready.IsCompleted || ready.Buffer.Length > max)
                {
                    return Take(reader, ready, max);
                }

                reader.AdvanceTo(ready.Buffer.Start, ready.Buffer.End);
            }

            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            deadline.CancelAfter(within);
            while (true)
            {
                var read = await reader.ReadAsync(deadline.Token);
                if (read.IsCompleted || read.Buffer.Length > max)
                {
                    return Take(reader, read, max);
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (OperationCanceledException)
        {
            return (null, StatusCodes.Status408RequestTimeout);
        }
        catch (BadHttpRequestException problem)
        {
            return (null, problem.StatusCode);
        }
        catch (IOException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
    }

    private static (byte[]? Body, int Status) Take(PipeReader reader, in ReadResult read, int max)
    {
        var body = read.Buffer.Length <= max ? read.Buffer.ToArray() : null;
        reader.AdvanceTo(read.Buffer.End);
        return body is null ? (null, StatusCodes.Status413PayloadTooLarge) : (body, StatusCodes.Status200OK);
    }
}
