using Gatehouse.Gateway.Telemetry;

namespace Gatehouse.Gateway.Tests.Telemetry;

public sealed class TelemetrySettingsTests
{
    [Theory]
    [InlineData]
    [InlineData("OTEL_SERVICE_NAME=x")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318", "OTEL_SDK_DISABLED=true")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c", "OTEL_TRACES_EXPORTER=none", "OTEL_METRICS_EXPORTER=none", "OTEL_LOGS_EXPORTER=none")]
    public void Read_NotAskedFor_IsNothing(params string[] variables) => Assert.Equal(default, Read(variables));

    [Fact]
    public void Read_SharedEndpoint_IsTheRootOfAllThree()
    {
        var (settings, _) = Read("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318/otel/", "OTEL_EXPORTER_OTLP_HEADERS=k=v", "OTEL_EXPORTER_OTLP_TIMEOUT=500");

        Assert.Equal(new OtlpTarget(new Uri("http://c:4318/otel/v1/traces"), IsGrpc: false, "k=v", TimeSpan.FromSeconds(0.5)), settings?.Traces);
        Assert.Equal("http://c:4318/otel/v1/metrics", settings?.Metrics?.Endpoint.AbsoluteUri);
        Assert.Equal("http://c:4318/otel/v1/logs", settings?.Logs?.Endpoint.AbsoluteUri);
    }

    [Fact]
    public void Read_OneKindAlone_IsThatKindAtItsOwnAddress()
    {
        var (settings, _) = Read(
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=https://c/m", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=grpc", "OTEL_EXPORTER_OTLP_METRICS_HEADERS=a=b");

        Assert.Equal(
            new TelemetrySettings(null, new OtlpTarget(new Uri("https://c/m"), IsGrpc: true, "a=b", TimeSpan.FromSeconds(10)), null), settings);
    }

    [Theory]
    [InlineData("http/protobuf", "http://localhost:4318/v1/logs")]
    [InlineData("grpc", "http://localhost:4317/")]
    public void Read_ExporterWithoutEndpoint_IsThisMachines(string protocol, string endpoint)
    {
        var (settings, _) = Read("OTEL_LOGS_EXPORTER=otlp", "OTEL_EXPORTER_OTLP_PROTOCOL=" + protocol);

        Assert.Equal(endpoint, settings?.Logs?.Endpoint.AbsoluteUri);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "c:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://user:SECRET@c")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "soon")]
    [InlineData("OTEL_METRICS_EXPORTER", "prometheus")]
    public void Read_ValueThatCannotBeUsed_IsAFaultThatNamesTheVariableAndNotTheValue(string variable, string value)
    {
        var (settings, fault) = Read("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=http://c", variable + "=" + value);

        Assert.Null(settings);
        Assert.Contains(variable, fault!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, fault.Message + fault.Help, StringComparison.Ordinal);
    }

    private static (TelemetrySettings? Settings, Gatehouse.Policy.Fault? Fault) Read(params string[] variables)
    {
        var all = variables.Select(variable => variable.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
        return TelemetrySettings.Read(name => all.GetValueOrDefault(name));
    }
}
