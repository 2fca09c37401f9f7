using System.Buffers;
using System.Net.Http.Headers;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>Reads an HTTP answer as far as its form is known: status, session id, and a whole JSON body.</summary>
/// <remarks>No other header is looked at or passed on.</remarks>
internal static class HttpAnswers
{
    private const int FirstBuffer = 4096;
    private const int MaxSessionId = 1024;

    /// <summary>Which form the head announces; a fault where it is none that MCP knows.</summary>
    public static (AnswerForm Form, UpstreamFault? Fault) FormOf(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is 401 or 403 or 407)
            return (default, UpstreamFaults.Unauthorized);
        if (status is >= 300 and < 400)
            return (default, UpstreamFaults.Redirected);
        if (status is 202 or 204 or 205)
            return (AnswerForm.Empty, null);

        // The end of a session has no content that means anything, whatever a server writes there.
        if (status < 300 && response.RequestMessage?.Method == HttpMethod.Delete)
            return (AnswerForm.Empty, null);

        var headers = response.Content.Headers;
        var isJson = IsType(headers, "application/json");
        if (!IsPlainEncoding(headers))
            return (default, UpstreamFaults.Invalid("the server's answer is compressed, which was not asked for"));
        if (status >= 400)
        {
            // An era probe may fail with any status, and some servers send the error as an event; a text beside it is
            // for people and stays here.
            return isJson ? (AnswerForm.Json, null)
                : status < 500 && IsType(headers, "text/event-stream") ? (AnswerForm.Events, null)
                : status < 500 ? (AnswerForm.Empty, null)
                : (default, UpstreamFaults.Invalid("the server failed without a JSON answer"));
        }

        if (headers.ContentLength == 0)
            return (AnswerForm.Empty, null);
        return isJson ? (AnswerForm.Json, null)
            : IsType(headers, "text/event-stream") ? (AnswerForm.Events, null)
            : (default, UpstreamFaults.Invalid("the server's answer is neither JSON nor an event stream"));
    }

    /// <summary>What a refusing server asks for; null where it does not say, or says too much.</summary>
    public static string? ChallengeOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) && values.ToString() is { Length: <= 4096 } text
            ? text
            : null;

    /// <summary>The session id of the answer, if there is one; a fault where it is not visible ASCII.</summary>
    public static (string? Session, UpstreamFault? Fault) SessionOf(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Mcp-Session-Id", out var values))
            return default;
        var session = values.Count == 1 ? values.ToString() : "";
        return session.Length is > 0 and <= MaxSessionId && !session.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? (session, null)
            : (null, UpstreamFaults.Invalid("the server's session id is not visible ASCII"));
    }

    /// <summary>The body, whole and within its cap, in a pooled array.</summary>
    public static async ValueTask<(JsonAnswer? Answer, UpstreamFault? Fault)> ReadJsonAsync(
        HttpResponseMessage response, string? session, int cap, CancellationToken cancel)
    {
        var announced = response.Content.Headers.ContentLength;
        if (announced > cap)
            return (null, UpstreamFaults.TooLarge);
        var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent((int)(announced ?? FirstBuffer));
        var length = 0;
        try
        {
            while (announced is null || length < announced)
            {
                if (length == buffer.Length)
                    Grow(ref buffer);
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancel).ConfigureAwait(false);
                if (read == 0)
                    break;
                length += read;
                if (length > cap)
                    return (null, UpstreamFaults.TooLarge);
            }

            if (length == 0)
                return (JsonAnswer.Empty((int)response.StatusCode, session), null);
            var answer = JsonAnswer.Pooled((int)response.StatusCode, buffer, length, session);
            buffer = null;
            return (answer, null);
        }
        finally
        {
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Grow(ref byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    // The media type alone, or with a charset that is UTF-8: anything else two readers would read differently.
    private static bool IsType(HttpContentHeaders headers, string type)
    {
        if (!headers.NonValidated.TryGetValues("Content-Type", out var values) || values.Count != 1)
            return false;
        var text = values.ToString().AsSpan();
        var semicolon = text.IndexOf(';');
        if (semicolon < 0)
            return text.Trim().Equals(type, StringComparison.OrdinalIgnoreCase);
        return text[..semicolon].Trim().Equals(type, StringComparison.OrdinalIgnoreCase)
            && MediaTypeHeaderValue.TryParse(values.ToString(), out var parsed)
            && parsed.CharSet is null or "" or "utf-8" or "UTF-8" or "utf8" or "\"utf-8\"";
    }

    private static bool IsPlainEncoding(HttpContentHeaders headers) =>
        !headers.NonValidated.TryGetValues("Content-Encoding", out var values)
        || (values.Count == 1 && values.ToString() is "identity");
}
