using Gatehouse.Policy;

namespace Gatehouse.Gateway.Telemetry;

/// <summary>Why nothing can be sent to a collector. Each has its line in docs/reference/faults.md.</summary>
public static class TelemetryFaults
{
    /// <summary>A variable of OpenTelemetry has a value that cannot be used.</summary>
    public static readonly FaultCode TelemetryInvalid = new("telemetry-invalid");
}
