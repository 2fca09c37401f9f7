using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Api.Records;

namespace Gatehouse.Control.Exports.Otlp;

/// <summary>Records and changes as log records of OpenTelemetry.</summary>
/// <remarks>SPEC: OTLP 1.x, "JSON Protobuf Encoding". Each member of the API's own form is one attribute.</remarks>
internal static class OtlpLogs
{
    private const int Information = 9;
    private const int Warning = 13;

    /// <summary>The body of one request.</summary>
    public static byte[] Of(IReadOnlyList<RecordView> calls, IReadOnlyList<AuditLine> changes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("resourceLogs");
        json.WriteStartObject();
        json.WriteStartObject("resource");
        json.WriteStartArray("attributes");
        Attribute(json, "service.name", "gatehouse");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("scopeLogs");
        Scope(json, "gatehouse.calls", calls, Write);
        Scope(json, "gatehouse.audit", changes, Write);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Scope<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> write)
    {
        if (rows.Count == 0)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteStartObject("scope");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteStartArray("logRecords");
        foreach (var row in rows)
        {
            json.WriteStartObject();
            write(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RecordView call)
    {
        Head(json, call.Time, call.Decision == "allowed" ? Information : Warning, $"{call.Decision} {call.Method} {call.Target}".TrimEnd());
        if (call.Trace is { Length: 32 } trace)
        {
            json.WriteString("traceId", trace);
        }

        Attributes(json, JsonSerializer.SerializeToElement(call, ApiJson.Default.RecordView));
    }

    private static void Write(Utf8JsonWriter json, AuditLine change)
    {
        Head(json, change.At, Information, $"{change.What} {change.SubjectId}");
        Attributes(json, JsonSerializer.SerializeToElement(change, ApiJson.Default.AuditLine));
    }

    // Numbers of 64 bits are texts in this encoding.
    private static void Head(Utf8JsonWriter json, DateTimeOffset time, int severity, string body)
    {
        json.WriteString("timeUnixNano", ((time - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("severityNumber", severity);
        json.WriteStartObject("body");
        json.WriteString("stringValue", body);
        json.WriteEndObject();
    }

    private static void Attributes(Utf8JsonWriter json, JsonElement row)
    {
        json.WriteStartArray("attributes");
        foreach (var member in row.EnumerateObject())
        {
            Attribute(json, "gatehouse." + member.Name, member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText());
        }

        json.WriteEndArray();
    }

    private static void Attribute(Utf8JsonWriter json, string key, string value)
    {
        json.WriteStartObject();
        json.WriteString("key", key);
        json.WriteStartObject("value");
        json.WriteString("stringValue", value);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
