using Gatehouse.Gateway.Approvals;

namespace Gatehouse.Gateway.Tasks;

/// <summary>A call that the gateway makes for a task: nobody listens to it, and nobody can be asked anything.</summary>
/// <param name="taskId">The task.</param>
internal sealed class StoredRun(string taskId)
{
    /// <summary>The task.</summary>
    public string TaskId { get; } = taskId;

    /// <summary>The request that the call waits for; null unless it was parked.</summary>
    public ApprovalAnswer? ParkedOn { get; private set; }

    /// <summary>What the client is told of it.</summary>
    public string Note { get; private set; } = "";

    /// <summary>The call needs a person: nothing of it was sent.</summary>
    public void Park(ApprovalAnswer answer, string note) => (ParkedOn, Note) = (answer, note);
}
