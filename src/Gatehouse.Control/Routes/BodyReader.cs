using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Control.Routes;

/// <summary>A request's body as strict JSON: one reading, or none.</summary>
internal static class BodyReader
{
    /// <summary>Largest body in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    public static readonly Fault WrongKind = new(
        ControlFaults.MediaTypeUnsupported, "the body is not plain `application/json` in UTF-8", "set `Content-Type: application/json`");

    /// <summary>The bytes of a JSON body.</summary>
    /// <remarks>Faults: <c>media-type-unsupported</c>, <c>body-too-large</c>, <c>body-invalid</c>.</remarks>
    public static async ValueTask<(byte[]? Body, Fault? Fault)> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!IsJson(request.ContentType) || request.Headers.ContentEncoding.Count > 0)
        {
            return (null, WrongKind);
        }

        if (request.ContentLength > MaxBytes)
        {
            return (null, TooLarge());
        }

        var buffer = new ArrayBufferWriter<byte>(checked((int)(request.ContentLength ?? 4096) + 1));
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.GetMemory(1024), cancel);
            if (read == 0)
            {
                break;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > MaxBytes)
            {
                return (null, TooLarge());
            }
        }

        return Utf8.IsValid(buffer.WrittenSpan)
            ? (buffer.WrittenSpan.ToArray(), null)
            : (null, new Fault(ControlFaults.BodyInvalid, "the body is not UTF-8"));
    }

    /// <summary>The value in a body.</summary>
    /// <remarks>Fault: <c>body-invalid</c>. The serializer's own words name types and are not passed on.</remarks>
    public static Outcome<T> Parse<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) is { } value ? value : Invalid("$");
        }
        catch (JsonException problem)
        {
            return Invalid(problem.Path ?? "$");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return Invalid("$");
        }
    }

    private static Fault Invalid(string path) => new(
        ControlFaults.BodyInvalid, $"the body is not the JSON that this address takes, at `{ControlFaults.Shown(path)}`",
        "look for a member that is unknown, repeated, missing or of another type");

    private static Fault TooLarge() => new(ControlFaults.BodyTooLarge, $"the body has more than {MaxBytes} bytes");

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && type.Parameters.All(parameter => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase))
        && (type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
