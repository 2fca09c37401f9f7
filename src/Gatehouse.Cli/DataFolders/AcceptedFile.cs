using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Tools;
using Gatehouse.Policy;

namespace Gatehouse.Cli.DataFolders;

/// <summary><c>gatehouse.lock</c> as the verbs open it: one that is not there is not made.</summary>
internal static class AcceptedFile
{
    /// <summary>Nothing waits, or not this.</summary>
    public static readonly FaultCode NotWaiting = new("tool-not-waiting");

    /// <summary>What the tool of a request can do, as it was told at acceptance; null where that definition is no longer the one.</summary>
    /// <param name="path">The lock file; one that is not there or cannot be read tells nothing.</param>
    /// <param name="subject">What the request is about.</param>
    public static RecordedRisk? RiskOf(string path, ApprovalSubject subject) =>
        File.Exists(path) && LockFile.Open(path, TimeProvider.System).File is { } file
        && file.Servers.TryGetValue(subject.ServerId, out var tools) && tools.ByName.TryGetValue(subject.Tool, out var tool)
        && string.Equals(tool.Hash, subject.DefinitionHash, StringComparison.Ordinal)
            ? tool.Risk
            : null;

    /// <summary>Opens it.</summary>
    public static (LockFile? File, Fault? Fault) Open(string path) => File.Exists(path)
        ? LockFile.Open(path, TimeProvider.System)
        : (null, new Fault(
            new("lock-file-missing"), $"there is no lock file `{path}`",
            "a gateway makes it when it first lists a server's tools; name its folder with `--data`, or the configuration with `--config`"));
}
