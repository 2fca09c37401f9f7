using System.Text;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Gateway.Tasks;

/// <summary>Seals what is stored of a task: bound to its id, its grant, its server and to what it is.</summary>
internal sealed class TaskSeal(Sealer sealer, TimeProvider time)
{
    // Longer than any task is kept: the store deletes it long before.
    private static readonly TimeSpan _life = TimeSpan.FromDays(30);

    public string SealCall(string taskId, string grantId, string serverId, StoredCall call) =>
        Seal(SealPurpose.TaskCall, taskId, grantId, serverId, call.Write());

    /// <summary>The call; null where it does not open.</summary>
    public StoredCall? OpenCall(StoredTask task) =>
        Open(SealPurpose.TaskCall, task, task.Call) is { } plain ? StoredCall.Read(plain) : null;

    public string SealAnswer(StoredTask task, ReadOnlySpan<byte> json) =>
        Seal(SealPurpose.TaskAnswer, task.Id, task.GrantId, task.ServerId, json);

    /// <summary>The <c>result</c> or <c>error</c> as JSON; null where there is none, or where it does not open.</summary>
    public byte[]? OpenAnswer(StoredTask task) => Open(SealPurpose.TaskAnswer, task, task.Answer);

    private string Seal(string purpose, string taskId, string grantId, string serverId, ReadOnlySpan<byte> plain) =>
        sealer.Seal(purpose, grantId, serverId, [.. Encoding.ASCII.GetBytes(taskId), 0, .. plain], time.GetUtcNow() + _life);

    private byte[]? Open(string purpose, StoredTask task, string? text)
    {
        if (text is null || sealer.Open(purpose, task.GrantId, task.ServerId, text) is not { } plain)
        {
            return null;
        }

        // An answer that was moved to another task of the same grant is not that task's.
        var mark = Encoding.ASCII.GetBytes(task.Id + '\0');
        return plain.AsSpan().StartsWith(mark) ? plain[mark.Length..] : null;
    }
}
