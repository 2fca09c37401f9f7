using System.Reflection;
using Gatehouse.Gateway.Egress;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gatehouse.Gateway.Telemetry;

/// <summary>Sends traces, metrics and logs to the operator's collector.</summary>
/// <remarks>No method of this class may be called where nothing is asked for: its libraries would be loaded for nothing.</remarks>
public sealed class OtlpExport : IAsyncDisposable
{
    private const string Source = "Gatehouse";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly TelemetrySettings _settings;
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    private OtlpExport(TelemetrySettings settings)
    {
        _settings = settings;
        _traces = settings.Traces is { } traces
            ? Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(Source)
                .AddOtlpExporter(options => Fill(options, traces)).Build()
            : null;
        _metrics = settings.Metrics is { } metrics
            ? Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Source)
                .AddOtlpExporter(options => Fill(options, metrics)).Build()
            : null;
    }

    /// <summary>Begins to listen to what the gateway tells of itself.</summary>
    public static OtlpExport Start(TelemetrySettings settings) => new(settings);

    /// <summary>Logs go there, too: the same lines as on standard error.</summary>
    public void AddTo(ILoggingBuilder logs)
    {
        if (_settings.Logs is { } target)
        {
            logs.AddOpenTelemetry(options =>
            {
                options.IncludeFormattedMessage = true;
                options.SetResourceBuilder(Resource());
                options.AddOtlpExporter(exporter => Fill(exporter, target));
            });
        }
    }

    /// <summary>Sends what is left. A collector that does not answer is not waited for.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(Task.Run(() => _traces?.Dispose()), Task.Run(() => _metrics?.Dispose()))
            .WaitAsync(_patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say it better where they are set.
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("gatehouse", serviceVersion: typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    private static void Fill(OtlpExporterOptions options, OtlpTarget target)
    {
        options.Endpoint = target.Endpoint;
        options.Protocol = target.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.Headers = target.Headers ?? "";
        options.TimeoutMilliseconds = (int)target.Timeout.TotalMilliseconds;

        // SECURITY: no way out but the guard's: the operator wrote the address, so it may be private; nothing is redirected or proxied.
        options.HttpClientFactory = () => new HttpClient(
            EgressGuard.NewHandler(EgressRule.For(target.Endpoint, isOperatorAddress: true, [])), disposeHandler: true)
        {
            Timeout = target.Timeout,
        };
    }
}
