using Gatehouse.Policy;

namespace Gatehouse.Server.Settings;

/// <summary>Why the server does not start. Each has its line in docs/reference/faults.md.</summary>
internal static class ServerFaults
{
    /// <summary>A setting has a value that cannot be used, or there is none of its name.</summary>
    public static readonly FaultCode SettingInvalid = new("setting-invalid");
}
