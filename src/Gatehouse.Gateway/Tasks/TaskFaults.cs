using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tasks;

/// <summary>Faults of tasks that the gateway tells apart.</summary>
public static class TaskFaults
{
    /// <summary>As many tasks of the grant are kept as may be.</summary>
    public static readonly FaultCode TooMany = new("too-many-tasks");
}
