using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Telemetry;

/// <summary>Where one kind of telemetry goes.</summary>
/// <param name="Endpoint">Whole address of the collector for this kind.</param>
/// <param name="IsGrpc">Whether it is spoken to by gRPC; otherwise protobuf over HTTP.</param>
/// <param name="Headers">Headers as the variable writes them, <c>name=value,…</c>; null for none. They hold credentials.</param>
/// <param name="Timeout">Longest time for one batch.</param>
public sealed record OtlpTarget(Uri Endpoint, bool IsGrpc, string? Headers, TimeSpan Timeout);

/// <summary>What the standard variables of OpenTelemetry ask for; without them there is nothing.</summary>
/// <param name="Traces">Null where they are not exported.</param>
/// <param name="Metrics">Null where they are not exported.</param>
/// <param name="Logs">Null where they are not exported.</param>
/// <remarks>SPEC: OpenTelemetry, "OpenTelemetry Protocol Exporter" and "Environment Variable Specification".</remarks>
public sealed record TelemetrySettings(OtlpTarget? Traces, OtlpTarget? Metrics, OtlpTarget? Logs)
{
    private const int DefaultTimeout = 10_000;
    private const string Local = "http://localhost:";
    private static readonly ImmutableArray<string> _exporters = ["otlp", "none"];
    private static readonly ImmutableArray<string> _protocols = ["grpc", "http/protobuf"];

    /// <summary>Reads the variables. Both are null where nothing is asked for.</summary>
    /// <remarks>Fault: <c>telemetry-invalid</c>. No part of a value is told: headers hold credentials.</remarks>
    public static (TelemetrySettings? Settings, Fault? Fault) Read(Func<string, string?> variable)
    {
        if (string.Equals(Value(variable, "OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        var (traces, first) = Target(variable, "TRACES", "v1/traces");
        var (metrics, second) = Target(variable, "METRICS", "v1/metrics");
        var (logs, third) = Target(variable, "LOGS", "v1/logs");
        return (first ?? second ?? third) is { } fault ? (null, fault)
            : traces is null && metrics is null && logs is null ? default
            : (new TelemetrySettings(traces, metrics, logs), null);
    }

    private static (OtlpTarget? Target, Fault? Fault) Target(Func<string, string?> variable, string kind, string path)
    {
        var exporter = Value(variable, $"OTEL_{kind}_EXPORTER");
        var own = Value(variable, $"OTEL_EXPORTER_OTLP_{kind}_ENDPOINT");
        var shared = Value(variable, "OTEL_EXPORTER_OTLP_ENDPOINT");
        if (exporter is not null && !_exporters.Contains(exporter, StringComparer.Ordinal))
        {
            return (null, Invalid($"OTEL_{kind}_EXPORTER", _exporters));
        }

        if (exporter == "none" || (exporter ?? own ?? shared) is null)
        {
            return default;
        }

        var protocol = Either("PROTOCOL") ?? "http/protobuf";
        if (!_protocols.Contains(protocol, StringComparer.Ordinal))
        {
            return (null, Invalid("OTEL_EXPORTER_OTLP_PROTOCOL", _protocols));
        }

        var isGrpc = protocol == "grpc";
        var text = own ?? shared ?? Local + (isGrpc ? "4317" : "4318");
        // An address of one kind is used as it is; the shared one is the root of all three.
        if (own is null && !isGrpc)
        {
            text = text.TrimEnd('/') + "/" + path;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https")
            || endpoint.UserInfo.Length > 0)
        {
            return (null, Invalid(own is null ? "OTEL_EXPORTER_OTLP_ENDPOINT" : $"OTEL_EXPORTER_OTLP_{kind}_ENDPOINT", ["http://HOST:PORT"]));
        }

        var timeout = Either("TIMEOUT");
        if (!int.TryParse(timeout ?? DefaultTimeout.ToString(CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var within)
            || within is 0)
        {
            return (null, Invalid("OTEL_EXPORTER_OTLP_TIMEOUT", ["10000"]));
        }

        return (new OtlpTarget(endpoint, isGrpc, Either("HEADERS"), TimeSpan.FromMilliseconds(within)), null);

        string? Either(string what) =>
            Value(variable, $"OTEL_EXPORTER_OTLP_{kind}_{what}") ?? Value(variable, $"OTEL_EXPORTER_OTLP_{what}");
    }

    // SPEC: an empty variable is as good as none.
    private static string? Value(Func<string, string?> variable, string name) =>
        variable(name)?.Trim() is { Length: > 0 } value ? value : null;

    private static Fault Invalid(string variable, ImmutableArray<string> examples) => new(
        TelemetryFaults.TelemetryInvalid, $"the environment variable `{variable}` has a value that cannot be used",
        $"write {string.Join(" or ", examples)}, or leave it out");
}
