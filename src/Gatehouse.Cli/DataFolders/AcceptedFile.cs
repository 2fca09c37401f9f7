using Gatehouse.Gateway.Tools;
using Gatehouse.Policy;

namespace Gatehouse.Cli.DataFolders;

/// <summary><c>gatehouse.lock</c> as the verbs open it: one that is not there is not made.</summary>
internal static class AcceptedFile
{
    /// <summary>Nothing waits, or not this.</summary>
    public static readonly FaultCode NotWaiting = new("tool-not-waiting");

    /// <summary>Opens it.</summary>
    public static (LockFile? File, Fault? Fault) Open(string path) => File.Exists(path)
        ? LockFile.Open(path, TimeProvider.System)
        : (null, new Fault(
            new("lock-file-missing"), $"there is no lock file `{path}`",
            "a gateway makes it when it first lists a server's tools; name its folder with `--data`, or the configuration with `--config`"));
}
